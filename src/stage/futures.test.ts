import { describe, expect, it } from 'vitest'
import { consoleCall } from '../cloud/call.ts'
import { instant } from '../cloud/kernel/instant.ts'
import { type Deed, Futures } from './futures.svelte.ts'

/** Takes calls as the world does: each at an instant and its place in the journal. */
function taking(futures: Futures) {
  let serial = 0
  return (at: number, position: number, branched = false): Deed => {
    serial += 1
    const request = consoleCall('1', 's3', 'ListBuckets', {})
    futures.take({ serial, at: instant(at), position, request }, branched)
    const deed = futures.of(request)
    if (deed === undefined) throw new Error('the call was taken')
    return deed
  }
}
const undone = (...deeds: readonly Deed[]) => deeds.map((deed) => deed.undone)

describe('what was done', () => {
  it('is undone by a call in its past, and there again in the other future', () => {
    const futures = new Futures()
    const take = taking(futures)
    const [kept, left] = [take(10, 0), take(20, 1)]
    const branch = take(15, 1, true)
    expect(undone(kept, left, branch)).toEqual([false, true, false])
    const more = take(30, 2)
    futures.change()
    expect(undone(kept, left, branch, more)).toEqual([false, false, true, true])
    futures.change()
    expect(undone(kept, left, branch, more)).toEqual([false, true, false, false])
  })

  it('is told apart at one instant by how many inputs came before', () => {
    const futures = new Futures()
    const take = taking(futures)
    const [first, second] = [take(10, 0), take(10, 1)]
    futures.leave({ at: instant(10), position: 1 })
    expect(undone(first, second, take(10, 1))).toEqual([false, true, false])
  })

  it('in a branch off nothing but time is undone when that is returned to', () => {
    const futures = new Futures()
    const take = taking(futures)
    const [first, old] = [take(10, 0), take(20, 1)]
    take(15, 1, true)
    const newest = take(17, 2, true)
    futures.change()
    expect(undone(first, old, newest)).toEqual([false, true, true])
  })

  it('by an instant, without a call, is undone with what came after', () => {
    const futures = new Futures()
    const take = taking(futures)
    take(10, 0)
    const waited = futures.note(instant(500))
    take(20, 1, true)
    expect(waited.undone).toBe(true)
  })

  it('is no other world’s to bring back', () => {
    const futures = new Futures()
    const take = taking(futures)
    const [stays, left] = [take(10, 0), take(20, 1)]
    futures.leave({ at: instant(10), position: 1 })
    futures.forget()
    futures.change()
    const next = take(5, 0)
    expect(undone(stays, left, next)).toEqual([false, true, false])
    expect(futures.of(consoleCall('1', 's3', 'ListBuckets', {}))).toBeUndefined()
  })
})
