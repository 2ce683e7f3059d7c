/**
 * Every member of every operation's input is emulated, harmless or refused, and exactly one of them.
 */
import { describe, expect, it } from 'vitest'
import type { MemberRules, Service } from '../src/cloud/operation.ts'
import { ec2 } from '../src/cloud/services/ec2/index.ts'
import { lab } from '../src/cloud/services/lab/index.ts'
import { s3 } from '../src/cloud/services/s3/index.ts'
import { sts } from '../src/cloud/services/sts/index.ts'
import { models, type ServiceName } from '../src/models/index.ts'
import { labModel, SESSION_OPERATIONS } from '../src/models/lab.ts'
import { membersOf } from '../tools/models/members.ts'

const services: readonly (readonly [ServiceName | 'lab', Service])[] = [
  ['ec2', ec2],
  ['sts', sts],
  ['s3', s3],
  ['lab', lab],
]
/** The rows of a service's operations; a session answers some of the lab's. */
const rowsOf = (name: ServiceName | 'lab') =>
  Object.entries((name === 'lab' ? labModel : models[name]).operations).filter(
    ([operation]) => name !== 'lab' || !SESSION_OPERATIONS.includes(operation),
  )

const covers = (rule: string, path: string): boolean =>
  rule === path ||
  (rule.endsWith('.*') && (path === rule.slice(0, -2) || path.startsWith(rule.slice(0, -1))))

const lists = (rules: MemberRules) => [
  ...rules.emulated.map((rule) => ['emulated', rule] as const),
  ...(rules.harmless ?? []).map((rule) => ['harmless', rule] as const),
  ...(rules.refused ?? []).map((rule) => ['refused', rule] as const),
]

describe.each(services)('%s', (name, service) => {
  it('has the operations of its model, and tells which of them read', () => {
    const rows = rowsOf(name)
    expect(Object.keys(service.operations).sort()).toEqual(rows.map(([key]) => key).sort())
    for (const [key, row] of rows)
      expect([key, service.operations[key]?.readOnly]).toEqual([key, row.reads])
  })

  const cases = Object.entries(service.operations).map(([key, { members }]) => ({ key, members }))

  it.each(cases)('$key: each member stands in one list', ({ key, members }) => {
    for (const path of membersOf(name, key)) {
      const found = lists(members).filter(([, rule]) => covers(rule, path))
      expect([path, found.length], JSON.stringify(found)).toEqual([path, 1])
    }
  })

  it.each(cases)('$key: each rule names members of the model', ({ key, members }) => {
    const paths = membersOf(name, key)
    for (const [, rule] of lists(members)) {
      expect([rule, paths.some((path) => covers(rule, path))]).toEqual([rule, true])
    }
    for (const member of members.required ?? []) expect(members.emulated).toContain(member)
  })
})
