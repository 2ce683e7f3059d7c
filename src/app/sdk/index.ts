/**
 * The AWS SDK for JavaScript in the page: real clients, with the learner's key, over the page's own cloud.
 *
 * Loaded only when it is asked for. Requests are signed and checked by cloud time, so that a presigned URL
 * expires when cloud time passes; nothing leaves the page.
 */
import type { Answer, CallRequest } from '../../cloud/call.ts'
import { epochOf } from '../../cloud/kernel/calendar.ts'
import type { Instant } from '../../cloud/kernel/instant.ts'
import * as commands from './barrel.ts'
import { handlerOver } from './handler.ts'

/** What the SDK needs of the page. */
export interface SdkPage {
  /** the key that the clients sign with */
  readonly accessKeyId: string
  /** where cloud time stands, and the ISO 8601 of its instant 0 */
  clock(): { readonly upTo: Instant; readonly epoch: string }
  secretOf(accessKeyId: string): Promise<string | undefined>
  call(request: CallRequest): Promise<Answer>
}

/** The clients, ready to use, and the commands that the lab emulates. */
export interface Sdk {
  readonly ec2: commands.EC2Client
  readonly s3: commands.S3Client
  readonly sts: commands.STSClient
  readonly commands: typeof commands
}

const TICKS_PER_MS = 10_000

/** Clients over the page's cloud. Rejects when the cloud has no such key. */
export async function openSdk(page: SdkPage): Promise<Sdk> {
  const secretAccessKey = await page.secretOf(page.accessKeyId)
  if (secretAccessKey === undefined) throw new Error(`the cloud has no key ${page.accessKeyId}`)
  const nowMs = (): number => {
    const { upTo, epoch } = page.clock()
    return epochOf(epoch) + Math.floor(upTo / TICKS_PER_MS)
  }
  const requestHandler = handlerOver({
    call: (request) => page.call(request),
    async options(accessKeyId) {
      const secret = await page.secretOf(accessKeyId)
      return {
        nowMs: nowMs(),
        epoch: epochOf(page.clock().epoch),
        auth: 'verify',
        secretOf: (key) => (key === accessKeyId ? secret : undefined),
        newRequestId: () => crypto.randomUUID(),
      }
    },
  })
  const settings = {
    region: 'us-east-1',
    credentials: { accessKeyId: page.accessKeyId, secretAccessKey },
    requestHandler,
  }
  // In a page, blobs and streams have no checksum that the SDK could know before it sends them.
  const requestChecksumCalculation = 'WHEN_REQUIRED' as const
  const sdk: Sdk = {
    ec2: new commands.EC2Client(settings),
    s3: new commands.S3Client({ ...settings, requestChecksumCalculation }),
    sts: new commands.STSClient(settings),
    commands,
  }
  for (const { config } of [sdk.ec2, sdk.s3, sdk.sts]) followClock(config, nowMs)
  return sdk
}

/** Lets a client sign by cloud time. It would correct its clock by answers, but only after a refusal. */
export function followClock(config: { systemClockOffset?: number }, nowMs: () => number): void {
  Object.defineProperty(config, 'systemClockOffset', {
    get: () => nowMs() - Date.now(),
    set: () => {},
  })
}
