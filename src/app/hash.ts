/**
 * The part of the address after `#`: which room, which instant, what is selected.
 *
 * `#/learn/first-minute?at=31000000&select=arn:…`, `#/sandbox`. Works under any path and inside a frame.
 * What cannot be understood is left out, never guessed.
 */
import { type Instant, instant } from '../cloud/kernel/instant.ts'
import { asRef, type Ref } from '../cloud/kernel/ref.ts'

export type Room = 'learn' | 'sandbox'

export interface Place {
  readonly room: Room
  readonly at: Instant | null
  readonly select: Ref | null
}

const PATHS: Readonly<Record<Room, string>> = { learn: '/learn/first-minute', sandbox: '/sandbox' }

/** The place an address names; the first minute when it names none. */
export function readHash(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?')
  const params = new URLSearchParams(query)
  const written = params.get('at') ?? ''
  const at = /^\d+$/.test(written) ? Number(written) : Number.NaN
  return {
    room: path === PATHS.sandbox ? 'sandbox' : 'learn',
    at: Number.isSafeInteger(at) ? instant(at) : null,
    select: asRef(params.get('select') ?? ''),
  }
}

/** The address of a place. Colons and slashes stay readable. */
export function writeHash({ room, at, select }: Place): string {
  const params = [
    ...(at === null ? [] : [`at=${at}`]),
    ...(select === null
      ? []
      : [`select=${encodeURIComponent(select).replace(/%(3A|2F)/g, decodeURIComponent)}`]),
  ]
  return `#${PATHS[room]}${params.length > 0 ? `?${params.join('&')}` : ''}`
}
