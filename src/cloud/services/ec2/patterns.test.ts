/** Wildcards against a slow matcher that tries every split. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matches, readPattern } from './patterns.ts'

/** By the definition: `*` takes nothing, or one character and itself again. */
function naive(pattern: string, text: string): boolean {
  const [first = '', second = ''] = pattern
  if (pattern === '') return text === ''
  if (first === '\\' && second !== '' && '*?\\'.includes(second)) {
    return text.startsWith(second) && naive(pattern.slice(2), text.slice(1))
  }
  if (first === '*') {
    return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)))
  }
  return (
    text !== '' && (first === '?' || first === text[0]) && naive(pattern.slice(1), text.slice(1))
  )
}

const few = (letters: string, most: number) =>
  fc.string({ unit: fc.constantFrom(...letters), maxLength: most })

describe('wildcards', () => {
  it('agree with the definition', () => {
    fc.assert(
      fc.property(few('ab*?\\', 8), few('ab*?\\', 8), (pattern, text) => {
        expect(matches(readPattern(pattern), text)).toBe(naive(pattern, text))
      }),
      { numRuns: 3000 },
    )
  })

  it('find themselves when escaped', () => {
    fc.assert(
      fc.property(few('ab*?\\', 12), (text) => {
        const escaped = text.replace(/[*?\\]/g, '\\$&')
        expect(matches(readPattern(escaped), text)).toBe(true)
        expect(matches(readPattern(escaped), `${text}x`)).toBe(false)
      }),
    )
  })

  it.each([
    ['web-*', 'web-01', true],
    ['web-*', 'Web-01', false],
    ['web-?', 'web-10', false],
    ['', '', true],
    ['*', '', true],
    ['\\*amazon\\?\\\\', '*amazon?\\', true],
    ['?', '\u{1f600}', true],
  ])('%s against %s', (pattern, text, expected) => {
    expect(matches(readPattern(pattern), text)).toBe(expected)
  })

  it('are fast where a naive matcher is not', () => {
    const pattern = readPattern('*a'.repeat(40))
    expect(matches(pattern, `${'a'.repeat(200)}b`)).toBe(false)
  })
})
