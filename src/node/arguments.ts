/**
 * What `npm run endpoint -- …` was asked for.
 *
 * Every option may be written `--name value` or `--name=value`; the last of two wins.
 */

/** Cloud seconds a second of each pace by name; `manual` moves only by `Lab.Advance`. */
export const PACES = { real: 1, fast: 600, manual: 0 } as const

/** How the endpoint runs. */
export interface EndpointArguments {
  /** 0 lets the system pick one */
  readonly port: number
  readonly auth: 'verify' | 'open'
  readonly defaults: 'modern' | 'legacy'
  readonly pace: keyof typeof PACES
  readonly journal: boolean
}

/** Parsed, or why not, or asked for help. */
export type ParsedArguments =
  | { readonly kind: 'run'; readonly options: EndpointArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly why: string }

export const USAGE = `Usage: npm run endpoint -- [--port N] [--auth verify|open] [--defaults modern|legacy]
                          [--pace real|fast|manual] [--journal]

  --port N      the port on 127.0.0.1; 0 (the default) picks a free one
  --auth        verify (the default) checks every signature; open takes any, and requests without one;
                a 12-digit access key is then an account of its own
  --defaults    modern (the default), or legacy: S3's defaults from before April 2023
  --pace        real (the default): cloud time follows the clock; fast: 600 times as fast;
                manual: only Lab.Advance moves it
  --journal     keep every call, so that Lab.Seek, Fork, Save and Load work; it takes memory
`

const DEFAULTS: EndpointArguments = {
  port: 0,
  auth: 'verify',
  defaults: 'modern',
  pace: 'real',
  journal: false,
}

const CHOICES = {
  '--auth': ['verify', 'open'],
  '--defaults': ['modern', 'legacy'],
  '--pace': Object.keys(PACES),
} as const

/** Reads the words after the program's name. */
export function parseArguments(words: readonly string[]): ParsedArguments {
  let options: EndpointArguments = DEFAULTS
  const left = words.flatMap((word) => {
    const cut = word.startsWith('--') ? word.indexOf('=') : -1
    return cut < 0 ? [word] : [word.slice(0, cut), word.slice(cut + 1)]
  })
  while (left.length > 0) {
    const name = left.shift() ?? ''
    if (name === '--help' || name === '-h') return { kind: 'help' }
    if (name === '--journal') {
      options = { ...options, journal: true }
      continue
    }
    if (name !== '--port' && !Object.hasOwn(CHOICES, name)) {
      return { kind: 'wrong', why: `There is no option ${name}.` }
    }
    const value = left.shift()
    const why = name === '--port' ? wrongPort(value) : wrongChoice(name, value)
    if (why !== null) return { kind: 'wrong', why }
    options = { ...options, [name.slice(2)]: name === '--port' ? Number(value) : value }
  }
  return { kind: 'run', options }
}

const wrongPort = (value: string | undefined): string | null =>
  value !== undefined && /^\d{1,5}$/.test(value) && Number(value) <= 65_535
    ? null
    : `--port takes a number from 0 to 65535, not ${value ?? 'nothing'}.`

function wrongChoice(name: string, value: string | undefined): string | null {
  const choices: readonly string[] = CHOICES[name as keyof typeof CHOICES]
  if (value !== undefined && choices.includes(value)) return null
  const known = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
  return `${name} takes ${known}, not ${value ?? 'nothing'}.`
}
