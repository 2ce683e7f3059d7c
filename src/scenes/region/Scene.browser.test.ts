/** The Region on a real page: keyboard, pointer, instants, and that no text leaves the picture. */
import { describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../../ui/base.css'
import '../../ui/tokens.css'
import { type Instant, instant, milliseconds } from '../../cloud/kernel/instant.ts'
import type { Ref } from '../../cloud/kernel/ref.ts'
import { placementFixture, regionFixture } from './fixture.ts'
import Scene from './Scene.svelte'

const before = regionFixture()
const after = regionFixture(true)
const placement = placementFixture(after)
const launched = after.mine[0]?.ref ?? ''
const at = (ms: number): Instant => instant(milliseconds(ms))
const run = { view: after, placement, showCandidates: true, stages: true, now: at(3000) }

/** The scene in a box of its own, once it is drawn. */
async function draw(props: Parameters<typeof render<typeof Scene>>[1], width = 988, height = 700) {
  const frame = document.createElement('main')
  frame.style.width = `${width}px`
  frame.style.height = `${height}px`
  document.body.replaceChildren(frame)
  await page.viewport(Math.max(width, 400), height)
  const screen = render(Scene, props, { baseElement: frame })
  for (const child of frame.children) if (child instanceof HTMLElement) child.style.height = '100%'
  await expect.poll(() => frame.querySelector('.cell')).not.toBeNull()
  return { frame, ...(await screen) }
}
const focused = () => document.activeElement?.querySelector('title')?.textContent
const mark = (ref: string) => document.querySelector(`[data-ref="${ref}"]`)

describe('the keyboard', () => {
  it('has the hosts as one Tab stop, and arrows that walk', async () => {
    await draw({ view: before, now: at(0) })
    expect(document.querySelectorAll('.cell[tabindex="0"]')).toHaveLength(1)
    await userEvent.tab()
    await userEvent.tab()
    expect(focused()).toMatch(/^host 1\.1, /)
    await userEvent.keyboard('{ArrowRight}{ArrowDown}{ArrowDown}')
    expect(focused()).toMatch(/^host 4\.3, /)
    expect(document.querySelectorAll('.cell[tabindex="0"]')).toHaveLength(1)
  })
  it('predicts with Enter when choosing, and selects otherwise', async () => {
    const onpredict = vi.fn<(ref: Ref) => void>()
    const onselect = vi.fn<(ref: Ref) => void>()
    const props = { view: before, now: at(0), onpredict, onselect }
    const { rerender } = await draw({ ...props, choosing: true })
    document.querySelector<SVGElement>('.cell[tabindex="0"]')?.focus()
    await userEvent.keyboard('{Enter}')
    await rerender({ choosing: false })
    await userEvent.keyboard(' ')
    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}{Enter}')
    const host = before.zones[0]?.racks[0]?.hosts[0]
    expect(onpredict.mock.calls).toEqual([[host?.ref]])
    expect(onselect.mock.calls).toEqual([[host?.ref], [host?.slices[0]?.ref]])
  })
  it('predicts from the list too', async () => {
    const onpredict = vi.fn<(ref: Ref) => void>()
    await draw({ view: before, now: at(0), choosing: true, onpredict })
    await userEvent.selectOptions(page.getByLabelText('Your guess'), 'lab:host/h-0503')
    expect(onpredict).toHaveBeenCalledWith('lab:host/h-0503')
  })
})

describe('the region in words', () => {
  const button = () => page.getByRole('button', { name: 'Describe' })
  const words = () => page.getByRole('region', { name: 'The region in words' })
  it('goes by Escape, from wherever, with the focus back on its button', async () => {
    await draw({ view: before, now: at(0) })
    await userEvent.click(button())
    await expect.element(button()).toHaveAttribute('aria-expanded', 'true')
    await expect.element(words()).toBeVisible()
    document.querySelector<SVGElement>('.cell[tabindex="0"]')?.focus()
    await userEvent.keyboard('{Escape}')
    await expect.element(words()).not.toBeInTheDocument()
    await expect.element(button()).toHaveFocus()
    await expect.element(button()).toHaveAttribute('aria-expanded', 'false')
  })
  it('leaves an Escape alone that is not its own', async () => {
    await draw({ view: before, now: at(0) })
    const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
    document.body.dispatchEvent(key)
    expect(key.defaultPrevented).toBe(false)
  })
  it('goes by a press elsewhere, not by one on itself', async () => {
    await draw({ view: before, now: at(0) })
    await userEvent.click(button())
    await userEvent.click(words())
    await expect.element(words()).toBeVisible()
    await userEvent.click(page.getByRole('heading', { level: 2 }))
    await expect.element(words()).not.toBeInTheDocument()
    await userEvent.click(button())
    await userEvent.click(button())
    await expect.element(words()).not.toBeInTheDocument()
  })
})

