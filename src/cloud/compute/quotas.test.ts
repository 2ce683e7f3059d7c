import { describe, expect, it } from 'vitest'
import { instant } from '../kernel/instant.ts'
import { bucketOf, quotaOf, quotaRoom, vcpusInUse } from './quotas.ts'
import { ACCOUNT, testWorld, tryLaunch, value, wait } from './testing.ts'
import { instanceTypes, typeOf } from './types.ts'

describe('the bucket of a type', () => {
  it.each([
    ['t3.micro', 'standard-vcpus'],
    ['i3en.large', 'standard-vcpus'],
    ['h1.2xlarge', 'standard-vcpus'],
    ['z1d.large', 'standard-vcpus'],
    ['g4dn.xlarge', 'g-and-vt-vcpus'],
    ['vt1.3xlarge', 'g-and-vt-vcpus'],
    ['p5.48xlarge', 'p-vcpus'],
    ['x2iedn.32xlarge', 'x-vcpus'],
    ['inf2.xlarge', 'inf-vcpus'],
    ['trn1.2xlarge', 'trn-vcpus'],
    ['f2.6xlarge', 'f-vcpus'],
    ['hpc7g.16xlarge', 'hpc-vcpus'],
    ['u-6tb1.112xlarge', 'high-memory-vcpus'],
  ])('%s counts in %s', (type, bucket) => expect(bucketOf(type)).toBe(bucket))

  it('is Standard only for the families A, C, D, H, I, M, R, T, Z', () => {
    const standard = instanceTypes.filter((type) => bucketOf(type.type) === 'standard-vcpus')
    for (const type of standard) expect(type.type).toMatch(/^[acdhimrtz]\d/)
  })
})

describe('a quota', () => {
  it("is AWS's for a new account unless the scenario sets it", () => {
    const world = testWorld(instant(0), { 'p-vcpus': 96 })
    expect(quotaOf(world, ACCOUNT, 'standard-vcpus')).toBe(5)
    expect(quotaOf(world, ACCOUNT, 'g-and-vt-vcpus')).toBe(0)
    expect(quotaRoom(world, ACCOUNT, typeOf('p4d.24xlarge'))).toBe(1)
  })

  it('counts pending and running instances of its bucket', () => {
    const world = testWorld()
    value(tryLaunch(world, 't3.micro', { minCount: 2, maxCount: 2 }))
    wait(world, 10)
    value(tryLaunch(world, 'm5.4xlarge'))
    value(tryLaunch(world, 'g4dn.xlarge'))
    expect(vcpusInUse(world, ACCOUNT, 'standard-vcpus')).toBe(20)
    expect(vcpusInUse(world, ACCOUNT, 'g-and-vt-vcpus')).toBe(4)
    expect(quotaRoom(world, ACCOUNT, typeOf('t3.micro'))).toBe(490)
  })
})
