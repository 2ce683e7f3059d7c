/** What stands in the picture's place before a world does: of its own place alone, and where nobody has been. */
import { expect, test } from 'vitest'
import { gateOf } from '../../test/gate.ts'
import { noteHere } from './before.ts'
// A page fetches this when it begins. Fetched with the test, it never comes after its end.
import './learn/kept.ts'
import { Page } from './page.svelte.ts'
import { broken, FakePort, FakeWindow } from './testing.ts'

/** A page of which the world is being opened until the gate lets it go, in vain. */
function held(hash = '') {
  const port = new FakePort()
  const page = new Page(port, new FakeWindow(hash))
  const gate = gateOf<void>()
  port.steered.push(() => gate.promise.then(broken))
  return { page, gate, window: page.window as FakeWindow }
}

test('a first visit expects the first lesson’s region before anything is opened', async () => {
  const { page } = held()
  await page.worlds.expect(page.route.place)
  expect(page.worlds.awaited?.zones).toHaveLength(3)
})

test.each([
  ['by one who has been here', '', true],
  ['at a step, which has a world of its own', '#/learn/eight-seconds/big', false],
  ['in the sandbox', '#/sandbox/eight-seconds', false],
  ['of a lesson that is not there', '#/learn/nowhere', false],
])('nothing is expected %s', async (_who, hash, before) => {
  const { page, window } = held(hash)
  noteHere(window, before)
  await page.worlds.expect(page.route.place)
  expect(page.worlds.awaited).toBeNull()
})

test('what comes when the place was left already is not shown', async () => {
  const { page } = held()
  const expected = page.worlds.expect(page.route.place)
  page.route.goTo('lessons')
  await expected
  expect(page.worlds.awaited).toBeNull()
})

test('a lesson’s region stands while its world is being opened, and no longer', async () => {
  const { page, gate } = held('#/learn/what-stays')
  const shown = page.worlds.show(page.route.place)
  await expect.poll(() => page.worlds.awaited?.zones).toHaveLength(3)
  gate.resolve(undefined)
  await expect(shown).rejects.toThrow('a fault of the page')
  expect(page.worlds.awaited).toBeNull()
})

test('what was expected of one lesson is not shown for the world of another place', async () => {
  const { page } = held()
  await page.worlds.expect(page.route.place)
  void page.worlds.show({ ...page.route.place, room: 'sandbox' })
  expect(page.worlds.awaited).toBeNull()
})
