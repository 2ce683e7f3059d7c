/**
 * What is put comes back, on disk and in memory alike: long random sessions against a model that knows neither.
 */
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Keep } from './keep.ts'
import { deleteByHand, freshName, look, open, openInMemory, type TestKinds } from './testing.ts'

type Input = TestKinds['input']

interface ModelWorld {
  readonly options: unknown
  save: { readonly bytes: Uint8Array; readonly serial: number } | null
  inputs: Input[]
  at: number | null
}

/** A keep as its documentation says it is. */
class Model {
  readonly lessons = new Map<string, object>()
  readonly progress = new Map<string, object>()
  readonly settings = new Map<string, unknown>()
  readonly worlds = new Map<string, ModelWorld>()
  /** the worlds that the page has begun or read, as they are now */
  readonly known = new Set<string>()
  serial = 0

  /** The world, if the page may write it. */
  mine(world: string): ModelWorld | undefined {
    return this.known.has(world) ? this.worlds.get(world) : undefined
  }

  everything(keys: readonly string[]) {
    const inOrder = <T>(map: ReadonlyMap<string, T>) =>
      [...map].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value)
    return {
      lessons: inOrder(this.lessons),
      progress: inOrder(this.progress),
      settings: keys.map((key) => this.settings.get(key)),
      worlds: Object.fromEntries(
        [...this.worlds].map(([name, world]) => [
          name,
          {
            ...world,
            save: world.save && { ...world.save, world: name },
            serial: world.inputs.at(-1)?.serial ?? world.save?.serial ?? 0,
          },
        ]),
      ),
    }
  }
}

/** Does one thing to a keep and to the model, and compares what they answer. */
type Act = (keep: Keep<TestKinds>, model: Model) => Promise<void>

const NAMES = ['sandbox', 'lesson:a', 'lesson:b', '']
const name = fc.constantFrom(...NAMES)

const { plain } = fc.letrec((tie) => ({
  plain: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'plain' },
    fc.constantFrom(null, true, false, '\ud800', Number.NaN, Number.NEGATIVE_INFINITY, '$bytes'),
    fc.string({ unit: 'binary' }),
    fc.double().map((value) => (value === 0 ? 0 : value)),
    fc.bigInt(),
    fc.uint8Array(),
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('$bytes', '$record', '$x', 'constructor')),
      tie('plain'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}))

const begin = fc.tuple(name, plain).map(
  ([world, options]): Act =>
    async (keep, model) => {
      model.worlds.set(world, { options, save: null, inputs: [], at: null })
      model.known.add(world)
      await keep.worlds.begin(world, options)
    },
)

/** A world that was left elsewhere, with how far somebody is in a lesson or without. */
const replace = fc.tuple(name, plain, fc.uint8Array(), fc.nat(), fc.option(name)).map(
  ([world, options, bytes, at, lesson]): Act =>
    async (keep, model) => {
      const saved = { bytes, serial: model.serial }
      const reached = lesson === null ? null : { lesson, hash: world, changedMs: at, note: options }
      model.worlds.set(world, { options, save: saved, inputs: [], at })
      model.known.add(world)
      if (reached !== null) model.progress.set(reached.lesson, reached)
      await keep.worlds.begin(world, options, { save: saved, at, progress: reached })
    },
)

const append = fc.tuple(name, fc.nat(3), plain).map(
  ([world, back, request]): Act =>
    async (keep, model) => {
      model.serial += 1
      const mine = model.mine(world)
      const next = mine?.inputs.at(-1)?.position ?? -1
      const position = Math.max(0, next + 1 - back)
      const input = { serial: model.serial, position, request }
      expect(await keep.worlds.append(world, input)).toBe(mine !== undefined)
      if (mine === undefined) return
      mine.inputs = [...mine.inputs.filter((one) => one.position < position), input]
      mine.at = null
    },
)

const save = fc.tuple(name, fc.nat(3), fc.uint8Array(), fc.nat()).map(
  ([world, lag, bytes, at]): Act =>
    async (keep, model) => {
      const mine = model.mine(world)
      const serial = Math.max(mine?.save?.serial ?? 0, model.serial - lag)
      expect(await keep.worlds.save(world, { bytes, serial }, at)).toBe(mine !== undefined)
      if (mine === undefined) return
      mine.save = { bytes, serial }
      mine.inputs = mine.inputs.filter((one) => one.serial > serial)
      mine.at = at
    },
)

const leave = fc.tuple(name, fc.nat()).map(
  ([world, at]): Act =>
    async (keep, model) => {
      const mine = model.mine(world)
      expect(await keep.worlds.leave(world, at)).toBe(mine !== undefined)
      if (mine !== undefined) mine.at = at
    },
)

const read = name.map(
  (world): Act =>
    async (keep, model) => {
      const kept = model.worlds.get(world)
      expect((await keep.worlds.read(world))?.options).toEqual(kept?.options)
      if (kept !== undefined) model.known.add(world)
    },
)

