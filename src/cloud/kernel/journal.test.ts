import { describe, expect, it } from 'vitest'
import { AssertionError, LimitError } from './assert.ts'
import { instant } from './instant.ts'
import { Journal, type JournalEntry } from './journal.ts'
import { LIMITS } from './limits.ts'

const entries: readonly JournalEntry<object>[] = [0, 0, 5, 9].map((at, i) => ({
  at: instant(at),
  request: { i },
}))

function journalOf(known: readonly JournalEntry<object>[]): Journal<object> {
  const journal = new Journal<object>()
  for (const entry of known) journal.take(entry)
  return journal
}

describe('a journal', () => {
  it('takes new inputs at its end', () => {
    const journal = journalOf(entries)
    expect(journal.all()).toEqual(entries)
    expect(journal.position).toBe(4)
    expect(journal.upcoming).toBeUndefined()
  })

  it('gives the inputs of an instant, of those that were taken', () => {
    const journal = journalOf(entries)
    expect([0, 3, 9].map((at) => journal.at(instant(at)))).toEqual([
      entries.slice(0, 2),
      [],
      entries.slice(3),
    ])
    journal.moveTo(1)
    expect(journal.at(instant(0))).toEqual(entries.slice(0, 1))
    expect(journal.at(instant(9))).toEqual([])
  })

  it('passes known inputs again, one by one, without another copy', () => {
    const journal = journalOf(entries)
    journal.moveTo(1)
    expect(journal.length).toBe(4)
    for (const entry of entries.slice(1)) {
      expect(journal.upcoming).toBe(entry)
      journal.take({ at: entry.at, request: entry.request })
    }
    expect(journal.all()).toEqual(entries)
    expect(journal.position).toBe(4)
  })

  it.each([
    ['another request', { at: instant(0), request: { i: 1 } }],
    ['another instant', { at: instant(1), request: entries[1]?.request ?? {} }],
  ])('refuses a different past without a branch: %s', (_name, entry) => {
    const journal = journalOf(entries)
    journal.moveTo(1)
    expect(() => journal.take(entry)).toThrow(AssertionError)
    journal.truncate()
    journal.take(entry)
    expect(journal.all()).toEqual([entries[0], entry])
  })

  it('gives its future away whole, and takes it back, however long', () => {
    const journal = journalOf(entries)
    journal.moveTo(2)
    const future = journal.truncate()
    expect(future).toEqual(entries.slice(2))
    expect(journal.length).toBe(2)
    const long = Array.from({ length: 300_000 }, () => entries[3] ?? future[0]).flatMap(
      (e) => e ?? [],
    )
    journal.adopt(long)
    expect(journal.length).toBe(300_002)
    expect(journal.position).toBe(2)
  })

  it('has no position outside itself', () => {
    const journal = journalOf(entries)
    expect(() => journal.moveTo(5)).toThrow(AssertionError)
    expect(() => journal.moveTo(-1)).toThrow(AssertionError)
  })
})

describe('the room of a journal', () => {
  const bytesOf = (request: { readonly bytes: number }) => request.bytes
  const half = { at: instant(0), request: { bytes: LIMITS.journalBytes / 2 } }

  it('is counted in bytes of bodies, of the known future too', () => {
    const journal = new Journal(bytesOf)
    journal.take(half)
    journal.take(half)
    expect(journal.hasRoomFor({ bytes: 0 })).toBe(true)
    expect(journal.hasRoomFor({ bytes: 1 })).toBe(false)
    expect(() => journal.take({ at: instant(0), request: { bytes: 1 } })).toThrow(LimitError)
    journal.moveTo(1)
    expect(journal.hasRoomFor({ bytes: 1 })).toBe(false)
    const future = journal.truncate()
    expect(journal.hasRoomFor({ bytes: LIMITS.journalBytes / 2 })).toBe(true)
    journal.adopt(future)
    expect(journal.hasRoomFor({ bytes: 1 })).toBe(false)
  })
})
