/** A cloud to try S3 in: calls by name as the learner's root, and what they answer. */
import { consoleCall, type Members } from '../src/cloud/call.ts'
import { type Cloud, createCloud } from '../src/cloud/cloud.ts'
import { after, seconds } from '../src/cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../src/cloud/kernel/ref.ts'
import type { Failure } from '../src/cloud/kernel/result.ts'
import type { Defaults } from '../src/cloud/kernel/world.ts'
import type { S3Operations } from '../src/cloud/services/s3/api.ts'

/** Somebody else. */
export const OTHER_ACCOUNT = '444455556666'

/** The bucket that there is, and one of somebody else's. */
export const BUCKET = 'lesson-bucket'
export const THEIRS = 'their-bucket'

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

export class Lab {
  readonly cloud: Cloud

  /** With a bucket of the learner's and one of another account's, both empty. */
  constructor(defaults: Defaults = 'modern') {
    this.cloud = createCloud({ seed: 's3', scenario: 'empty', defaults })
    const created = consoleCall(FIRST_ACCOUNT, 'lab', 'CreateAccount', { Account: OTHER_ACCOUNT })
    if (!this.cloud.call(created).result.ok) throw new Error('no other account')
    this.call('CreateBucket', { Bucket: BUCKET })
    this.call('CreateBucket', { Bucket: THEIRS }, OTHER_ACCOUNT)
  }

  /** What an operation answers; throws when it is refused. */
  call<Name extends keyof S3Operations>(
    operation: Name,
    input: Members = {},
    account = FIRST_ACCOUNT,
  ): S3Operations[Name]['output'] {
    const { result } = this.cloud.call(consoleCall(account, 's3', operation, input))
    if (!result.ok) throw new Error(`${operation}: ${result.error.code}: ${result.error.message}`)
    return result.value as S3Operations[Name]['output']
  }

  /** How an operation is refused; throws when it is not. */
  refusal(operation: string, input: Members = {}, account = FIRST_ACCOUNT): Failure {
    const { result } = this.cloud.call(consoleCall(account, 's3', operation, input))
    if (result.ok) throw new Error(`${operation} was not refused`)
    return result.error
  }

  /** Puts an object into the bucket that there is. */
  put(key: string, text: string, more: Members = {}): S3Operations['PutObject']['output'] {
    return this.call('PutObject', { Bucket: BUCKET, Key: key, Body: bytesOf(text), ...more })
  }

  /** An object of the bucket that there is. */
  get(key: string, more: Members = {}): S3Operations['GetObject']['output'] {
    return this.call('GetObject', { Bucket: BUCKET, Key: key, ...more })
  }

  /** Lets cloud time pass. */
  wait(length: number): void {
    this.cloud.runUntil(after(this.cloud.now, seconds(length)))
  }
}
