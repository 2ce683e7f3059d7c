import { describe, expect, test } from 'vitest'
import type { Answer } from '../cloud/call.ts'
import { duration, minutes, seconds } from '../cloud/kernel/instant.ts'
import { ok } from '../cloud/kernel/result.ts'
import { lessonLine } from './lessonLine.ts'
import type { Effect, LineResult, Steps } from './types.ts'

const DONE: LineResult = { exitCode: 0, stdout: 'done', stderr: '', error: null }

/** A line that asks for time, `parts` of it one after the other. */
function* waits(parts: readonly number[]): Steps<LineResult> {
  for (const part of parts) yield { kind: 'run', limit: seconds(part) }
  return DONE
}

function* asks(effect: Effect): Steps<LineResult> {
  const answer = (yield effect) as Answer['result']
  return { ...DONE, stdout: answer.ok ? 'ok' : answer.error.code }
}

/** Runs a line; time passes as it is asked for, or a part of that. */
function played(line: Steps<LineResult>, part = 1) {
  const asked: Effect[] = []
  let passed = 0
  const steps = lessonLine(line)
  let step = steps.next()
  while (step.done !== true) {
    const effect = step.value
    asked.push(effect)
    if (effect.kind !== 'run') step = steps.next(ok({}))
    else {
      passed += effect.limit * part
      step = steps.next({ passed: duration(effect.limit * part), paused: false })
    }
  }
  return { result: step.value, asked, passed }
}

describe('a line of a lesson’s', () => {
  test('waits as long as it likes within its bound', () => {
    expect(played(waits([60, 60, 60, 60, 60]))).toMatchObject({ result: DONE, passed: minutes(5) })
  })

  test('ends with a sentence when its waits come to more, however they are cut', () => {
    const sentence =
      'A lesson’s line waits for at most 5 minutes of cloud time in all, and it has not come.'
    for (const parts of [[400, 1], Array.from({ length: 45 }, () => 60)]) {
      const { result, passed } = played(waits(parts))
      expect(result).toMatchObject({ exitCode: 255, error: { message: sentence } })
      expect(result.stderr).toBe(`\n${sentence}\n`)
      expect(passed).toBe(minutes(5))
    }
  })

  test('has what did not pass of a wait still before it', () => {
    expect(played(waits([200, 200, 200, 200, 200]), 0.25).result).toEqual(DONE)
  })

  test.each(['Fork', 'Load', 'Reset', 'Save'])('does not do %s', (operation) => {
    const { result, asked } = played(asks({ kind: 'session', operation, input: {} }))
    expect([result.stdout, asked]).toEqual(['NotHere', []])
  })

  test('makes time no slower than a person can', () => {
    const at = (Pace: number) =>
      played(asks({ kind: 'session', operation: 'Pace', input: { Pace } }))
    expect([0, 1e-9, 0.1, 60].map((pace) => at(pace).result.stdout)).toEqual([
      ...['InvalidPace', 'InvalidPace', 'ok', 'ok'],
    ])
  })
})
