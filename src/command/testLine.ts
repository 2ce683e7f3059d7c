/** A line without a cloud, for tests: effects are answered by functions, and what was asked is kept. */
import type { CallRequest } from '../cloud/call.ts'
import { CONSOLE_CONTEXT, type Members } from '../cloud/call.ts'
import { DEFAULT_EPOCH } from '../cloud/kernel/calendar.ts'
import { type Duration, duration, EPOCH } from '../cloud/kernel/instant.ts'
import { ok, type Result } from '../cloud/kernel/result.ts'
import { run } from './run.ts'
import type { Effect, EffectAnswers, Environment, LineResult, Shelf } from './types.ts'

/** What stands behind the effects of a line. */
export interface Behind {
  readonly call?: (request: CallRequest) => Result<Members>
  readonly session?: (operation: string, input: Members) => Result<Members>
  readonly run?: (limit: Duration) => { readonly passed: Duration; readonly paused: boolean }
  readonly files?: Readonly<Record<string, Uint8Array | string>>
  readonly variables?: Readonly<Record<string, string>>
  readonly palette?: readonly string[]
}

/** What a line did. */
export interface Done {
  readonly result: LineResult
  /** what it asked for */
  readonly effects: readonly Effect[]
  /** of each statement, as it was done */
  readonly outcomes: readonly LineResult[]
  /** the calls and peeks among them */
  readonly requests: readonly CallRequest[]
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly variables: ReadonlyMap<string, string>
}

/** The token that is filled in where a member wants one. */
export const TOKEN = '00000000-0000-4000-8000-000000000000'

const NO_MODEL_FILE = { source: '', enums: {}, members: {}, operations: {} }

/** Runs a script to its end. */
export function runLine(text: string, behind: Behind = {}): Done {
  const encoder = new TextEncoder()
  const files = new Map(
    Object.entries(behind.files ?? {}).map(([name, content]) => [
      name,
      typeof content === 'string' ? encoder.encode(content) : content,
    ]),
  )
  const variables = new Map(Object.entries(behind.variables ?? {}))
  const steps = run(text, environment(files, variables, behind.palette ?? null))
  const effects: Effect[] = []
  const outcomes: LineResult[] = []
  let step = steps.next()
  while (!step.done) {
    if (step.value.kind === 'done') outcomes.push(step.value.outcome)
    else effects.push(step.value)
    step = steps.next(answer(step.value, behind))
  }
  const requests = effects.flatMap((effect) =>
    effect.kind === 'call' || effect.kind === 'peek' ? [effect.request] : [],
  )
  return { result: step.value, effects, outcomes, requests, files, variables }
}

function answer(effect: Effect, behind: Behind): EffectAnswers[Effect['kind']] {
  if (effect.kind === 'call' || effect.kind === 'peek') {
    const result = behind.call?.(effect.request) ?? ok({})
    return { requestId: '', at: EPOCH, event: null, result }
  }
  if (effect.kind === 'session') {
    return behind.session?.(effect.operation, effect.input) ?? ok<Members>({})
  }
  if (effect.kind === 'done') return null
  if (effect.kind === 'run') {
    return behind.run?.(effect.limit) ?? { passed: duration(effect.limit), paused: false }
  }
  return NO_MODEL_FILE
}

function environment(
  files: Map<string, Uint8Array>,
  variables: Map<string, string>,
  palette: Environment['palette'],
): Environment {
  const shelf: Shelf = {
    read: (name) => files.get(name),
    write: (name, bytes) => {
      files.set(name, bytes)
      return ok(null)
    },
    remove: (name) => void files.delete(name),
    names: () => [...files.keys()].sort(),
    modifiedMs: (name) => (files.has(name) ? DEFAULT_EPOCH : undefined),
  }
  return {
    caller: { kind: 'console', account: '123456789012' },
    context: CONSOLE_CONTEXT,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    epoch: () => DEFAULT_EPOCH,
    nowMs: () => DEFAULT_EPOCH,
    shelf,
    variables,
    columns: 80,
    newToken: () => TOKEN,
    palette,
  }
}
