/**
 * `wait`: asking again until something is so.
 *
 * Models botocore's waiters: acceptors in their order, and their words when a wait fails. The first ask is a
 * call like any other. Then cloud time runs from event to event, and each time it is asked again without leaving
 * a trace; what the CLI would see at its next poll is seen when it happens. The wait ends where the CLI's would:
 * after (attempts - 1) delays of cloud time. When time stands still because the person stopped it, the wait
 * says so and ends.
 */
import type { Answer } from '../cloud/call.ts'
import { type Duration, duration, seconds } from '../cloud/kernel/instant.ts'
import type { Failure } from '../cloud/kernel/result.ts'
import type { Value } from '../cloud/kernel/value.ts'
import type { Acceptor, Waiter } from '../models/model.ts'
import { ask } from './ask.ts'
import { requestOf, withoutBody } from './call.ts'
import { CommandError, EXIT } from './errors.ts'
import type { Asked } from './input.ts'
import { isList, type Json } from './json.ts'
import { toPlain } from './plain.ts'
import { compileQuery } from './query.ts'
import type { Steps } from './types.ts'

/** What an ask came to, as the acceptors see it. */
interface Seen {
  readonly data: Json
  readonly status: number
  readonly failure: Failure | null
}

/** Events at one instant that a wait passes before it takes time for stopped. */
const MOST_AT_ONCE = 1000

/** Waits. Returns when the waiter succeeds; throws `CommandError` when it fails. `name` is `instance-running`. */
export function* wait(
  asked: Asked,
  name: string,
  waiter: Waiter,
  input: { readonly [member: string]: Value },
): Steps<void> {
  const request = requestOf(asked, input)
  const end = seconds(waiter.delay * Math.max(0, waiter.attempts - 1))
  let elapsed: Duration = duration(0)
  let still = 0
  let seen = seenIn(asked, yield* ask({ kind: 'call', request }))
  let retried: Acceptor | null = null
  for (;;) {
    const acceptor = waiter.acceptors.find((each) => accepts(each, seen))
    if (acceptor?.state === 'success') return
    if (acceptor?.state === 'failure') {
      throw failedWait(name, `Waiter encountered a terminal failure state: ${explain(acceptor)}`)
    }
    if (acceptor === undefined && seen.failure !== null) {
      const { code, message } = seen.failure
      throw failedWait(name, `An error occurred (${code}): ${message}`, seen.failure)
    }
    retried = acceptor ?? retried
    if (elapsed >= end) {
      const before = retried === null ? '' : `. Previously accepted state: ${explain(retried)}`
      throw failedWait(name, `Max attempts exceeded${before}`)
    }
    const { passed, paused } = yield* ask({ kind: 'run', limit: duration(end - elapsed) })
    still = passed > 0 ? 0 : still + 1
    if (paused || still > MOST_AT_ONCE) {
      throw new CommandError(
        EXIT.general,
        `Time stands still, so ${name} cannot come. Let time run, and wait again.`,
      )
    }
    elapsed = duration(elapsed + passed)
    seen = seenIn(asked, yield* ask({ kind: 'peek', request }))
  }
}

function seenIn(asked: Asked, { result }: Answer): Seen {
  const { model } = asked.service
  const row = model.operations[asked.operation]
  if (!result.ok) {
    const failure = withoutBody(asked, result.error)
    return { data: null, status: failure.httpStatus, failure }
  }
  const data = toPlain(result.value, row?.output ?? null, model, asked.env.epoch())
  return { data, status: row?.traits?.http?.[2] ?? 200, failure: null }
}

function accepts({ matcher, argument, expected }: Acceptor, seen: Seen): boolean {
  if (matcher === 'status') return seen.status === expected
  if (matcher === 'error') return seen.failure?.code === expected
  if (seen.failure !== null) return false
  const query = compileQuery(argument ?? '')
  const found = query.ok ? query.value(seen.data) : query
  if (!found.ok) return false
  if (matcher === 'path') return found.value === expected
  if (!isList(found.value) || found.value.length === 0) return false
  const matches = (value: Json): boolean => value === expected
  return matcher === 'pathAll' ? found.value.every(matches) : found.value.some(matches)
}

/** botocore's words, its slips of the pen included. */
function explain({ matcher, argument, expected }: Acceptor): string {
  const value = expected === true ? 'True' : expected === false ? 'False' : String(expected)
  const query = `For expression "${argument}"`
  if (matcher === 'path') return `${query} we matched expected path: "${value}"`
  if (matcher === 'pathAll') return `${query} all members matched excepted path: "${value}"`
  if (matcher === 'pathAny') return `${query} we matched expected path: "${value}" at least once`
  return matcher === 'status'
    ? `Matched expected HTTP status code: ${value}`
    : `Matched expected service error code: ${value}`
}

function failedWait(name: string, reason: string, failure?: Failure): CommandError {
  const camel = name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
  return new CommandError(
    EXIT.general,
    `Waiter ${camel} failed: ${reason}`,
    failure === undefined ? {} : { failure },
  )
}
