/**
 * What the keep holds, as rows in stores: the schema that disk and memory share.
 *
 * A world is four kinds of rows, so that taking an input never rewrites its options or its save. The inputs of a
 * world lie in the order of their positions, which is that of their serials too: an input that takes the place
 * of an earlier one removes what came after it.
 */

export interface LessonRow {
  readonly hash: string
  readonly id: string
  readonly imported: boolean
  readonly lesson: unknown
  readonly at: number
}

/** Whatever else it holds is the lesson's business. */
export interface ProgressRow {
  readonly lesson: string
  readonly hash: string
  readonly changedMs: number
}

export interface WorldRow {
  readonly world: string
  /** differs for each world that was ever begun under this name */
  readonly life: number
  /** where its clock was left, if that was told since the last input and the last save */
  readonly at: number | null
}

export interface OpeningRow {
  readonly world: string
  readonly options: unknown
}

export interface SaveRow {
  readonly world: string
  readonly bytes: Uint8Array
  readonly serial: number
}

export interface InputRow {
  readonly world: string
  readonly position: number
  readonly serial: number
  readonly input: unknown
}

export interface SettingRow {
  readonly key: string
  readonly value: unknown
}

export interface Rows {
  lessons: LessonRow
  progress: ProgressRow
  worlds: WorldRow
  openings: OpeningRow
  saves: SaveRow
  inputs: InputRow
  settings: SettingRow
}

export type StoreName = keyof Rows

/** A row's key: [hash], [lesson], [world], [world, position, serial] or [key]. */
export type Key = readonly (string | number)[]

/** Keys from one to another, both included. */
export type Range = readonly [Key, Key]

/** The members that make the key of a row. */
export const KEY_PATHS: { readonly [N in StoreName]: readonly string[] } = {
  lessons: ['hash'],
  progress: ['lesson'],
  worlds: ['world'],
  openings: ['world'],
  saves: ['world'],
  inputs: ['world', 'position', 'serial'],
  settings: ['key'],
}

export const STORES = Object.keys(KEY_PATHS) as StoreName[]
/** The stores that a world lies in. */
export const WORLD_STORES = ['worlds', 'openings', 'saves', 'inputs'] as const

/** The rows under a name; of a world's inputs, those from a position on if one is given. */
export const under = (name: string, ...position: readonly number[]): Range => [
  [name, ...position],
  [name, Number.MAX_SAFE_INTEGER],
]

/** One transaction: it happens whole or not at all. What it awaits may only be its own questions. */
export interface Transaction {
  /** in the order of the keys */
  all<N extends StoreName>(store: N, range?: Range): Promise<Rows[N][]>
  keys(store: StoreName, range?: Range): Promise<Key[]>
  /** The row must not change any more. */
  put<N extends StoreName>(store: N, row: Rows[N]): void
  delete(store: StoreName, range: Range): void
}

export type Work<T> = (transaction: Transaction) => Promise<T>

export type Mode = 'readonly' | 'readwrite'

/** Where rows lie: on disk or in memory, with the same behaviour. */
export interface Shelf {
  /** Rejects when the transaction could not be made; then nothing of it has happened. */
  run<T>(mode: Mode, stores: readonly StoreName[], work: Work<T>): Promise<T>
}
