/** Files that are not what was once written: each is refused, with its reason, and changes nothing. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Keep } from './keep.ts'
import {
  deleteByHand,
  type Everything,
  freshName,
  look,
  open,
  openInMemory,
  type TestKinds,
  withGlobal,
} from './testing.ts'

const encoder = new TextEncoder()

/** A file with a bit of everything. */
async function written(): Promise<string> {
  const keep = await openInMemory()
  await keep.lessons.put({ hash: 'h', id: 'a', imported: true, lesson: { $x: 'ü€😀' }, at: 1 })
  await keep.progress.put({ lesson: 'a', hash: 'h', changedMs: 5 })
  await keep.worlds.begin('sandbox', { big: 2n ** 70n, no: Number.NaN })
  await keep.worlds.append('sandbox', { serial: 1, position: 0, request: Uint8Array.of(0, 255) })
  await keep.worlds.save('sandbox', { bytes: Uint8Array.of(1, 2, 3), serial: 1 }, 0)
  await keep.worlds.append('sandbox', { serial: 2, position: 1, request: 'two' })
  await keep.settings.put('theme', 'dark')
  return (await keep.exportAll()).text()
}

async function sumOf(text: string): Promise<string> {
  const sum = await crypto.subtle.digest('SHA-256', encoder.encode(text))
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A file as a stranger would make it: any records, with the right sum. */
async function forged(records: unknown, version = 2): Promise<Blob> {
  const body = JSON.stringify(records)
  const sum = await sumOf(`${version}${body}`)
  const head = `{"format":"cloudglass keep","version":${version},"sha256":"${sum}","records":`
  return new Blob([head, body, '}'])
}

const name = freshName()
let keep: Keep<TestKinds>
let before: Everything

beforeEach(async () => {
  keep = await open(name)
  await keep.settings.put('theme', 'mine')
  await keep.worlds.begin('mine', 'mine')
  await keep.worlds.append('mine', { serial: 1, position: 0, request: 'mine' })
  before = await look(keep, ['theme'])
})

afterEach(async () => {
  expect(keep.status).toEqual({ kind: 'disk' })
  await keep.close()
  await deleteByHand(name)
})

async function unchanged(): Promise<void> {
  expect(await look(keep, ['theme'])).toEqual(before)
}

describe('a damaged file', () => {
  it('is refused wherever it was cut', { timeout: 120_000 }, async () => {
    const bytes = encoder.encode(await written())
    for (let length = 0; length < bytes.length; length++) {
      const found = await keep.importAll(new Blob([bytes.subarray(0, length)]))
      const reason = length < 28 ? 'foreign' : 'damaged'
      expect(found, `${length} bytes`).toMatchObject({ ok: false, reason })
    }
    await unchanged()
    expect(await keep.importAll(new Blob([bytes]))).toMatchObject({ ok: true })
  })

  it('is refused whichever bit was turned', { timeout: 120_000 }, async () => {
    const bytes = encoder.encode(await written())
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const turned = bytes.slice()
        turned[at] = (turned[at] ?? 0) ^ (1 << bit)
        const found = await keep.importAll(new Blob([turned]))
        expect(found.ok).toBe(false)
      }),
      { numRuns: 1000 },
    )
    await unchanged()
  })

  it('is refused when something was added to it', async () => {
    const text = await written()
    for (const file of [`${text}}`, `${text}\n`, ` ${text}`, text.replace('"dark"', '"drak"')]) {
      expect(await keep.importAll(new Blob([file]))).toMatchObject({ ok: false })
    }
    await unchanged()
  })
})

describe('a file of another kind', () => {
  it.each(['', 'null', '{}', '[1]', '{"format":"something else"}', 'PK\u0003\u0004'])(
    'is refused: %j',
    async (text) => {
      const found = await keep.importAll(new Blob([text]))
      expect(found).toMatchObject({ ok: false, reason: 'foreign' })
      await unchanged()
    },
  )

  it('is refused when it is newer, also if its sum is right', async () => {
    const found = await keep.importAll(await forged({ anything: 1 }, 3))
    expect(found).toMatchObject({ ok: false, reason: 'newer' })
    await unchanged()
  })
})

