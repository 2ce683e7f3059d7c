/**
 * Valid requests of every operation, as the unmodified AWS SDK for JavaScript writes them.
 *
 * Inputs are made from the models: required members always, others now and then, their values from a small
 * dictionary by the member's name, so that many requests are about the same few things and succeed.
 */
import { Readable } from 'node:stream'
import * as ec2 from '@aws-sdk/client-ec2'
import * as s3 from '@aws-sdk/client-s3'
import * as sts from '@aws-sdk/client-sts'
import { models, type ServiceName } from '../../src/models/index.ts'
import { labModel } from '../../src/models/lab.ts'
import type { ServiceModel } from '../../src/models/model.ts'
import type { HttpRequest } from '../../src/wire/http.ts'
import type { Dice } from './dice.ts'
import { BUCKETS, INSTANCE, KEYS, VOLUME } from './words.ts'

const encoder = new TextEncoder()

/** A request as @smithy's clients hand it to their handler: the parts that matter here. */
interface Sent {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

class Captured extends Error {
  constructor(readonly sent: Sent) {
    super('captured')
  }
}

const requestHandler = {
  handle: (sent: Sent) => Promise.reject(new Captured(sent)),
  metadata: { handlerProtocol: 'http/1.1' },
}

const config = {
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:4566',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
  maxAttempts: 1,
  requestHandler: requestHandler as never,
}

interface Sender {
  send(command: never): Promise<unknown>
}
const packages: Readonly<Record<ServiceName, Readonly<Record<string, unknown>>>> = { ec2, sts, s3 }
const clients: Readonly<Record<ServiceName, readonly Sender[]>> = {
  ec2: [new ec2.EC2Client(config)],
  sts: [new sts.STSClient(config)],
  s3: [
    new s3.S3Client({ ...config, forcePathStyle: true }),
    new s3.S3Client({ ...config, endpoint: 'http://s3.localhost:4566' }),
    new s3.S3Client({
      ...config,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    }),
  ],
}

const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )

function targetOf({ path, query = {} }: Sent): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    [value]
      .flat()
      .map((one) =>
        one === null
          ? percentEncoded(name)
          : `${percentEncoded(name)}=${percentEncoded(String(one))}`,
      ),
  )
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return new Uint8Array(body)
  if (!(body instanceof Readable)) return encoder.encode(typeof body === 'string' ? body : '')
  const parts: Buffer[] = []
  for await (const part of body) parts.push(Buffer.from(part))
  return new Uint8Array(Buffer.concat(parts))
}

