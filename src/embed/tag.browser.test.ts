/**
 * The tag with a frame that a test speaks for: what it is told, and what a frame that is made anew is told.
 *
 * The page that the frame shows is nobody's; the test says `ready` in its name, and hears what is posted to it.
 */
import { afterEach, expect, test } from 'vitest'
import './tag.ts'

interface Tag extends HTMLElement {
  play(): void
  seek(at: number): void
  getState(): Promise<unknown>
}

afterEach(() => document.querySelector('cloudglass-lab')?.remove())

const frameOf = (tag: Tag) => tag.shadowRoot?.querySelector('iframe') ?? null

/** A tag in the page, once its first frame is made. */
async function seen(attributes: Readonly<Record<string, string>>): Promise<Tag> {
  const tag = document.createElement('cloudglass-lab') as Tag
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value)
  document.body.append(tag)
  await expect.poll(() => frameOf(tag)).not.toBeNull()
  return tag
}

/** Changes attributes, and waits until the tag has taken them in. */
async function change(tag: Tag, attributes: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value)
  await Promise.resolve()
}

function say(tag: Tag, message: Readonly<Record<string, unknown>>): void {
  const data = { cloudglass: 1, ...message }
  const source = frameOf(tag)?.contentWindow ?? null
  dispatchEvent(new MessageEvent('message', { data, origin: location.origin, source }))
}

/** The frame says that it is ready. Returns what it is told then and later, as it comes. */
function ready(tag: Tag): unknown[] {
  const told: unknown[] = []
  const inner = frameOf(tag)?.contentWindow
  if (inner == null) throw new Error('the tag has no frame')
  inner.postMessage = (message: unknown) => void told.push(message)
  say(tag, { type: 'ready', lesson: null, step: null })
  return told
}

const paramsOf = (tag: Tag) =>
  Object.fromEntries(new URL(frameOf(tag)?.src ?? '').searchParams.entries())

test('a widget that is there is told of what has changed, in its own frame', async () => {
  const tag = await seen({ lesson: 'one' })
  const frame = frameOf(tag)
  const told = ready(tag)
  await change(tag, { lesson: 'two', theme: 'dark' })
  expect(frameOf(tag)).toBe(frame)
  expect(told).toEqual([
    { cloudglass: 1, type: 'goto', lesson: 'two', step: null },
    { cloudglass: 1, type: 'setTheme', theme: 'dark' },
  ])
})

test.each([
  ['lesson', { lesson: 'two' }, { lesson: 'three', title: 'Third' }],
  ['instant', { at: '5' }, { at: '9', title: 'Later' }],
  ['theme', { theme: 'dark' }, { theme: 'light', title: 'Light' }],
])(
  'what was to be told of an earlier %s is not told to a frame that names a later one',
  async (_, one, other) => {
    const tag = await seen({ lesson: 'one' })
    await change(tag, one)
    await change(tag, other)
    expect(paramsOf(tag)).toMatchObject(other)
    expect(ready(tag)).toEqual([])
  },
)

test('what was asked before the widget was there is asked of the next, where that shows the same', async () => {
  const tag = await seen({ lesson: 'one' })
  tag.play()
  await change(tag, { title: 'First', theme: 'dark' })
  expect(ready(tag)).toEqual([{ cloudglass: 1, type: 'play' }])
})

test('what was asked of a widget that was to show something else is not', async () => {
  const tag = await seen({ lesson: 'one' })
  tag.seek(5)
  const refused = expect(tag.getState()).rejects.toThrow('The widget was taken away.')
  await change(tag, { lesson: 'two' })
  await refused
  expect(ready(tag)).toEqual([])
})

test('what a widget says of itself on its way makes no other frame', async () => {
  const tag = await seen({ lesson: 'one', at: '5' })
  const frame = frameOf(tag)
  say(tag, { type: 'step', lesson: 'one', step: 'first', state: 'ready', at: 5 })
  await Promise.resolve()
  expect([frameOf(tag), tag.getAttribute('step')]).toEqual([frame, 'first'])
})

test('what is taken away before the widget is there is not in the address of its next frame', async () => {
  const tag = await seen({ lesson: 'one', at: '5' })
  expect(paramsOf(tag)).toMatchObject({ at: '5' })
  tag.removeAttribute('at')
  await Promise.resolve()
  expect(paramsOf(tag)).not.toHaveProperty('at')
  const frame = frameOf(tag)
  await change(tag, { lesson: 'one' })
  expect(frameOf(tag)).toBe(frame)
})
