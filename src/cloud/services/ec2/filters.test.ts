/** The filter engine against a model that asks each row each question, and its refusals. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Filter } from './api.ts'
import { type FilterSet, readFilters } from './filters.ts'

interface Row {
  readonly state: string
  readonly groups: readonly string[]
  readonly address: string | null
  readonly tags: readonly { readonly key: string; readonly value: string }[]
}

const SET: FilterSet<Row> = {
  values: {
    state: (row) => row.state,
    group: (row) => row.groups,
    address: (row) => row.address,
  },
  tags: (row) => row.tags,
  absent: ['kernel-id'],
  refused: ['boot-mode'],
}

const word = fc.constantFrom('a', 'b', 'ab', 'ba', '')
const anyRow: fc.Arbitrary<Row> = fc.record({
  state: word,
  groups: fc.array(word, { maxLength: 3 }),
  address: fc.option(word),
  tags: fc.uniqueArray(fc.record({ key: fc.constantFrom('Name', 'k'), value: word }), {
    selector: (tag) => tag.key,
  }),
})
const anyFilter = fc.record({
  Name: fc.constantFrom('state', 'group', 'address', 'tag:Name', 'tag:k', 'tag-key', 'kernel-id'),
  Values: fc.array(fc.constantFrom('a', 'b', 'a*', '?', '*', 'Name', 'ab'), { maxLength: 3 }),
})

/** What a row has, written out anew. */
function has(row: Row, name: string): readonly string[] {
  if (name === 'state') return [row.state]
  if (name === 'group') return row.groups
  if (name === 'address') return row.address === null ? [] : [row.address]
  if (name === 'tag-key') return row.tags.map((tag) => tag.key)
  return row.tags.filter((tag) => `tag:${tag.key}` === name).map((tag) => tag.value)
}

const asExpression = (value: string) =>
  new RegExp(`^${value.replaceAll('*', '.*').replaceAll('?', '.')}$`)

function passes(row: Row, filters: readonly { Name: string; Values: readonly string[] }[]) {
  return filters.every(({ Name, Values }) => {
    const found = has(row, Name)
    if (Values.length === 0) return found.length > 0
    return found.some((text) => Values.some((value) => asExpression(value).test(text)))
  })
}

const refusal = (filters: readonly Filter[]) => {
  const result = readFilters('DescribeThings', SET, filters)
  return result.ok ? null : result.error
}

describe('filters', () => {
  it('agree with the model', () => {
    fc.assert(
      fc.property(fc.array(anyRow), fc.array(anyFilter, { maxLength: 4 }), (rows, filters) => {
        const test = readFilters('DescribeThings', SET, filters)
        if (!test.ok) throw new Error(test.error.message)
        expect(rows.filter(test.value)).toEqual(rows.filter((row) => passes(row, filters)))
      }),
      { numRuns: 1000 },
    )
  })

  it.each(['nope', 'State', 'toString', '__proto__', 'constructor', ''])(
    'refuse the unknown name %j as AWS does',
    (Name) => {
      expect(refusal([{ Name, Values: ['x'] }])).toMatchObject({
        code: 'InvalidParameterValue',
        message: `The filter '${Name}' is invalid`,
        httpStatus: 400,
      })
    },
  )

  it('refuse what the lab does not emulate by name, with a reason', () => {
    expect(refusal([{ Name: 'boot-mode', Values: ['uefi'] }])).toMatchObject({
      code: 'Unsupported',
      reasons: [
        {
          code: 'lab.filter-not-emulated',
          values: { operation: 'DescribeThings', filter: 'boot-mode' },
        },
      ],
    })
  })

  it('keep AWS limits', () => {
    const many = Array.from({ length: 101 }, (_, at) => String(at))
    expect(refusal([{ Name: 'state', Values: many }])).toBeNull()
    expect(
      refusal([
        { Name: 'state', Values: many },
        { Name: 'group', Values: many },
      ]),
    ).toMatchObject({
      code: 'FilterLimitExceeded',
      message: 'The maximum number of filter values specified on a single call is 200',
    })
    expect(refusal([{ Name: 'state', Values: ['x'.repeat(255)] }])).toBeNull()
    expect(refusal([{ Name: 'state', Values: ['x'.repeat(256)] }])).toMatchObject({
      code: 'FilterLimitExceeded',
      message: 'The maximum length for a filter value is 255 characters',
    })
  })
})
