/**
 * The codec against the AWS SDK for JavaScript: whatever an unmodified client writes of an input is received as
 * that input, and whatever output is written the client reads as that output, for every modelled operation.
 *
 * Independent truth: the SDK's own serialisers and deserialisers, for random values by the models' shapes. Not
 * seen here: members that a lab's model lacks, and bodies in chunks (`verify.test.ts`, `chunked.test.ts`).
 */
import * as ec2 from '@aws-sdk/client-ec2'
import * as s3 from '@aws-sdk/client-s3'
import * as sts from '@aws-sdk/client-sts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CallRequest, Members } from '../src/cloud/call.ts'
import { must } from '../src/cloud/kernel/assert.ts'
import { ok, type Result } from '../src/cloud/kernel/result.ts'
import type { Value } from '../src/cloud/kernel/value.ts'
import { models, type ServiceName } from '../src/models/index.ts'
import { elementsOf, structureOf } from '../src/wire/shapes.ts'
import { clientsFor, handlerFor } from './wireClient.ts'
import { type Limits, pruned, structureValue, toSdk } from './wireValues.ts'

const CLIENTS: Readonly<Record<ServiceName, object>> = { ec2, s3, sts }
const SERVICES = Object.keys(models) as ServiceName[]

/** Sends a command of the SDK, by the operation's name. */
async function send(
  client: object,
  service: ServiceName,
  operation: string,
  input: unknown,
): Promise<Record<string, unknown>> {
  const command: unknown = Reflect.get(CLIENTS[service], `${operation}Command`)
  if (typeof command !== 'function') throw new Error(`the SDK has no ${operation}`)
  const made: unknown = Reflect.construct(command, [input])
  return (client as { send(command: unknown): Promise<Record<string, unknown>> }).send(made)
}

const runs = (operation: string): { numRuns: number } => ({
  numRuns: /Instance/.test(operation) ? 40 : 60,
})

const bucket = fc
  .stringMatching(/^[a-z][a-z0-9]{2,20}$/)
  .filter((name) => !/^(xn|sthree|amzn)/.test(name))
/** Keys that a careless path would lose, and any others. */
const key = fc.oneof(
  fc.constantFrom(
    'a//b',
    './a',
    '../a',
    'a/../b',
    '..',
    '.',
    'a/',
    '/',
    '//',
    ' ',
    '+',
    '%2F',
    'a%2fb',
    '?x',
    '#',
    '__proto__',
    'ä€😀/ü',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
)

/** What the SDK adds by itself or turns into something else. */
const INPUT_LIMITS: Readonly<Record<ServiceName, Limits>> = {
  ec2: { leastItems: 0 },
  sts: { leastItems: 0 },
  s3: {
    leastItems: 1,
    printable: true,
    own: {
      Bucket: bucket,
      Key: key,
      // The SDK hashes keys that a customer gives.
      SSECustomerKey: null,
      SSECustomerKeyMD5: null,
      CopySourceSSECustomerKey: null,
      CopySourceSSECustomerKeyMD5: null,
      // It takes these for instructions, not for members.
      ChecksumAlgorithm: null,
      ChecksumMode: null,
      ContentLength: null,
    },
  },
}

/** Members that the SDK put in, so that they are no part of the comparison. */
function withoutAdded(input: Members, given: Members): Members {
  const added = ['ContentLength', 'ChecksumAlgorithm', 'ContentType']
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => Object.hasOwn(given, name) || !added.includes(name)),
  )
}

