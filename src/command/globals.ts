/**
 * The options that every command of the CLI takes.
 *
 * Emulated: `--output` (json, text, table), `--query`, `--region`, `--no-paginate`, `--no-sign-request`,
 * `--cli-binary-format`, `--version`. Taken and without effect, because the lab has no network, pager or colour:
 * `--endpoint-url`, `--no-verify-ssl`, `--ca-bundle`, the two time-outs, `--no-cli-pager`, `--color`,
 * `--no-cli-auto-prompt`. Refused by name: `--debug`, `--cli-auto-prompt`, output as YAML, coloured
 * output. There is one set of credentials and no profile.
 */
import type { CallContext, Caller } from '../cloud/call.ts'
import { CommandError, EXIT, type Program } from './errors.ts'
import type { Given, Option, Parsed } from './parser.ts'
import { compileQuery, type Query } from './query.ts'
import type { Environment } from './types.ts'

type Choices = { readonly choices?: readonly string[] }

const option = (name: string, takes: 'one' | 'none', more: Choices = {}): Option => ({
  flag: `--${name}`,
  key: name,
  takes,
  required: false,
  ...more,
})

const SHOWING: readonly Option[] = [
  option('output', 'one', { choices: ['json', 'text', 'table', 'yaml', 'yaml-stream'] }),
  option('query', 'one'),
  option('color', 'one', { choices: ['on', 'off', 'auto'] }),
  option('no-cli-pager', 'none'),
]

/** The options of `aws`, and the fewer ones of `lab`. */
export const GLOBAL_OPTIONS: Readonly<Record<Program, readonly Option[]>> = {
  aws: [
    option('debug', 'none'),
    option('endpoint-url', 'one'),
    option('no-verify-ssl', 'none'),
    option('no-paginate', 'none'),
    ...SHOWING.slice(0, 2),
    option('profile', 'one'),
    option('region', 'one'),
    option('version', 'none'),
    ...SHOWING.slice(2, 3),
    option('no-sign-request', 'none'),
    option('ca-bundle', 'one'),
    option('cli-read-timeout', 'one'),
    option('cli-connect-timeout', 'one'),
    option('cli-binary-format', 'one', { choices: ['base64', 'raw-in-base64-out'] }),
    ...SHOWING.slice(3),
    option('cli-auto-prompt', 'none'),
    option('no-cli-auto-prompt', 'none'),
  ],
  lab: SHOWING,
}

/** What the options that every command takes came to. */
export interface Globals {
  readonly output: 'json' | 'text' | 'table'
  readonly query: Query | null
  readonly context: CallContext
  readonly caller: Caller
  readonly paginate: boolean
  /** blobs in options are Base64, not plain text */
  readonly base64: boolean
}

/** Reads the options that every command takes. Throws `CommandError`. */
export function readGlobals(parsed: Parsed, env: Environment): Globals {
  const word = (key: string): string | null => parsed.given.get(key)?.words[0]?.text ?? null
  refuse(parsed)
  const query = readQuery(parsed.given.get('query'))
  checkEndpoint(parsed.given.get('endpoint-url'))
  const profile = parsed.given.get('profile')
  if (profile !== undefined) {
    const message = `The config profile (${word('profile')}) could not be found`
    throw new CommandError(EXIT.general, message, { at: profile.words[0]?.at ?? profile.at })
  }
  const output = word('output')
  return {
    output: output === 'text' || output === 'table' ? output : 'json',
    query,
    context: { ...env.context, region: word('region') ?? env.context.region },
    caller: parsed.given.has('no-sign-request') ? { kind: 'anonymous' } : env.caller,
    paginate: !parsed.given.has('no-paginate'),
    base64: word('cli-binary-format') !== 'raw-in-base64-out',
  }
}

function readQuery(given: Given | undefined): Query | null {
  const word = given?.words[0]
  if (word === undefined) return null
  const query = compileQuery(word.text)
  if (query.ok) return query.value
  throw new CommandError(EXIT.usage, query.error.message, { at: word.at })
}

function checkEndpoint(given: Given | undefined): void {
  const word = given?.words[0]
  if (word === undefined || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(word.text)) return
  throw new CommandError(
    EXIT.usage,
    `Bad value for --endpoint-url "${word.text}": scheme is missing.  Must be of the form ` +
      'http://<hostname>/ or https://<hostname>/',
    { at: word.at },
  )
}

/** Options that the CLI has and the lab has not, and values of options. */
function refuse(parsed: Parsed): void {
  const is = (key: string, ...texts: readonly string[]): Given | null => {
    const given = parsed.given.get(key)
    if (given === undefined) return null
    return texts.length === 0 || texts.includes(given.words[0]?.text ?? '') ? given : null
  }
  const refused = [
    [is('debug'), 'The lab has no --debug: the inspector shows what a call did.'],
    [is('cli-auto-prompt'), 'The lab has no --cli-auto-prompt. Tab completes a line.'],
    [is('output', 'yaml', 'yaml-stream'), 'The lab prints json, text and table, not YAML.'],
    [is('color', 'on'), 'The lab prints without colour.'],
  ] as const
  for (const [given, message] of refused) {
    if (given !== null) {
      throw new CommandError(EXIT.usage, message, { at: given.words[0]?.at ?? given.at })
    }
  }
}
