/**
 * One call of an operation, as a command makes it, and what is printed of its answer.
 *
 * Models the CLI's operation caller: the answer, its query, its format. A streamed body goes to the file that
 * the line names. Not modelled: that the CLI tries again what failed on AWS's side; every line is one attempt.
 */
import type { Members } from '../cloud/call.ts'
import type { Failure, Result } from '../cloud/kernel/result.ts'
import type { Value } from '../cloud/kernel/value.ts'
import { SESSION_OPERATIONS } from '../models/lab.ts'
import { streamedMember } from './arguments.ts'
import { ask } from './ask.ts'
import { CommandError, clientError, EXIT, printed } from './errors.ts'
import type { Globals } from './globals.ts'
import type { Asked } from './input.ts'
import type { Json } from './json.ts'
import { format } from './output/index.ts'
import { toPlain } from './plain.ts'
import { bodiless } from './sendable.ts'
import type { LineResult, Span, Steps } from './types.ts'
import { shelfName } from './unpack.ts'

type Input = { readonly [member: string]: Value }

/** Makes the call, or asks the session. Throws `CommandError` with the cloud's refusal. */
export function* makeCall(asked: Asked, input: Input): Steps<Members> {
  const result = yield* resultOf(asked, input)
  if (result.ok) return result.value
  const failure = withoutBody(asked, result.error)
  throw clientError(asked.operation, failure, failureSpan(asked, result.error))
}

function* resultOf(asked: Asked, input: Input): Steps<Result<Members>> {
  const { service, operation } = asked
  if (service.name === 'lab' && SESSION_OPERATIONS.includes(operation)) {
    return yield* ask({ kind: 'session', operation, input })
  }
  const answer = yield* ask({ kind: 'call', request: requestOf(asked, input) })
  return answer.result
}

/** The request that a line makes. */
export function requestOf({ service, operation, globals }: Asked, input: Input) {
  const { caller, context } = globals
  return { service: service.name, operation, input, caller, context }
}

/** A refusal that comes without a body is known by its status alone. */
export function withoutBody({ service, operation }: Asked, failure: Failure): Failure {
  const method = service.model.operations[operation]?.traits?.http?.[0]
  return method === 'HEAD' || failure.httpStatus === 304 ? bodiless(failure) : failure
}

/** Whether a message holds a text with no letter or digit right before or after it. */
function isNamed(message: string, text: string): boolean {
  for (let at = message.indexOf(text); at >= 0; at = message.indexOf(text, at + 1)) {
    const around = message.charAt(at - 1) + message.charAt(at + text.length)
    if (!/[\p{L}\p{N}]/u.test(around)) return true
  }
  return false
}

/** The word that a refusal names, if it is one of the line's. */
function failureSpan(asked: Asked, failure: Failure): Span | null {
  const named = [...asked.parsed.given.values()]
    .flatMap(({ words }) => words)
    .filter(({ text }) => text !== '' && isNamed(failure.message, text))
    .sort((a, b) => b.text.length - a.text.length)
  return named[0]?.at ?? null
}

/** An answer as data; a streamed body is written to the file named by `outfile`. */
export function dataOf(
  asked: Asked,
  output: Members,
): { readonly data: Json; readonly body: string } {
  const { service, operation, env } = asked
  const { model } = service
  const shape = model.operations[operation]?.output ?? null
  const streamed = streamedMember(service, operation)
  const body = streamed === null ? '' : keepBody(asked, output[streamed])
  return { data: toPlain(output, shape, model, env.epoch()), body }
}

/** Writes a body to its file; `/dev/stdout` prints it, `/dev/null` drops it. */
function keepBody({ parsed, env }: Asked, body: Value | undefined): string {
  const name = parsed.given.get('outfile')?.words[0]?.text ?? ''
  const bytes = body instanceof Uint8Array ? body : new Uint8Array()
  if (name === '/dev/stdout') return new TextDecoder().decode(bytes)
  if (name === '/dev/null') return ''
  const written = env.shelf.write(shelfName(name), bytes)
  if (!written.ok) throw new CommandError(EXIT.general, written.error.message)
  return ''
}

/** What is printed of data. Throws `CommandError` for data that the query or the format cannot take. */
export function print(
  data: Json,
  operation: string,
  globals: Globals,
  columns: number,
): LineResult {
  const chosen = globals.query === null ? { ok: true as const, value: data } : globals.query(data)
  const text = chosen.ok ? format(chosen.value, globals.output, { operation, columns }) : chosen
  if (!text.ok) throw new CommandError(EXIT.general, text.error.message)
  return printed(text.value)
}
