/** The theme's promises, computed: text can be read on every surface, and owners can be told apart. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ciede2000, contrast, type Sight, seen } from './testing/colour.ts'
import { OWNER_TOKENS, parseTokens, SURFACE_TOKENS, TEXT_TOKENS, type ThemeName } from './theme.ts'

const themes = parseTokens(readFileSync(new URL('tokens.css', import.meta.url), 'utf8'))
const SIGHTS: readonly Sight[] = ['normal', 'protan', 'deutan']
const colour = (theme: ThemeName, token: string): string => {
  const value = themes[theme][token]
  expect(value, token).toMatch(/^#[0-9a-f]{6}$/)
  return value ?? ''
}
function leastDistance(theme: ThemeName, sight: Sight): number {
  const labs = OWNER_TOKENS.map((token) => seen(colour(theme, token), sight))
  const pairs = labs.flatMap((a, i) => labs.slice(i + 1).map((b) => ciede2000(a, b)))
  return Math.min(...pairs)
}

describe.each(['light', 'dark', 'contrast'] as const)('the %s theme', (theme) => {
  it.each(TEXT_TOKENS)('can write in %s on every surface, 4.5 to 1', (token) => {
    for (const surface of SURFACE_TOKENS) {
      const ratio = contrast(colour(theme, token), colour(theme, surface))
      expect(ratio, `${token} on ${surface}`).toBeGreaterThanOrEqual(4.5)
    }
  })
  it('draws edges and the hypervisor 3 to 1 against every surface', () => {
    for (const token of ['edge', 'hypervisor']) {
      for (const surface of SURFACE_TOKENS) {
        expect(contrast(colour(theme, token), colour(theme, surface))).toBeGreaterThanOrEqual(3)
      }
    }
  })
  it('writes on plates 4.5 to 1', () => {
    const ratio = contrast(colour(theme, 'plate'), colour(theme, 'plate-text'))
    expect(ratio).toBeGreaterThanOrEqual(4.5)
  })
})

describe('the projector’s high contrast', () => {
  it.each(TEXT_TOKENS)('writes in %s 7 to 1 on every surface', (token) => {
    for (const surface of SURFACE_TOKENS) {
      const ratio = contrast(colour('contrast', token), colour('contrast', surface))
      expect(ratio, `${token} on ${surface}`).toBeGreaterThanOrEqual(7)
    }
  })
  it('draws lines that mean something 4.5 to 1, and marks a button’s letters 7 to 1', () => {
    for (const surface of SURFACE_TOKENS) {
      expect(contrast(colour('contrast', 'line'), colour('contrast', surface))).toBeGreaterThan(4.5)
    }
    expect(contrast(colour('contrast', 'paper'), colour('contrast', 'ink'))).toBeGreaterThan(7)
  })
})

describe('owners, told apart by colour alone', () => {
  /**
   * Least distance of any pair: measured with Machado's matrices 15.59 in light and 12.51 in dark, both
   * between owners 3 and 4 as deutan people see them. LOOK.md states 14 and 10.6, by another simulation.
   */
  it.each([
    ['light', 15.5],
    ['dark', 12.4],
    ['contrast', 15.5],
  ] as const)('keep their distance in the %s theme', (theme, least) => {
    for (const sight of SIGHTS) {
      expect(leastDistance(theme, sight), sight).toBeGreaterThanOrEqual(least)
    }
  })
})
