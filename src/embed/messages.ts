/**
 * What a host page and a widget say to each other by `postMessage`: types, version, and the check of what comes in.
 *
 * Every message carries `cloudglass: 1`. What does not is somebody else's and is passed over, as is a type that this
 * version does not know; what has a known type and another form is answered by `error`. Whom a message comes from is
 * checked by `host.ts` and the tag, not here. Pure.
 */
import * as v from 'valibot'
import type { Instant } from '../cloud/kernel/instant.ts'
import type { Json } from '../lesson/lesson.ts'
import type { FlowState } from '../lesson/machine.ts'
import { ID, THEMES, TICKS } from './params.ts'

export const VERSION = 1

/** A widget as somebody left it: enough for another to go on. */
export interface State {
  readonly lesson: string | null
  readonly step: string | null
  readonly at: Instant
  /** the world's save; null where nothing was begun */
  readonly world: Uint8Array | null
  /** how far the lesson is; null without one */
  readonly progress: Json
}

const STATE = v.object({
  lesson: v.nullable(ID),
  step: v.nullable(ID),
  at: TICKS,
  world: v.nullable(v.instance(Uint8Array)),
  // Whether it is a lesson's progress is asked by `keptSnapshot`, which is fetched with what plays lessons.
  progress: v.custom<Json>((value) => value === null || typeof value === 'object'),
})

const INCOMING = {
  /** to a lesson's step, or its first */
  goto: v.object({ lesson: ID, step: v.optional(v.nullable(ID), null) }),
  play: v.object({}),
  pause: v.object({}),
  /** by one beat */
  step: v.object({ direction: v.optional(v.picklist([1, -1]), 1) }),
  seek: v.object({ at: TICKS }),
  /** to the beginning of the step */
  reset: v.object({}),
  setTheme: v.object({ theme: v.picklist(THEMES) }),
  /** is answered by `state`, with the same `id` */
  getState: v.object({ id: v.optional(v.union([v.string(), v.number()]), 0) }),
  setState: v.object({ state: STATE }),
} as const

type Schemas = typeof INCOMING
export type IncomingType = keyof Schemas
/** What a host may say, by its type. */
export type Incoming = {
  [Type in IncomingType]: { readonly type: Type } & v.InferOutput<Schemas[Type]>
}[IncomingType]

/** What a widget says. */
export type Outgoing =
  /** the first picture is there */
  | { readonly type: 'ready'; readonly lesson: string | null; readonly step: string | null }
  /** the height that it would like at its width, px */
  | { readonly type: 'resize'; readonly width: number; readonly height: number }
  | {
      readonly type: 'step'
      readonly lesson: string | null
      readonly step: string | null
      readonly state: FlowState | null
      readonly at: Instant
    }
  | {
      readonly type: 'prediction'
      readonly step: string
      readonly value: string | number | null
      /** null until the run has told, and where nothing was predicted */
      readonly right: boolean | null
    }
  | {
      readonly type: 'check'
      readonly step: string
      readonly met: Readonly<Record<string, boolean>>
    }
  /** a step is done; without one, the lesson */
  | { readonly type: 'complete'; readonly lesson: string; readonly step: string | null }
  | { readonly type: 'state'; readonly id: string | number; readonly state: State }
  | {
      readonly type: 'error'
      readonly code: ErrorCode
      readonly message: string
      /** of the question that has no answer, where it was one */
      readonly id?: string | number
    }
export type ErrorCode = 'malformed' | 'version' | 'missing' | 'unreadable' | 'failed'

/** What came of reading a message: it is passed over, refused, or taken. */
export type Reading =
  | { readonly kind: 'other' }
  | { readonly kind: 'refused'; readonly code: 'malformed' | 'version'; readonly message: string }
  | { readonly kind: 'taken'; readonly message: Incoming }

const OTHER: Reading = { kind: 'other' }

/** Reads what somebody posted. */
export function readMessage(data: unknown): Reading {
  if (typeof data !== 'object' || data === null || !('cloudglass' in data)) return OTHER
  if (data.cloudglass !== VERSION) {
    return { kind: 'refused', code: 'version', message: `This widget speaks version ${VERSION}.` }
  }
  const type = 'type' in data ? data.type : undefined
  if (typeof type !== 'string' || !Object.hasOwn(INCOMING, type)) return OTHER
  const found = v.safeParse(INCOMING[type as IncomingType], data)
  if (found.success) {
    return { kind: 'taken', message: { type, ...found.output } as Incoming }
  }
  const [issue] = found.issues
  const where = v.getDotPath(issue)
  const message = `${type}${where === null ? '' : `, ${where}`}: ${issue.message}`
  return { kind: 'refused', code: 'malformed', message }
}

/** A message as it is posted. */
export const written = (message: Outgoing) => ({ cloudglass: VERSION, ...message })
