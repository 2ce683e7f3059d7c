/** A few hosts and amounts to vote on: the true one is among them, whatever it is. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlacementView } from '../../cloud/views/types.ts'
import { regionFixture } from '../../scenes/region/fixture.ts'
import { amountOffers, pictureOffers } from './offers.ts'

const view = regionFixture(true)
const options = view.zones.flatMap(({ racks }) =>
  racks.flatMap(({ hosts }) => hosts.map(({ ref }) => ref as string)),
)

test('six hosts in the order of the picture: the true one, one’s own, the emptiest', () => {
  fc.assert(
    fc.property(fc.constantFrom(...options), (answer) => {
      const offers = pictureOffers(options, [answer], view, null)
      expect(offers).toHaveLength(Math.min(6, options.length))
      expect(offers).toContain(answer)
      expect(offers).toContain(view.mine.find(({ host }) => host !== null)?.host)
      const places = offers.map((ref) => options.indexOf(ref))
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }),
  )
  expect(pictureOffers(options.slice(0, 2), [options[1] ?? ''], null, null)).toEqual(
    options.slice(0, 2),
  )
})

test('the emptiest is one that could run it: of other hardware none is offered for its room', () => {
  const hosts = view.zones.flatMap(({ racks }) => racks.flatMap((rack) => rack.hosts))
  const emptiest = hosts.toSorted((a, b) => b.vcpus - b.usedVcpus - (a.vcpus - a.usedVcpus))[0]
  if (emptiest === undefined) throw new Error('there are hosts')
  const candidates = hosts.map(({ ref, hardware }, index) => {
    const failed = hardware === emptiest.hardware ? 'hardware' : null
    return { host: ref, failed, rank: failed === null ? index + 1 : null }
  })
  const placement = { candidates } as unknown as PlacementView
  const answer = options.at(-1) ?? ''
  expect(pictureOffers(options, [answer], view, null)).toContain(emptiest.ref)
  expect(pictureOffers(options, [answer], view, placement)).not.toContain(emptiest.ref)
})

test('a month of a stopped machine: nothing, the disk, half, all of it', () => {
  const month = { kind: 'amount', least: 0, most: 12, step: 0.1, within: 0.3 } as const
  const words = { unit: 'dollars', answer: '', right: [], wrong: [] }
  expect(amountOffers({ ...month, ...words }, 0.6312)).toEqual([0, 0.6, 6, 12])
})

test('amounts are apart, by size, and just one is within reach of the truth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), (answer) => {
      const prediction = { kind: 'amount', least: 0, most: 1000, step: 1, within: 20 } as const
      const words = { unit: 'things', answer: '', right: [], wrong: [] }
      const offers = amountOffers({ ...prediction, ...words }, answer)
      expect(offers.filter((one) => Math.abs(one - answer) <= 20)).toEqual([answer])
      expect(offers).toEqual([...new Set(offers)].toSorted((a, b) => a - b))
      expect(offers.length).toBe(4)
    }),
  )
})
