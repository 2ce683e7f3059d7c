/** A cloud to try EC2 in: calls by name as the learner's root, and what they answer. */
import { consoleCall, type Members } from '../src/cloud/call.ts'
import { type Cloud, createCloud } from '../src/cloud/cloud.ts'
import { after, seconds } from '../src/cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../src/cloud/kernel/ref.ts'
import type { Failure } from '../src/cloud/kernel/result.ts'

/** Amazon Linux for x86_64 and arm64 in the catalogue. */
export const IMAGE = 'ami-0f3a5c1e7b2d94860'
export const ARM_IMAGE = 'ami-0b92e6d40c8a7f135'

/** The least that launches one instance. */
export const ONE: Members = { ImageId: IMAGE, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }

/** Answers are walked freely in tests; `Found` is any plain value of them. */
export type Found = {
  readonly [member: string]: Found
} & readonly Found[] &
  string

export class Lab {
  readonly cloud: Cloud
  readonly account: string

  constructor(scenario = 'empty', account: string = FIRST_ACCOUNT, seed = 'ec2') {
    this.cloud = createCloud({ seed, scenario })
    this.account = account
  }

  /** What an operation answers; throws when it is refused. */
  call(operation: string, input: Members = {}): Found {
    const { result } = this.cloud.call(consoleCall(this.account, 'ec2', operation, input))
    if (!result.ok) throw new Error(`${operation}: ${result.error.code}: ${result.error.message}`)
    return result.value as unknown as Found
  }

  /** How an operation is refused; throws when it is not. */
  refusal(operation: string, input: Members = {}): Failure {
    const { result } = this.cloud.call(consoleCall(this.account, 'ec2', operation, input))
    if (result.ok) throw new Error(`${operation} was not refused`)
    return result.error
  }

  /** Launches, and returns the ids. */
  launch(count = 1, more: Members = {}): string[] {
    const input = { ...ONE, MinCount: count, MaxCount: count, ...more }
    return this.call('RunInstances', input).Instances?.map((each) => String(each.InstanceId)) ?? []
  }

  /** Lets cloud time pass. */
  wait(length: number): void {
    this.cloud.runUntil(after(this.cloud.now, seconds(length)))
  }

  /** The instance in the answer of DescribeInstances. */
  instance(id: string): Found {
    const found = this.call('DescribeInstances', { InstanceIds: [id] })
    const instance = found.Reservations?.[0]?.Instances?.[0]
    if (instance === undefined) throw new Error(`no instance ${id}`)
    return instance
  }
}
