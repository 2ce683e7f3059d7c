import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryShelf, MOST_BYTES, MOST_FILES } from './shelf.ts'

const of = (length: number): Uint8Array => new Uint8Array(length)

describe('a shelf', () => {
  test('takes files as a lesson carries them, and no others', () => {
    const shelf = new MemoryShelf(() => 0)
    expect(shelf.writeBase64('a', 'aGk=')).toMatchObject({ ok: true })
    expect(shelf.read('a')).toEqual(new TextEncoder().encode('hi'))
    expect(shelf.writeBase64('b', '%')).toMatchObject({ error: { code: 'InvalidFile' } })
    expect(shelf.names()).toEqual(['a'])
  })

  test('keeps files by name, in the order of code points, dated to the second', () => {
    let nowMs = 1_767_258_000_999
    const shelf = new MemoryShelf(() => nowMs)
    for (const name of ['b', 'c/x', '\u{1f600}', '\uff5e', 'a']) shelf.write(name, of(1))
    expect(shelf.names()).toEqual(['a', 'b', 'c/x', '\uff5e', '\u{1f600}'])
    expect(shelf.modifiedMs('a')).toBe(1_767_258_000_000)
    nowMs += 1
    shelf.write('a', of(2))
    expect(shelf.modifiedMs('a')).toBe(1_767_258_001_000)
    shelf.write('a', of(2), 5_500)
    expect(shelf.modifiedMs('a')).toBe(5_000)
    shelf.remove('a')
    expect([shelf.read('a'), shelf.modifiedMs('a')]).toEqual([undefined, undefined])
  })

  test('is full at its bytes, to the byte, and gives back what was removed or replaced', () => {
    const shelf = new MemoryShelf(() => 0)
    expect(shelf.write('a', of(MOST_BYTES)).ok).toBe(true)
    expect(shelf.write('b', of(1))).toMatchObject({ ok: false, error: { code: 'ShelfFull' } })
    expect(shelf.read('b')).toBeUndefined()
    expect(shelf.write('a', of(MOST_BYTES - 1)).ok).toBe(true)
    expect(shelf.write('b', of(1)).ok).toBe(true)
    shelf.remove('a')
    shelf.remove('a')
    expect(shelf.write('c', of(MOST_BYTES - 1)).ok).toBe(true)
    expect(shelf.write('d', of(1)).ok).toBe(false)
  })

  test('is full at its files, and still replaces one', () => {
    const shelf = new MemoryShelf(() => 0)
    for (let i = 0; i < MOST_FILES; i++) expect(shelf.write(`f${i}`, of(0)).ok).toBe(true)
    expect(shelf.write('one more', of(0))).toMatchObject({ error: { code: 'ShelfFull' } })
    expect(shelf.write('f0', of(1)).ok).toBe(true)
  })

  test.each(['', '/a', 'a/', 'a//b', './a', 'a/../b', '.', 'é'.repeat(513)])(
    'takes no name such as %j',
    (name) => {
      const shelf = new MemoryShelf(() => 0)
      expect(shelf.write(name, of(0))).toMatchObject({ error: { code: 'InvalidName' } })
      expect(shelf.names()).toEqual([])
    },
  )

  test('has no file that another lies under, whichever came first', () => {
    const shelf = new MemoryShelf(() => 0)
    shelf.write('d/x', of(1))
    expect(shelf.write('d', of(0))).toMatchObject({
      error: { code: 'InvalidName', message: "[Errno 21] Is a directory: 'd'" },
    })
    expect(shelf.write('d/x/y', of(0))).toMatchObject({
      error: { code: 'InvalidName', message: "[Errno 20] Not a directory: 'd/x/y'" },
    })
    expect([shelf.write('d/xy', of(0)).ok, shelf.write('d/x', of(2)).ok]).toEqual([true, true])
    expect(shelf.names()).toEqual(['d/x', 'd/xy'])
    shelf.remove('d/x')
    shelf.remove('d/xy')
    expect(shelf.write('d', of(0)).ok).toBe(true)
  })

  test('counts what it holds, whatever is written and removed', () => {
    const change = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      length: fc.option(fc.nat(3)),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const shelf = new MemoryShelf(() => 0)
        for (const { name, length } of changes) {
          if (length === null) shelf.remove(name)
          else shelf.write(name, of(length))
        }
        const held = shelf.names().reduce((sum, name) => sum + (shelf.read(name)?.length ?? 0), 0)
        expect(shelf.write('rest', of(MOST_BYTES - held)).ok).toBe(true)
        expect(shelf.write('more', of(1)).ok).toBe(false)
      }),
      { numRuns: 25 },
    )
  })
})