const copy = fc.tuple(name, name).map(
  ([from, to]): Act =>
    async (keep, model) => {
      const kept = model.worlds.get(from)
      expect(await keep.worlds.copy(from, to)).toBe(kept !== undefined)
      if (kept === undefined) return
      model.worlds.set(to, { ...kept })
      model.known.delete(to)
    },
)

const remove = name.map(
  (world): Act =>
    async (keep, model) => {
      model.worlds.delete(world)
      await keep.worlds.delete(world)
    },
)

const lesson = fc
  .record({ hash: name, id: name, imported: fc.boolean(), lesson: plain, at: fc.nat() })
  .map(
    (kept): Act =>
      async (keep, model) => {
        model.lessons.set(kept.hash, kept)
        await keep.lessons.put(kept)
        expect(await keep.lessons.get(kept.hash)).toEqual(kept)
      },
  )

const progress = fc.record({ lesson: name, hash: name, changedMs: fc.nat(), note: plain }).map(
  (made): Act =>
    async (keep, model) => {
      model.progress.set(made.lesson, made)
      await keep.progress.put(made)
      expect(await keep.progress.get(made.lesson)).toEqual(made)
    },
)

const setting = fc.tuple(name, plain).map(
  ([key, value]): Act =>
    async (keep, model) => {
      model.settings.set(key, value)
      await keep.settings.put(key, value)
    },
)

const forget = name.map(
  (key): Act =>
    async (keep, model) => {
      for (const kept of [model.lessons, model.progress, model.settings]) kept.delete(key)
      await keep.lessons.delete(key)
      await keep.progress.delete(key)
      await keep.settings.delete(key)
    },
)

const acts = fc.array(
  fc.oneof(
    { arbitrary: append, weight: 6 },
    { arbitrary: begin, weight: 3 },
    { arbitrary: save, weight: 3 },
    ...[replace, leave, read, copy, remove, lesson, progress, setting, forget],
  ),
  { maxLength: 40, size: 'max' },
)

const used: string[] = []
afterEach(async () => {
  for (const database of used.splice(0)) await deleteByHand(database)
})

function onDisk(): Promise<Keep<TestKinds>> {
  const database = freshName()
  used.push(database)
  return open(database)
}

async function play(keep: Keep<TestKinds>, session: readonly Act[]): Promise<Model> {
  const model = new Model()
  for (const act of session) await act(keep, model)
  expect(await look(keep, NAMES)).toEqual(model.everything(NAMES))
  return model
}

describe('a session', () => {
  it('is on disk what it was, also when the page is opened again', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (session) => {
        const keep = await onDisk()
        expect(keep.status).toEqual({ kind: 'disk' })
        const model = await play(keep, session)
        await keep.close()
        const again = await open(used.at(-1) ?? '')
        expect(again.status).toEqual({ kind: 'disk' })
        expect(await look(again, NAMES)).toEqual(model.everything(NAMES))
        await again.close()
      }),
      { numRuns: 60 },
    )
  })

  it('is the same in memory', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (session) => {
        const keep = await openInMemory()
        expect(keep.status).toMatchObject({ kind: 'memory', reason: 'unavailable' })
        await play(keep, session)
      }),
      { numRuns: 200 },
    )
  })

  it('goes into a file and out of it, over whatever there was', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(acts, acts, async (session, other) => {
        const from = await openInMemory()
        const model = await play(from, session)
        const file = await from.exportAll()
        const to = await onDisk()
        await play(to, other)
        expect(await to.importAll(file)).toMatchObject({ ok: true })
        expect(await look(to, NAMES)).toEqual(model.everything(NAMES))
        expect(await (await to.exportAll()).text()).toBe(await file.text())
        await to.close()
      }),
      { numRuns: 40 },
    )
  })
})

describe('what is put', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4)

  it.each([
    ['disk', onDisk],
    ['memory', openInMemory],
  ])('is a copy, on %s', async (_where, make) => {
    const keep = await make()
    const value = { list: [1], bytes: bytes.subarray(1, 3), none: undefined, zero: -0 }
    const done = keep.settings.put('key', value)
    value.list.push(2)
    value.bytes.fill(9)
    await done
    const got = await keep.settings.get('key')
    expect(got).toStrictEqual({ list: [1], bytes: Uint8Array.of(2, 3), zero: 0 })
    bytes.set([1, 2, 3, 4])
    Object.assign(Object(got), { list: 'changed' })
    expect(await keep.settings.get('key')).toMatchObject({ list: [1] })
    await keep.close()
  })

  it('is refused when it cannot be kept, and the disk is not blamed', async () => {
    const keep = await onDisk()
    const deep = Array.from({ length: 300 }).reduce<unknown>((inner) => [inner], 0)
    const circle: Record<string, unknown> = {}
    circle.self = circle
    for (const value of [() => 0, new Date(0), new Map(), Symbol('s'), [undefined], deep, circle]) {
      await expect(keep.settings.put('key', { value })).rejects.toThrow(TypeError)
      await expect(keep.worlds.begin('sandbox', { value })).rejects.toThrow(TypeError)
    }
    expect(keep.status).toEqual({ kind: 'disk' })
    expect(await keep.worlds.list()).toEqual([])
    await keep.close()
  })

  it('is taken as not there when it is not of its kind', async () => {
    const keep = await openGuarded()
    await keep.lessons.put({ hash: 'h', id: 'a', imported: true, lesson: 'bad', at: 0 })
    await keep.progress.put({ lesson: 'a', hash: 'bad', changedMs: 0 })
    await keep.worlds.begin('options', 'bad')
    await keep.worlds.begin('input', 'good')
    await keep.worlds.append('input', { serial: 1, position: 0, request: 'bad' })
    await keep.worlds.begin('good', 'good')
    await keep.worlds.append('good', { serial: 1, position: 0, request: 'good' })
    expect(await keep.lessons.get('h')).toBeNull()
    expect(await keep.lessons.list()).toEqual([])
    expect(await keep.progress.get('a')).toBeNull()
    expect(await keep.worlds.read('options')).toBeNull()
    expect(await keep.worlds.read('input')).toBeNull()
    expect(await keep.worlds.read('good')).toMatchObject({ options: 'good', serial: 1 })
    await keep.close()
  })
})