describe.each(SERVICES)('what a client of %s writes', (service) => {
  const model = models[service]
  const styles = service === 's3' ? (['s3', 's3Path'] as const) : [service]

  test.each(Object.keys(model.operations))('%s is received as it was meant', async (operation) => {
    const row = model.operations[operation]
    const shape = structureOf(model, row?.input ?? null)
    const received: CallRequest[] = []
    const clients = clientsFor(
      handlerFor((request) => {
        received.push(request)
        return ok({ CopyObjectResult: {}, Body: new Uint8Array() })
      }),
    )
    const inputs = structureValue(model, shape, INPUT_LIMITS[service])
    const property = fc.asyncProperty(inputs, fc.constantFrom(...styles), async (input, style) => {
      // None is the same as an empty one.
      if (shape.members.some(([name]) => name === 'Body')) input.Body ??= new Uint8Array()
      const sdk = toSdk(model, row?.input ?? '', input)
      await send(clients[style], service, operation, sdk)
      const call = must(received.pop(), 'a call')
      expect(call).toMatchObject({ service, operation })
      const expected = service === 's3' ? input : (pruned(input) ?? {})
      expect(withoutAdded(call.input, input)).toEqual(expected)
    })
    await fc.assert(property, runs(operation))
  })
})

const OUTPUT_LIMITS: Readonly<Record<ServiceName, Limits>> = {
  ec2: { leastItems: 0 },
  sts: { leastItems: 0 },
  s3: {
    leastItems: 0,
    own: {
      // The SDK makes it from `Expires`.
      ExpiresString: null,
      // What a body's length is, the wire sees.
      ContentLength: null,
      // A default location is nothing at all, and not an empty text.
      LocationConstraint: fc.constantFrom('eu-west-1', 'EU'),
    },
  },
}

/** An answer of the SDK as plain data: bodies read, its own additions taken away. */
async function plainAnswer(answer: Record<string, unknown>, output: Members): Promise<object> {
  const body = answer.Body as { transformToByteArray(): Promise<Uint8Array> } | undefined
  const more = body === undefined ? {} : { Body: new Uint8Array(await body.transformToByteArray()) }
  const all: Record<string, unknown> = { ...answer, ...more }
  for (const name of [
    '$metadata',
    'ContentLength',
    'ExpiresString',
    'Metadata',
    'ContentType',
    'Body',
  ]) {
    if (output[name] === undefined) delete all[name]
  }
  return all
}

describe.each(SERVICES)('what a client of %s reads', (service) => {
  const model = models[service]

  test.each(Object.keys(model.operations))('%s is answered as it was meant', async (operation) => {
    const output = model.operations[operation]?.output ?? null
    let answer: Result<Members> = ok({})
    const clients = clientsFor(handlerFor(() => answer))
    const outputs = structureValue(model, structureOf(model, output), OUTPUT_LIMITS[service])
    const inputs = {
      Bucket: 'bucket',
      Key: 'key',
      CopySource: 'b/k',
      Delete: { Objects: [{ Key: 'k' }] },
      Body: 'x',
    }
    const property = fc.asyncProperty(outputs, async (value) => {
      const members: Record<string, Value> =
        // A copy's answer without a body is an error to the SDK.
        operation === 'CopyObject' ? { CopyObjectResult: {}, ...value } : value
      answer = ok(members)
      const read = await send(clients[service], service, operation, inputs)
      const sdk = output === null ? {} : toSdk(model, output, members)
      expect(await plainAnswer(read, members)).toEqual(sdk)
    })
    await fc.assert(property, runs(operation))
  })
})

test('the models hold nothing that the codec does not know', () => {
  const traits = new Set<string>()
  for (const { shapes } of Object.values(models)) {
    for (const shape of Object.values(shapes)) {
      expect('key' in shape).toBe(false)
      const members = 'members' in shape ? shape.members : []
      for (const [, , each] of members)
        for (const trait of Object.keys(each ?? {})) traits.add(trait)
      if ('list' in shape) expect(elementsOf([shape.list[0]])).toHaveLength(1)
    }
  }
  const known = [
    'required',
    'xmlName',
    'queryName',
    'xmlFlattened',
    'idempotencyToken',
    'sensitive',
  ]
  const http = [
    'httpLabel',
    'httpPayload',
    'httpHeader',
    'httpQuery',
    'httpPrefixHeaders',
    'streaming',
  ]
  const xml = ['xmlAttribute', 'xmlNamespace']
  expect([...traits].filter((trait) => ![...known, ...http, ...xml].includes(trait))).toEqual([])
})
