/** Lessons, progress and settings of a keep: rows put and got. Worlds have a file of their own. */
import type { KeptLesson, Kinds } from './kinds.ts'
import { copyPlain } from './plain.ts'
import type { LessonRow, Shelf } from './rows.ts'

/** Makes a transaction when it is its turn. */
export type Run = Shelf['run']

type Guard<T> = ((value: unknown) => value is T) | undefined

/** Whether something is of its kind, as far as anybody can say. */
export const isOf = <T>(value: unknown, guard: Guard<T>): value is T => guard?.(value) ?? true

/** Compiled lessons by the hash of their content. */
export class Lessons<K extends Kinds> {
  readonly #run: Run
  readonly #guard: Guard<K['lesson']>

  constructor(run: Run, guard: Guard<K['lesson']>) {
    this.#run = run
    this.#guard = guard
  }

  async put(lesson: KeptLesson<K['lesson']>): Promise<void> {
    const row: LessonRow = copyPlain(lesson)
    await this.#run('readwrite', ['lessons'], async (to) => to.put('lessons', row))
  }

  async get(hash: string): Promise<KeptLesson<K['lesson']> | null> {
    const row = await this.#run('readonly', ['lessons'], (from) => from.get('lessons', hash))
    return row !== undefined && this.#is(row) ? row : null
  }

  /** In the order of their hashes. */
  async list(): Promise<KeptLesson<K['lesson']>[]> {
    const rows = await this.#run('readonly', ['lessons'], (from) => from.all('lessons'))
    return rows.filter((row) => this.#is(row))
  }

  async delete(hash: string): Promise<void> {
    await this.#run('readwrite', ['lessons'], async (to) => to.delete('lessons', hash))
  }

  #is(row: LessonRow): row is KeptLesson<K['lesson']> {
    return isOf(row.lesson, this.#guard)
  }
}

/** How far somebody is, by the lesson's id. */
export class ProgressOfLessons<K extends Kinds> {
  readonly #run: Run
  readonly #guard: Guard<K['progress']>

  constructor(run: Run, guard: Guard<K['progress']>) {
    this.#run = run
    this.#guard = guard
  }

  async put(progress: K['progress']): Promise<void> {
    const row = copyPlain(progress)
    await this.#run('readwrite', ['progress'], async (to) => to.put('progress', row))
  }

  async get(lesson: string): Promise<K['progress'] | null> {
    const row = await this.#run('readonly', ['progress'], (from) => from.get('progress', lesson))
    return row !== undefined && isOf(row, this.#guard) ? row : null
  }

  /** The last changed first. */
  async list(): Promise<K['progress'][]> {
    const rows = await this.#run('readonly', ['progress'], (from) => from.all('progress'))
    return rows
      .filter((row) => isOf(row, this.#guard))
      .sort((one, other) => other.changedMs - one.changedMs)
  }

  async delete(lesson: string): Promise<void> {
    await this.#run('readwrite', ['progress'], async (to) => to.delete('progress', lesson))
  }
}

/** Plain values by a key. */
export class Settings {
  readonly #run: Run

  constructor(run: Run) {
    this.#run = run
  }

  async put(key: string, value: unknown): Promise<void> {
    const row = copyPlain({ key, value })
    await this.#run('readwrite', ['settings'], async (to) => to.put('settings', row))
  }

  /** What was put, as yet unchecked; undefined when nothing was. */
  async get(key: string): Promise<unknown> {
    const row = await this.#run('readonly', ['settings'], (from) => from.get('settings', key))
    return row?.value
  }

  async delete(key: string): Promise<void> {
    await this.#run('readwrite', ['settings'], async (to) => to.delete('settings', key))
  }
}
