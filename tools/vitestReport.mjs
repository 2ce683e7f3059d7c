/**
 * A Vitest reporter for `npm test`: what the sum needs, in the file that `CLOUDGLASS_REPORT` names.
 * Vitest's own JSON says nothing of an error that belongs to no test, such as a promise that is
 * refused after its test has ended; such an error is counted here, and named.
 */
import { writeFileSync } from 'node:fs'

/** @typedef {{ passed: number, skipped: number, failures: string[] }} Outcome */

/** The first lines of a message: of a property, that is its counterexample too. */
const LINES = 6

/** @param {{ message?: string, stack?: string }} error */
function said(error) {
  const where = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '))
  const lines = (error.message ?? String(error)).split('\n', LINES).map((line) => line.trim())
  return [...lines, where?.trim()].filter(Boolean).join(' ')
}

export default class VitestReport {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest').SerializedError[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    /** @type {Outcome} */
    const outcome = { passed: 0, skipped: 0, failures: [] }
    for (const module of modules) {
      for (const error of module.errors()) {
        outcome.failures.push(`${module.relativeModuleId}: ${said(error)}`)
      }
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result()
        if (state === 'passed') outcome.passed += 1
        else if (state === 'skipped') outcome.skipped += 1
        else {
          const why = errors[0] ? said(errors[0]) : state
          outcome.failures.push(`${module.relativeModuleId} > ${test.fullName}: ${why}`)
        }
      }
    }
    for (const error of unhandled) outcome.failures.push(`outside a test: ${said(error)}`)
    const file = process.env.CLOUDGLASS_REPORT
    if (!file) throw new Error('CLOUDGLASS_REPORT names no file')
    writeFileSync(file, JSON.stringify(outcome))
  }
}
