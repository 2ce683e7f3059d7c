/**
 * What a stranger's export might hold as a world: saves that are none, journals that no page has written. Each with
 * what a worker says of it; null where a world stands all the same.
 */
import type { PlacedInput, Salvage } from '../../src/bridge/protocol.ts'
import { type CallRequest, consoleCall } from '../../src/cloud/call.ts'
import { instant } from '../../src/cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../../src/cloud/kernel/ref.ts'

export type ForgedWorld = readonly [what: string, forged: Partial<Salvage>, said: string | null]

const IMAGE = 'ami-0f3a5c1e7b2d94860'
const launch = consoleCall(FIRST_ACCOUNT, 'ec2', 'RunInstances', {
  ...{ ImageId: IMAGE, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 },
})
const bucket = consoleCall(FIRST_ACCOUNT, 's3', 'CreateBucket', { Bucket: 'forged-bucket' })
const list = consoleCall(FIRST_ACCOUNT, 'ec2', 'DescribeInstances', {})

/** An input as somebody's hand might write it. */
const input = (at: number, request: unknown, position = 0): PlacedInput => ({
  serial: position + 1,
  position,
  at: instant(at),
  request: request as CallRequest,
})
const odd = (more: object): Partial<Salvage> => ({ inputs: [input(1e7, { ...launch, ...more })] })
/** Bytes that look like nothing, by a rule (xorshift). */
function noise(length: number): Uint8Array {
  let state = 0x9e3779b9
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 0xff
  })
}

export const FORGED_WORLDS: readonly ForgedWorld[] = [
  ['a save of 50 MB zeros', { save: new Uint8Array(50e6) }, 'not a Cloudglass save'],
  ['a save of noise', { save: noise(1e5) }, 'This is not a save'],
  ['an empty save', { save: new Uint8Array(0) }, 'This is not a save'],
  ['an input a century before', { inputs: [input(-9e15, launch)] }, null],
  ['a clock a century before', { at: instant(-9e15) }, null],
  [
    'an input at the end of time',
    { inputs: [input(Number.MAX_SAFE_INTEGER, launch)] },
    'an instant is a safe integer of ticks',
  ],
  [
    'fifty machines, and a clock 25 years on',
    {
      inputs: Array.from({ length: 50 }, (_, n) => input(1e7 + n, launch, n)),
      at: instant(8e15),
    },
    null,
  ],
  ['an operation that is not there', odd({ operation: 'Nothing' }), null],
  ['an operation named constructor', odd({ operation: 'constructor' }), null],
  ['a service named __proto__', odd({ service: '__proto__' }), null],
  ['a call without members', odd({ input: null }), 'Cannot convert undefined or null'],
  ['a call by nobody', odd({ caller: undefined }), 'Cannot read properties of undefined'],
  ['members of other types', odd({ input: { ImageId: 7, MinCount: 'x', MaxCount: {} } }), null],
  ['a billion machines', odd({ input: { ...launch.input, MinCount: 1e9, MaxCount: 1e9 } }), null],
  ['a place far ahead in the journal', { inputs: [input(1e7, launch, 1e9)] }, null],
  [
    'an object of 300 MB by its recipe',
    {
      inputs: [
        input(1e7, bucket),
        input(
          2e7,
          {
            ...bucket,
            operation: 'PutObject',
            input: { Bucket: 'forged-bucket', Key: 'k', Body: { length: 3e8, seed: 1 } },
          },
          1,
        ),
      ],
    },
    null,
  ],
  [
    'a world of a scenario named constructor',
    { options: { seed: 's', scenario: 'constructor' } },
    'The lab has no scenario',
  ],
  [
    'a set-up that lets years pass',
    {
      options: {
        seed: 's',
        scenario: 'empty',
        setUp: Array.from({ length: 20 }, () => 'lab advance --by 300d'),
      },
    },
    'a world begins sooner',
  ],
  [
    'a thousand questions',
    { inputs: Array.from({ length: 1000 }, (_, n) => input(1e7 + n, list, n)) },
    null,
  ],
]
