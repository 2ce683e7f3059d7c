/**
 * A set-up as bytes: how a save holds it, and how it is kept with a compiled lesson.
 *
 * What is kept are the calls that a lesson's lines come to, as the build that compiled it worked them out, so that a
 * world begins without the command language. They hold for that build alone: another may name things otherwise,
 * and runs the lines. The text may be a stranger's, so what cannot be read is as if it were not there.
 */

import type { CallRequest } from '../cloud/call.ts'
import { decodeBase64, encodeBase64 } from '../cloud/kernel/base64.ts'
import { EPOCH, instant } from '../cloud/kernel/instant.ts'
import type { JournalEntry } from '../cloud/kernel/journal.ts'
import { DecodeError, Reader, type Value, Writer } from '../cloud/kernel/value.ts'
import { type SetUp, wrongSetUp } from '../cloud/setUp.ts'
import { BUILD } from './build.ts'
import { asRequest } from './save-shapes.ts'

type Input = JournalEntry<CallRequest>

/** A set-up as Base64, with the build that it holds for. */
export function keepSetUp(setUp: SetUp): string {
  const to = new Writer()
  to.text(BUILD)
  writeSetUp(to, setUp)
  return encodeBase64(to.finish())
}

/** The set-up that was kept; null when another build kept it, or nobody can read it. */
export function keptSetUp(kept: string): SetUp | null {
  const bytes = decodeBase64(kept)
  if (bytes === null) return null
  try {
    const from = new Reader(bytes)
    if (from.text() !== BUILD) return null
    const setUp = readSetUp(from)
    from.finish()
    return setUp
  } catch (error) {
    if (error instanceof DecodeError) return null
    throw error
  }
}

/** Writes a set-up, or that there was none. */
export function writeSetUp(to: Writer, setUp: SetUp | undefined): void {
  to.zigzag(setUp?.begins ?? EPOCH)
  writeInputs(to, setUp?.calls ?? [])
}

/** The set-up, or null when the world had none. Throws `DecodeError` for what is none. */
export function readSetUp(from: Reader): SetUp | null {
  const setUp = { begins: instant(from.zigzag()), calls: readInputs(from) }
  if (setUp.begins === EPOCH && setUp.calls.length === 0) return null
  const wrong = wrongSetUp(setUp)
  if (wrong !== null) throw new DecodeError(wrong)
  return setUp
}

/** Writes calls, each with its instant. */
export function writeInputs(to: Writer, inputs: readonly Input[]): void {
  to.varint(inputs.length)
  for (const input of inputs) {
    to.zigzag(input.at)
    to.value(input.request as unknown as Value)
  }
}

/** Calls in the order of their instants. Throws `DecodeError` for what is none. */
export function readInputs(from: Reader): Input[] {
  const inputs: Input[] = []
  for (let left = from.varint(); left > 0; left--) {
    const at = instant(from.zigzag())
    const last = inputs[inputs.length - 1]
    if (last !== undefined && at < last.at) throw new DecodeError('inputs out of order')
    inputs.push({ at, request: asRequest(from.value()) })
  }
  return inputs
}
