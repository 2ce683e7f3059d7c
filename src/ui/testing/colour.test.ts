/** The measure of colour distance against pairs published with it: Sharma, Wu, Dalal (2005), table 1. */
import { describe, expect, it } from 'vitest'
import { ciede2000, contrast, type Lab, seen } from './colour.ts'

const PUBLISHED: readonly (readonly [Lab, Lab, number])[] = [
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615],
  [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
  [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
  [[50, -0.001, 2.49], [50, 0.0009, -2.49], 4.8045],
  [[50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461],
  [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[50, 2.5, 0], [61, -5, 29], 22.8977],
  [[50, 2.5, 0], [56, -27, -3], 31.903],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[63.0109, -31.0961, -5.8663], [62.8187, -29.7946, -4.0864], 1.263],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  [[90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447], 1.4441],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
]

describe('CIEDE2000', () => {
  it.each(PUBLISHED)('gives the published distance of %j and %j', (a, b, distance) => {
    expect(ciede2000(a, b)).toBeCloseTo(distance, 4)
    expect(ciede2000(b, a)).toBeCloseTo(distance, 4)
  })
})

describe('colour conversions', () => {
  it('gives black on white 21 to 1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6)
  })
  it('gives white L* 100 without hue, under every sight', () => {
    for (const sight of ['normal', 'protan', 'deutan'] as const) {
      const [l, a, b] = seen('#ffffff', sight)
      expect(l).toBeCloseTo(100, 2)
      expect(Math.hypot(a, b)).toBeLessThan(0.05)
    }
  })
})
