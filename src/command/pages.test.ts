import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CallRequest } from '../cloud/call.ts'
import { ok } from '../cloud/kernel/result.ts'
import { runLine } from './testLine.ts'

/** A service that gives `total` tags, at most `MaxResults` (or `most`) at a time. */
const tagsOf =
  (total: number, most: number) =>
  ({ input }: CallRequest) => {
    const start = Number(input.NextToken ?? 0)
    const size = Math.min(Number(input.MaxResults ?? most), most)
    const end = Math.min(start + size, total)
    const Tags = Array.from({ length: end - start }, (_, i) => ({ Key: `k${start + i}` }))
    return ok({ Tags, ...(end < total ? { NextToken: String(end) } : {}) })
  }

function show(options: string, total: number, most: number) {
  const { result, requests } = runLine(`aws ec2 describe-tags ${options}`, {
    call: tagsOf(total, most),
  })
  expect(result.stderr).toBe('')
  const data: { Tags: { Key: string }[]; NextToken?: string } = JSON.parse(result.stdout)
  return { keys: data.Tags.map((tag) => tag.Key), next: data.NextToken, requests }
}

const keys = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `k${from + i}`)

describe('pages', () => {
  test('are put together', () => {
    const { keys: found, next, requests } = show('', 7, 3)
    expect(found).toEqual(keys(0, 7))
    expect(next).toBeUndefined()
    expect(requests.map(({ input }) => input)).toEqual([{}, { NextToken: '3' }, { NextToken: '6' }])
  })

  test('are as large as asked, and one without pagination', () => {
    expect(show('--page-size 5', 7, 10).requests.map(({ input }) => input)).toEqual([
      { MaxResults: 5 },
      { MaxResults: 5, NextToken: '5' },
    ])
    expect(show('--no-paginate', 7, 3)).toMatchObject({ keys: keys(0, 3), next: '3' })
    expect(show('--max-results 2', 7, 3)).toMatchObject({ keys: keys(0, 2), next: '2' })
  })

  test('cut by --max-items have a token in botocore’s form', () => {
    const { next } = show('--max-items 4', 7, 3)
    expect(atob(next ?? '')).toBe('{"NextToken": "3", "boto_truncate_amount": 1}')
    expect(atob(show('--max-items 2', 7, 3).next ?? '')).toBe(
      '{"NextToken": null, "boto_truncate_amount": 2}',
    )
    expect(atob(show('--max-items 3', 7, 3).next ?? '')).toBe('{"NextToken": "3"}')
  })

  test('followed by --starting-token are all the items, each once', () => {
    const numbers = fc.record({
      total: fc.nat({ max: 30 }),
      most: fc.integer({ min: 1, max: 7 }),
      items: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(numbers, ({ total, most, items }) => {
        const found: string[] = []
        let token: string | undefined
        let rounds = 0
        do {
          rounds += 1
          expect(rounds).toBeLessThanOrEqual(total + 1)
          const start = token === undefined ? '' : `--starting-token ${token}`
          const { keys: some, next } = show(`--max-items ${items} ${start}`, total, most)
          expect(some.length).toBeLessThanOrEqual(items)
          found.push(...some)
          token = next
        } while (token !== undefined)
        expect(found).toEqual(keys(0, total))
      }),
    )
  })

  test('start where a service’s own token or one of the old form says', () => {
    expect(show('--starting-token 5', 7, 3).keys).toEqual(keys(5, 7))
    expect(show('--starting-token 3___1', 7, 3).keys).toEqual(keys(4, 7))
  })

  test('end in an error when a token comes again', () => {
    const call = () => ok({ Tags: [], NextToken: 'same' })
    const { result } = runLine('aws ec2 describe-tags', { call })
    expect(result).toMatchObject({
      exitCode: 255,
      stderr:
        "\nError during pagination: The same next token was received twice: {'NextToken': 'same'}\n",
    })
  })

  test('of list-objects go on after the last key', () => {
    const call = ({ input }: CallRequest) =>
      ok(
        input.Marker === undefined
          ? { IsTruncated: true, Contents: [{ Key: 'a' }] }
          : { IsTruncated: false, Contents: [{ Key: 'b' }] },
      )
    const { result, requests } = runLine('aws s3api list-objects --bucket b', { call })
    expect(JSON.parse(result.stdout)).toEqual({ Contents: [{ Key: 'a' }, { Key: 'b' }] })
    expect(requests[1]?.input).toEqual({ Bucket: 'b', Marker: 'a' })
  })
})
