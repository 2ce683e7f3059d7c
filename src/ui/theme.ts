/**
 * The tokens of `tokens.css` as data, for tests: the style sheet is the one source, and this reads it.
 *
 * It understands what that file uses: custom properties of `:root`, plain or `light-dark(light, dark)`.
 * Media queries are left out, since they only replace values by the user's own.
 */

/** The themes of the tokens; `contrast` is the projector's. */
export type ThemeName = 'light' | 'dark' | 'contrast'
/** Token by name, without its dashes, such as `owner-1`. */
export type Tokens = Readonly<Record<string, string>>

/** Tokens that text may be written in, and the surfaces it may stand on. */
export const TEXT_TOKENS = ['ink', 'ink-2', 'allow', 'deny', 'warn'] as const
export const SURFACE_TOKENS = ['paper', 'panel', 'sunk'] as const
/** The owners' colours, in order: owner n takes colour n mod 4. */
export const OWNER_TOKENS = ['owner-1', 'owner-2', 'owner-3', 'owner-4'] as const

const PROPERTY = /--([\w-]+):\s*([^;]+);/g
const PAIR = /^light-dark\(([^,]+),\s*([^)]+)\)$/

const CONTRAST = ":root[data-theme='contrast'] {"

/** The tokens that a block of its own gives a theme. */
function own(css: string, opening: string): [string, string][] {
  const from = css.indexOf(opening)
  const block = css.slice(from, css.indexOf('\n}', from))
  return [...block.matchAll(PROPERTY)].map(([, name = '', value = '']) => [name, value.trim()])
}

/** The tokens of each theme, from the text of `tokens.css`. */
export function parseTokens(css: string): Readonly<Record<ThemeName, Tokens>> {
  const light: Record<string, string> = {}
  const dark: Record<string, string> = {}
  const root = css.slice(0, css.indexOf('\n}'))
  for (const [, name = '', value = ''] of root.matchAll(PROPERTY)) {
    const pair = PAIR.exec(value.trim())
    light[name] = (pair?.[1] ?? value).trim()
    dark[name] = (pair?.[2] ?? value).trim()
  }
  const contrast = { ...light, ...Object.fromEntries(own(css, CONTRAST)) }
  return { light, dark, contrast }
}
