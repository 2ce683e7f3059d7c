/** Pages of the Describe operations: walked, they are the unpaged list; tokens fit their question only. */
import { describe, expect, it } from 'vitest'
import type { Members } from '../src/cloud/call.ts'
import { consoleCall } from '../src/cloud/call.ts'
import { type Found, Lab } from './ec2Lab.ts'

const lab = new Lab()
const Tags = [1, 2, 3].map((n) => ({ Key: `k${n}`, Value: '\ud800' }))
const TagSpecifications = [{ ResourceType: 'instance', Tags }]
for (const count of [3, 7, 1, 4]) lab.launch(count, { TagSpecifications })
lab.wait(90)

const PAGED: readonly (readonly [string, string, Members])[] = [
  ['DescribeInstances', 'Reservations', {}],
  [
    'DescribeInstances',
    'Reservations',
    { Filters: [{ Name: 'launch-index', Values: ['0', '2'] }] },
  ],
  ['DescribeInstanceStatus', 'InstanceStatuses', {}],
  ['DescribeVolumes', 'Volumes', {}],
  ['DescribeNetworkInterfaces', 'NetworkInterfaces', {}],
  ['DescribeTags', 'Tags', {}],
  ['DescribeImages', 'Images', {}],
  ['DescribeSubnets', 'Subnets', {}],
  ['DescribeVpcs', 'Vpcs', {}],
  ['DescribeSecurityGroups', 'SecurityGroups', {}],
  ['DescribeInstanceTypes', 'InstanceTypes', { IncludeUnsupportedInRegion: true }],
]

/** The things of an answer; of reservations, their instances. */
const itemsOf = (answer: Found, member: string): Found[] =>
  [...(answer[member] ?? [])].flatMap((each) =>
    member === 'Reservations' ? [...(each.Instances ?? [])] : [each],
  )

function walk(operation: string, member: string, input: Members, MaxResults: number): Found[][] {
  const pages: Found[][] = []
  let NextToken: string | undefined
  do {
    const answer = lab.call(operation, {
      ...input,
      MaxResults,
      ...(NextToken === undefined ? {} : { NextToken }),
    })
    pages.push(itemsOf(answer, member))
    NextToken = answer.NextToken === undefined ? undefined : String(answer.NextToken)
  } while (NextToken !== undefined && pages.length < 200)
  return pages
}

describe.each(PAGED)('%s', (operation, member, input) => {
  it.each([5, 6, 14, 15, 16, 100])('walked by %i is the unpaged list', (size) => {
    const whole = itemsOf(lab.call(operation, input), member)
    expect(whole.length).toBeGreaterThan(0)
    const pages = walk(operation, member, input, size)
    expect(pages.flat()).toEqual(whole)
    expect(pages).toHaveLength(Math.max(1, Math.ceil(whole.length / size)))
    for (const page of pages.slice(0, -1)) expect(page).toHaveLength(size)
  })
})

describe('a token', () => {
  const first = () => String(lab.call('DescribeInstances', { MaxResults: 5 }).NextToken)

  it.each([
    ['another operation', 'DescribeVolumes', {}],
    [
      'another filter',
      'DescribeInstances',
      { Filters: [{ Name: 'instance-type', Values: ['*'] }] },
    ],
  ])('does not serve %s', (_, operation, input) => {
    const NextToken = first()
    expect(lab.refusal(operation, { ...input, NextToken })).toMatchObject({
      code: 'InvalidParameterValue',
      message: `Value ( ${NextToken} ) for parameter NextToken is invalid. The token is invalid.`,
    })
  })

  it('does not serve another account', () => {
    const region = new Lab('region')
    const NextToken = String(region.call('DescribeSubnets', { MaxResults: 5 }).NextToken ?? first())
    const other =
      region.cloud.scenario.accounts.find((each) => each.id !== region.account)?.id ?? ''
    const request = consoleCall(other, 'ec2', 'DescribeInstances', { NextToken })
    expect(region.cloud.call(request).result.ok).toBe(false)
  })

  it('may be used again, with another size, and when rows have gone', () => {
    const NextToken = first()
    const rest = (size?: number) =>
      itemsOf(
        lab.call('DescribeInstances', { NextToken, ...(size ? { MaxResults: size } : {}) }),
        'Reservations',
      )
    const whole = itemsOf(lab.call('DescribeInstances'), 'Reservations')
    expect(rest()).toEqual(whole.slice(5))
    expect(rest(6)).toEqual(whole.slice(5, 11))
    const gone = String(whole[4]?.InstanceId)
    lab.call('TerminateInstances', { InstanceIds: [gone] })
    lab.wait(4000)
    expect(() => lab.instance(gone)).toThrow('NotFound')
    expect(rest().map((each) => each.InstanceId)).toEqual(
      whole.slice(5).map((each) => each.InstanceId),
    )
  })
})
