/**
 * The part of the address after `#`: which room, which lesson and step, which instant, what is selected.
 *
 * `#/` leads to where one was, `#/lessons` to the catalogue, `#/learn/eight-seconds/which-host?at=31000000&select=arn:…`
 * to a step, `#/sandbox/eight-seconds` to the same world without its step, `#/sandbox` to a world of one's own,
 * `#/settings`. `#/present/eight-seconds/which-host` is a step at a projector, in a world of the presentation's own,
 * `#/present/eight-seconds` the class as it was left or the lesson's start, `#/present` the sandbox's own world.
 * `#/sheet/eight-seconds` is the lesson on paper, for whoever teaches it.
 * Works under any path and inside a frame. What cannot be understood is left out, never guessed.
 */
import { type Instant, instant } from '../cloud/kernel/instant.ts'
import { asRef, type Ref } from '../cloud/kernel/ref.ts'

export const ROOMS = ['lessons', 'learn', 'sandbox', 'settings', 'present', 'sheet'] as const
export type Room = (typeof ROOMS)[number]

export interface Place {
  readonly room: Room
  /** id of the lesson whose world or sheet it is; null in `learn` for wherever one was */
  readonly lesson: string | null
  /** id of a step, in `learn` and `present` */
  readonly step: string | null
  readonly at: Instant | null
  readonly select: Ref | null
}

/** Wherever one was: the place of an address that names none. */
export const HOME: Place = { room: 'learn', lesson: null, step: null, at: null, select: null }

/** What an id of a lesson or a step may be. */
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/
const idOf = (text: string | undefined): string | null =>
  text !== undefined && ID.test(text) ? text : null

/** The place an address names. */
export function readHash(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?')
  const [, first = '', second, third] = path.split('/')
  const room = ROOMS.find((one) => one === first) ?? 'learn'
  const lesson = room === first && (hasWorld(room) || room === 'sheet') ? idOf(second) : null
  const params = new URLSearchParams(query)
  const written = params.get('at') ?? ''
  const at = /^\d+$/.test(written) ? Number(written) : Number.NaN
  return {
    room,
    lesson,
    step: hasSteps(room) && lesson !== null ? idOf(third) : null,
    at: hasInstant(room) && Number.isSafeInteger(at) ? instant(at) : null,
    select: hasWorld(room) ? asRef(params.get('select') ?? '') : null,
  }
}

/** Whether a room shows the steps of a lesson. */
export const hasSteps = (room: Room): boolean => room === 'learn' || room === 'present'
/** Whether a room shows a world: the others have no lesson and no selection. */
export const hasWorld = (room: Room): boolean => hasSteps(room) || room === 'sandbox'
/** Whether the instant is part of the address: what is presented stands at a frame, which says when. */
export const hasInstant = (room: Room): boolean => room === 'learn' || room === 'sandbox'

/** The address of a place. Colons and slashes of a Ref stay readable. */
export function writeHash({ room, lesson, step, at, select }: Place): string {
  const path = room === 'learn' && lesson === null ? [''] : [room, lesson, step]
  const params = [
    ...(at === null ? [] : [`at=${at}`]),
    ...(select === null
      ? []
      : [`select=${encodeURIComponent(select).replace(/%(3A|2F)/g, decodeURIComponent)}`]),
  ]
  const named = path.filter((part) => part !== null).join('/')
  return `#/${named}${params.length > 0 ? `?${params.join('&')}` : ''}`
}