describe('a launch', () => {
  it('is a function of the instant, forth and back', async () => {
    const { rerender } = await draw({ ...run, now: at(100) })
    expect(mark(launched)).toBeNull()
    expect(document.querySelectorAll('.candidate')).toHaveLength(0)
    await rerender({ now: at(900) })
    // What draws a launch is fetched when there is one.
    await expect.poll(() => mark(launched)).not.toBeNull()
    await expect.poll(() => document.querySelector('.callout')).not.toBeNull()
    expect(document.querySelectorAll('.candidate')).toHaveLength(5)
    const picture = document.querySelector('svg.picture')?.innerHTML
    await rerender({ now: at(8000) })
    expect(mark(launched)?.classList.contains('slice')).toBe(true)
    await rerender({ now: at(900) })
    expect(document.querySelector('svg.picture')?.innerHTML).toBe(picture)
  })
  it('touches no host while time passes', async () => {
    const { rerender } = await draw(run)
    const hosts = document.querySelector('.hosts')
    if (hosts === null) expect.fail('the hosts are drawn')
    const observer = new MutationObserver(() => {})
    observer.observe(hosts, { subtree: true, childList: true, attributes: true })
    await rerender({ now: at(3050) })
    await rerender({ now: at(5000) })
    expect(observer.takeRecords()).toHaveLength(0)
  })
  it('lists its stages clear of the host', async () => {
    await draw(run)
    // The list is fetched when there is a launch.
    await expect.poll(() => document.querySelector('.callout')).not.toBeNull()
    const callout = document.querySelector('.callout')?.getBoundingClientRect()
    const bar = document.querySelector('.chosen .bar')?.getBoundingClientRect()
    const stage = document.querySelector('.stage')?.getBoundingClientRect()
    if (!callout || !bar || !stage) expect.fail('all three are drawn')
    expect(callout.top >= bar.bottom || callout.bottom <= bar.top).toBe(true)
    expect(callout.left >= stage.left && callout.right <= stage.right).toBe(true)
    expect(callout.top >= stage.top && callout.bottom <= stage.bottom).toBe(true)
  })
})

describe('beside candidates', () => {
  it('no list covers what they are compared by, once the machine runs', async () => {
    const { rerender } = await draw({ ...run, now: at(3000) })
    await expect.poll(() => document.querySelector('.callout')).not.toBeNull()
    const running = after.mine.map((one) => ({ ...one, state: 'running' as const }))
    await rerender({ view: { ...after, mine: running }, now: at(9000) })
    await expect.poll(() => document.querySelector('.callout')).toBeNull()
  })
})

describe('a pointer', () => {
  it('selects a machine, and its host beside it', async () => {
    const onselect = vi.fn<(ref: Ref) => void>()
    await draw({ view: before, now: at(0), onselect })
    const host = before.zones[1]?.racks[1]?.hosts[2]
    const slice = host?.slices[1]
    const press = (selector: string) =>
      document.querySelector(selector)?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    press(`[data-ref="${slice?.ref}"]`)
    press(`[data-ref="${host?.ref}"] .bar`)
    expect(onselect.mock.calls).toEqual([[slice?.ref], [host?.ref]])
  })
})

describe.each([
  [988, 640],
  [934, 400],
  [700, 480],
  [362, 600],
  [300, 480],
])('the text at %i by %i', (width, height) => {
  it('stays in the picture, whole', async () => {
    await draw(run, width, height)
    const stage = document.querySelector('.stage')?.getBoundingClientRect()
    const texts = [...document.querySelectorAll('svg.picture text')]
    expect(texts.length).toBeGreaterThan(2)
    for (const text of texts) {
      const { left, right, top, bottom } = text.getBoundingClientRect()
      const inside = stage && left >= stage.left - 1 && right <= stage.right + 1
      expect(
        inside && top >= stage.top - 1 && bottom <= stage.bottom + 1,
        text.textContent ?? '',
      ).toBe(true)
    }
  })
})