/** The same in every run: what the client takes from its clock or from chance is fixed. */
async function plain(sent: Sent): Promise<HttpRequest> {
  const headers = new Map(
    Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
  for (const name of headers.keys()) if (name.startsWith('amz-sdk-')) headers.delete(name)
  headers.set('x-amz-date', '20260101T000000Z')
  const claim = headers.get('authorization') ?? ''
  headers.set(
    'authorization',
    claim
      .replace(/\/\d{8}\//, '/20260101/')
      .replace(/Signature=\w+/, `Signature=${'0'.repeat(64)}`),
  )
  const { method } = sent
  return {
    ...{ method, target: targetOf(sent), headers, body: await bytesOf(sent.body) },
    ...{ secure: false, sourceIp: '127.0.0.1' },
  }
}

/** What the SDK sends for an input, or null when it sends nothing. */
async function capture(
  service: ServiceName,
  operation: string,
  input: object,
  dice: Dice,
): Promise<HttpRequest | null> {
  const Command = packages[service][`${operation}Command`] as new (input: object) => never
  try {
    await dice.pick(clients[service]).send(new Command(input))
  } catch (error) {
    if (error instanceof Captured) return await plain(error.sent)
  }
  return null
}

/** Values by member name; a member that is not here takes one by its type. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  Bucket: BUCKETS,
  Key: KEYS,
  CopySource: BUCKETS.flatMap((bucket) => KEYS.map((key) => `${bucket}/${percentEncoded(key)}`)),
  Prefix: ['', 'a', 'a/', 'é', '\u{1f600}'],
  Delimiter: ['/', 'a', '//'],
  Marker: KEYS,
  StartAfter: KEYS,
  EncodingType: ['url'],
  MaxKeys: [0, 1, 2, 1000],
  MaxBuckets: [1, 1000],
  MaxResults: [5, 1000],
  Body: [encoder.encode(''), encoder.encode('hello'), new Uint8Array(5000).fill(7)],
  Range: ['bytes=0-1', 'bytes=-2', 'bytes=3-', 'bytes=9-1'],
  ImageId: ['ami-0f3a5c1e7b2d94860', 'ami-0b92e6d40c8a7f135'],
  ImageIds: ['ami-0f3a5c1e7b2d94860'],
  InstanceType: ['t3.micro', 't3.nano', 't4g.micro'],
  MinCount: [1],
  MaxCount: [1, 2],
  InstanceId: [INSTANCE],
  InstanceIds: [INSTANCE],
  Resources: [INSTANCE, VOLUME],
  VolumeIds: [VOLUME],
  Attribute: ['instanceType', 'disableApiTermination', 'userData'],
  KeyName: ['k1', 'k2'],
  KeyNames: ['k1'],
  KeyType: ['ed25519'],
  Name: ['instance-state-name', 'tag:Name', 'vpc-id'],
  Values: ['running', 'x', '*'],
  ClientToken: ['token-1', 'token-2'],
  ACL: ['private', 'public-read'],
  StorageClass: ['STANDARD', 'GLACIER'],
  ChecksumAlgorithm: ['CRC32', 'CRC32C', 'SHA256', 'CRC64NVME'],
  ChecksumMode: ['ENABLED'],
  MetadataDirective: ['COPY', 'REPLACE'],
  ServerSideEncryption: ['AES256', 'aws:kms'],
  ExpectedBucketOwner: ['123456789012', '111122223333'],
  IfMatch: ['"5d41402abc4b2a76b9719d911017c592"', '*'],
  IfNoneMatch: ['*', '"x"'],
  Account: ['111122223333', '444455556666'],
  By: ['1s', '1m', '2h'],
  Quota: ['standard-vcpus'],
}

/** Members that make every call fail alike, or that the SDK computes. */
const LEFT_OUT =
  /^(SSE|CopySourceSSE|Checksum(?!Algorithm|Mode)|DryRun|ContentMD5|ContentLength|RequestPayer|Grant)/

/** A body, since that is what a request is about; a key's type, since to find large primes takes long. */
const ALWAYS: ReadonlySet<string> = new Set(['Body', 'KeyType'])

class Inputs {
  constructor(
    readonly model: ServiceModel,
    readonly dice: Dice,
  ) {}

  /** A value of a shape or plain type. */
  value(target: string, name: string, depth: number): unknown {
    const known = VALUES[name]
    const shape = this.model.shapes[target]
    if (shape === undefined) return this.plain(target, known)
    if ('members' in shape) return this.structure(target, depth)
    const count = this.dice.below(3)
    if ('list' in shape) {
      return Array.from({ length: count }, () => this.value(shape.list[0], name, depth))
    }
    return Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`k${i}`, this.value(shape.value[0], name, depth)]),
    )
  }

  structure(target: string, depth: number): object {
    const shape = this.model.shapes[target]
    const members = shape !== undefined && 'members' in shape ? shape.members : []
    const chosen = members.filter(
      ([name, , traits]) =>
        traits?.required ||
        traits?.idempotencyToken ||
        ALWAYS.has(name) ||
        (!LEFT_OUT.test(name) && depth < 4 && this.dice.onceIn(name in VALUES ? 3 : 12)),
    )
    return Object.fromEntries(
      chosen.map(([name, type]) => [name, this.value(type, name, depth + 1)]),
    )
  }

  plain(target: string, known: readonly unknown[] | undefined): unknown {
    if (target.endsWith('[]')) return [this.plain(target.slice(0, -2), known)]
    if (target.endsWith('{}')) return { k: this.plain(target.slice(0, -2), known) }
    if (known !== undefined) return this.dice.pick(known)
    switch (target) {
      case 'string':
        return this.dice.pick(['a', 'é ü', '', 'x'.repeat(40), '<&>"'])
      case 'number':
        return this.dice.pick([0, 1, 5, 8, 1000])
      case 'boolean':
        return this.dice.onceIn(2)
      case 'blob':
      case 'stream':
        return this.dice.bytes(this.dice.below(20))
      default:
        return new Date(Date.UTC(2026, 0, 1 + this.dice.below(3)))
    }
  }
}

function labRequest(operation: string, input: object): HttpRequest {
  const headers = new Map([
    ['host', '127.0.0.1:4566'],
    ['content-type', 'application/x-amz-json-1.1'],
    ['x-amz-target', `Lab.${operation}`],
  ])
  const body = encoder.encode(JSON.stringify(input))
  return { method: 'POST', target: '/', headers, body, secure: false, sourceIp: '127.0.0.1' }
}

/** `each` requests of every operation, in the order of services and names. */
export async function captureCorpus(dice: Dice, each: number): Promise<readonly HttpRequest[]> {
  const corpus: HttpRequest[] = []
  for (const service of ['ec2', 'sts', 's3'] as const) {
    const inputs = new Inputs(models[service], dice)
    for (const [operation, { input }] of Object.entries(models[service].operations)) {
      for (let i = 0; i < each; i++) {
        const made = input === null ? {} : inputs.structure(input, 0)
        const request = await capture(service, operation, made, dice)
        if (request !== null) corpus.push(request)
      }
    }
  }
  const inputs = new Inputs(labModel, dice)
  for (const [operation, { input }] of Object.entries(labModel.operations)) {
    if (input !== null) corpus.push(labRequest(operation, inputs.structure(input, 0)))
  }
  return corpus
}
