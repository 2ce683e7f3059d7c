import { expect, it } from 'vitest'
import { createCloud } from '../cloud.ts'
import { epochOf, toIso } from '../kernel/calendar.ts'
import { findImage, publicImages } from './images.ts'

const EPOCHS = ['2026-01-01T00:00:00Z', '2026-01-01T09:00:00Z', '2031-12-24T17:31:04Z'] as const

it.each(EPOCHS)('was made on the day that its name says, in a world that begins at %s', (iso) => {
  const epoch = epochOf(iso)
  const { world } = createCloud({ seed: 'images', scenario: 'empty', epoch })
  for (const { id, name } of publicImages) {
    const made = findImage(world, id)?.createdAt
    const day = made === undefined ? '' : toIso(epoch, made).slice(0, 10).replaceAll('-', '')
    expect(name, name).toContain(day)
    expect(day).toMatch(/^2025\d{4}$/)
  }
})

it('is never younger than its world', () => {
  const { world } = createCloud({
    seed: 'images',
    scenario: 'empty',
    epoch: epochOf('2020-01-01T00:00:00Z'),
  })
  for (const { id } of publicImages) expect(findImage(world, id)?.createdAt).toBe(0)
})

it('is there in every world there may be', () => {
  for (const year of [1970, 2053, 2054, 2099]) {
    const epoch = epochOf(`${year}-01-01T00:00:00Z`)
    const { world } = createCloud({ seed: 'images', scenario: 'empty', epoch })
    for (const { id } of publicImages)
      expect(findImage(world, id)?.createdAt).toBeLessThanOrEqual(0)
  }
})