async function openGuarded(): Promise<Keep<TestKinds>> {
  const { openKeep } = await import('./keep.ts')
  const database = freshName()
  used.push(database)
  return openKeep<TestKinds>({
    name: database,
    guards: {
      lesson: (value): value is unknown => value !== 'bad',
      progress: (value): value is TestKinds['progress'] => Object(value).hash !== 'bad',
      options: (value): value is unknown => value !== 'bad',
      input: (value): value is Input => Object(value).request !== 'bad',
    },
  })
}

describe('worlds', () => {
  it('are not mixed when another page begins one of the same name', async () => {
    const keep = await onDisk()
    const other = await open(used.at(-1) ?? '')
    await keep.worlds.begin('sandbox', 'first')
    expect(await keep.worlds.append('sandbox', { serial: 1, position: 0, request: 1 })).toBe(true)
    await other.worlds.begin('sandbox', 'second')
    expect(await keep.worlds.append('sandbox', { serial: 2, position: 1, request: 2 })).toBe(false)
    expect(await keep.worlds.save('sandbox', { bytes: new Uint8Array(1), serial: 2 }, 0)).toBe(
      false,
    )
    expect(await keep.worlds.leave('sandbox', 5)).toBe(false)
    const kept = { options: 'second', save: null, inputs: [], serial: 0, at: null }
    expect(await other.worlds.read('sandbox')).toEqual(kept)
    await keep.close()
    await other.close()
  })

  it('are of whoever claimed them last, where no lock says whose they are', async () => {
    const name = freshName()
    const [first, second] = [await open(name), await open(name)]
    await first.worlds.begin('sandbox', 'options')
    expect(await second.worlds.read('sandbox', true)).toMatchObject({ options: 'options' })
    const input = { serial: 1, position: 0, request: 1 }
    expect(await first.worlds.append('sandbox', input)).toBe(false)
    expect(await second.worlds.append('sandbox', input)).toBe(true)
    // Who only looks takes nothing away.
    await first.worlds.read('sandbox')
    expect(await second.worlds.append('sandbox', { ...input, serial: 2, position: 1 })).toBe(true)
  })

  it('keep with a save where their clock stands', async () => {
    const keep = await onDisk()
    await keep.worlds.begin('sandbox', null, { at: 5 })
    await keep.worlds.save('sandbox', { bytes: new Uint8Array(1), serial: 0 }, 7)
    expect(await keep.worlds.read('sandbox')).toMatchObject({ at: 7, save: { serial: 0 } })
    await keep.close()
  })

  it('keep of a save no more than its own bytes', async () => {
    const keep = await onDisk()
    await keep.worlds.begin('sandbox', null)
    const part = new Uint8Array(1000).subarray(10, 12)
    await keep.worlds.save('sandbox', { bytes: part, serial: 0 }, 0)
    const kept = await keep.worlds.read('sandbox')
    expect(kept?.save?.bytes.buffer.byteLength).toBe(2)
    await keep.close()
  })
})

describe('everything', () => {
  it.each([
    ['disk', onDisk],
    ['memory', openInMemory],
  ])('can be deleted, on %s', async (_where, make) => {
    const keep = await make()
    const { kind } = keep.status
    await keep.worlds.begin('sandbox', null)
    await keep.settings.put('theme', 'dark')
    expect(await keep.clear()).toBe(true)
    expect(await look(keep, ['theme'])).toEqual({
      lessons: [],
      progress: [],
      settings: [undefined],
      worlds: {},
    })
    expect(keep.status.kind).toBe(kind)
    expect(await keep.worlds.append('sandbox', { serial: 1, position: 0, request: 1 })).toBe(false)
    await keep.close()
  })

  it('is measured, and asked to stay', async () => {
    const keep = await onDisk()
    expect(typeof (await keep.persist())).toBe('boolean')
    const room = await keep.estimate()
    expect(room?.quota).toBeGreaterThan(room?.used ?? 0)
    await keep.close()
  })
})
