import { describe, expect, test } from 'vitest'
import { instant } from '../cloud/kernel/instant.ts'
import { labRef } from '../cloud/kernel/ref.ts'
import { HOME } from './hash.ts'
import { Route } from './route.svelte.ts'
import { FakeWindow } from './testing.ts'

describe('the address', () => {
  test('at the start drops an instant that the new world has not come to', () => {
    const target = new FakeWindow('#/sandbox?at=31000000&select=lab:host/h-1')
    const route = new Route(target)
    expect(route.place).toEqual({ ...HOME, room: 'sandbox', select: labRef('host', 'h-1') })
    expect(target.location.hash).toBe('#/sandbox?select=lab:host/h-1')
    const plain = new FakeWindow('#/sandbox')
    expect(new Route(plain).room).toBe('sandbox')
    expect(plain.written).toEqual([])
  })

  test('follows a scrub at most once in half a second, and ends where it ended', () => {
    const target = new FakeWindow()
    const route = new Route(target)
    for (let rest = 1; rest <= 90; rest += 1) {
      route.restAt(instant(rest))
      target.pass(20)
    }
    expect(target.written.length).toBeLessThanOrEqual(4)
    expect(route.written).toBe(false)
    target.pass(500)
    expect(route.written).toBe(true)
    expect(target.location.hash).toBe('#/?at=90')
  })

  test('of somebody who goes elsewhere is not written over by what still happens where they were', () => {
    const target = new FakeWindow('#/learn/eight-seconds')
    const route = new Route(target)
    const end = route.listen()
    target.pass(1000)
    // The browser tells of the change a moment later than it makes it.
    target.location.hash = '#/lessons'
    route.restAt(instant(5))
    target.pass(1000)
    expect(target.location.hash).toBe('#/lessons')
    target.tell('hashchange')
    expect(route.room).toBe('lessons')
    end()
  })

  test('a change of room keeps where one was for Back', () => {
    const target = new FakeWindow()
    const route = new Route(target)
    route.restAt(instant(1))
    route.restAt(instant(2))
    route.goTo('sandbox')
    target.pass(1000)
    expect(target.written.slice(-2)).toEqual(['#/?at=2', '#/sandbox?at=2'])
  })
})
