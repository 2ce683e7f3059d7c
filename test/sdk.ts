/**
 * The unmodified AWS SDK over a cloud in the same process: every request is signed, verified and answered as over
 * a socket, by the handler that the page has too. Time passes only when a test says so.
 */
import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { EC2Client, S3Client, STSClient } from '../src/app/sdk/barrel.ts'
import { handlerOver, type SdkHandler } from '../src/app/sdk/handler.ts'
import { followClock } from '../src/app/sdk/index.ts'
import { type Cloud, type CloudOptions, createCloud } from '../src/cloud/cloud.ts'
import { after, seconds } from '../src/cloud/kernel/instant.ts'
import { learner } from '../src/cloud/scenarios/scenario.ts'

/** A cloud, and clients of the learner's account. */
export interface SdkLab {
  readonly cloud: Cloud
  readonly ec2: EC2Client
  readonly sts: STSClient
  /** an S3 client, of the virtual-hosted style unless the settings say otherwise */
  s3(settings?: Partial<S3ClientConfig>): S3Client
  /** cloud time, ms since 1970 */
  nowMs(): number
  advance(by: number): void
  readonly handler: SdkHandler
}

/** Clients over a cloud of their own. */
export function sdkLab(options: Partial<CloudOptions> = {}): SdkLab {
  const cloud = createCloud({ seed: 'sdk', scenario: 'empty', ...options })
  const { epoch } = cloud.world
  const nowMs = (): number => epoch + Math.floor(cloud.now / 10_000)
  const handler = handlerOver({
    call: async (request) => cloud.call(request),
    options: async () => ({
      nowMs: nowMs(),
      epoch,
      auth: 'verify',
      secretOf: (key) => cloud.secretOf(key),
      newRequestId: () => crypto.randomUUID(),
    }),
  })
  const settings = {
    region: 'us-east-1',
    credentials: {
      accessKeyId: learner.accessKeyId,
      secretAccessKey: learner.secretAccessKey,
    },
    requestHandler: handler,
  }
  const onTime = <Client extends EC2Client | S3Client | STSClient>(client: Client): Client => {
    followClock(client.config, nowMs)
    return client
  }
  return {
    cloud,
    ec2: onTime(new EC2Client(settings)),
    sts: onTime(new STSClient(settings)),
    s3: (more = {}) => onTime(new S3Client({ ...settings, ...more })),
    nowMs,
    advance: (by) => cloud.runUntil(after(cloud.now, seconds(by))),
    handler,
  }
}