const EMPTY = {
  lessons: [],
  progress: [],
  worlds: [],
  openings: [],
  saves: [],
  inputs: [],
  settings: [],
}
const WORLD = {
  worlds: [{ world: 'w', at: null }],
  openings: [{ world: 'w', options: 1 }],
}
const INPUT = { world: 'w', position: 0, serial: 1, input: 1 }
let deep: unknown = 0
for (let depth = 0; depth < 5000; depth++) deep = [deep]

describe('a forged file', () => {
  it.each<[string, unknown]>([
    ['no records', null],
    ['a list', []],
    ['a store that is missing', { ...EMPTY, inputs: undefined }],
    ['a store that is no list', { ...EMPTY, settings: {} }],
    ['a row that is none', { ...EMPTY, settings: [null] }],
    ['a row without its key', { ...EMPTY, settings: [{ value: 1 }] }],
    ['a key of another type', { ...EMPTY, settings: [{ key: 1, value: 1 }] }],
    ['a lesson without a flag', { ...EMPTY, lessons: [{ hash: 'h', id: 'a', at: 1 }] }],
    [
      'a save without bytes',
      { ...EMPTY, ...WORLD, saves: [{ world: 'w', bytes: 'x', serial: 1 }] },
    ],
    ['a world that was not begun', { ...EMPTY, worlds: WORLD.worlds }],
    ['a beginning without a world', { ...EMPTY, openings: WORLD.openings }],
    ['an input of no world', { ...EMPTY, inputs: [INPUT] }],
    ['a place that is no number', { ...EMPTY, ...WORLD, inputs: [{ ...INPUT, position: 0.5 }] }],
    ['a place below 0', { ...EMPTY, ...WORLD, inputs: [{ ...INPUT, position: -1 }] }],
    ['inputs out of order', { ...EMPTY, ...WORLD, inputs: [{ ...INPUT, position: 3 }, INPUT] }],
    ['bytes that are none', { ...EMPTY, settings: [{ key: 'k', value: { $bytes: '*' } }] }],
    ['a mark that is none', { ...EMPTY, settings: [{ key: 'k', value: { $what: '1' } }] }],
    ['a mark among members', { ...EMPTY, settings: [{ key: 'k', value: { $bytes: '', a: 1 } }] }],
    ['depths', { ...EMPTY, settings: [{ key: 'k', value: deep }] }],
  ])('is refused: %s', async (_what, records) => {
    const found = await keep.importAll(await forged(records))
    expect(found).toMatchObject({ ok: false, reason: 'damaged' })
    await unchanged()
  })

  it('is taken when every row is one', async () => {
    const records = { ...EMPTY, ...WORLD, inputs: [INPUT, { ...INPUT, position: 2, serial: 5 }] }
    expect(await keep.importAll(await forged(records))).toMatchObject({ ok: true })
    expect(await keep.worlds.list()).toEqual(['w'])
  })
})

describe('a file of version 1', () => {
  it('is taken, and brought to this version', async () => {
    const records = {
      ...EMPTY,
      lessons: [{ hash: 'h', id: 'a', lesson: 1, at: 1 }],
      progress: [{ lesson: 'a', hash: 'h' }],
    }
    expect(await keep.importAll(await forged(records, 1))).toMatchObject({ ok: true })
    expect(await keep.lessons.get('h')).toMatchObject({ imported: true })
    expect(await keep.progress.get('a')).toMatchObject({ changedMs: 0 })
  })
})

describe('an import', () => {
  it('takes the world away from whoever had it open', async () => {
    const file = await keep.exportAll()
    const input = { serial: 2, position: 1, request: 'late' }
    expect(await keep.worlds.append('mine', input)).toBe(true)
    expect(await keep.importAll(file)).toMatchObject({ ok: true })
    expect(await keep.worlds.append('mine', input)).toBe(false)
    expect((await keep.worlds.read('mine'))?.inputs).toHaveLength(1)
    expect(await keep.worlds.append('mine', input)).toBe(true)
  })

  it('goes without a sum where the browser has none, and still checks the rows', async () => {
    await withGlobal(crypto, 'subtle', undefined, async () => {
      const text = await (await keep.exportAll()).text()
      expect(text).toContain('"sha256":""')
      await keep.settings.put('theme', 'other')
      expect(await keep.importAll(new Blob([text.slice(0, -9)]))).toMatchObject({ ok: false })
      expect(await keep.settings.get('theme')).toBe('other')
      expect(await keep.importAll(new Blob([text]))).toMatchObject({ ok: true })
    })
    await unchanged()
  })
})
