/**
 * A story told by the unmodified AWS SDK for JavaScript: machines, buckets and objects, and what goes wrong.
 */
import { Readable } from 'node:stream'
import {
  CreateKeyPairCommand,
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeTagsCommand,
  EC2ServiceException,
  ModifyInstanceAttributeCommand,
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  waitUntilInstanceRunning,
  waitUntilInstanceTerminated,
} from '@aws-sdk/client-ec2'
import {
  BucketAlreadyExists,
  ChecksumAlgorithm,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
  PutBucketAclCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
  waitUntilBucketExists,
  waitUntilObjectNotExists,
} from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import * as barrel from '../src/app/sdk/barrel.ts'
import type { SdkHandler } from '../src/app/sdk/handler.ts'
import { consoleCall } from '../src/cloud/call.ts'
import { LIMITS } from '../src/cloud/kernel/limits.ts'
import { learner } from '../src/cloud/scenarios/scenario.ts'
import { models } from '../src/models/index.ts'
import type { HttpRequest } from '../src/wire/http.ts'
import { presign } from '../src/wire/sigv4.ts'
import { type SdkLab, sdkLab } from './sdk.ts'

/** How an SDK's exception looks to who catches it. */
async function refusal(
  promise: Promise<unknown>,
): Promise<S3ServiceException | EC2ServiceException> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof S3ServiceException || error instanceof EC2ServiceException) return error
  throw new Error(`not refused as the SDK refuses: ${error}`)
}

async function launch({ ec2 }: SdkLab, count: number): Promise<string[]> {
  const images = await ec2.send(
    new DescribeImagesCommand({
      Owners: ['amazon'],
      Filters: [{ Name: 'architecture', Values: ['x86_64'] }],
    }),
  )
  const ImageId = images.Images?.[0]?.ImageId
  const command = { ImageId, InstanceType: 't3.micro' as const, MinCount: count, MaxCount: count }
  const { Instances = [] } = await ec2.send(new RunInstancesCommand(command))
  return Instances.map((each) => each.InstanceId ?? '')
}

/** Waits at once: cloud time passes whenever the SDK asks. */
const patience = <Client extends SdkLab['ec2'] | S3Client>(client: Client) => ({
  client,
  maxWaitTime: 20,
  minDelay: 0.001,
  maxDelay: 0.001,
})

/** The client's lab with cloud time passing at each request. */
const busily = (lab: SdkLab, by: number): void => {
  lab.ec2.middlewareStack.add(
    (next) => (args) => {
      lab.advance(by)
      return next(args)
    },
    { step: 'initialize' },
  )
}

it('the page has a command for each operation of the models, and no other', () => {
  const operations = [models.ec2, models.s3, models.sts].flatMap((model) =>
    Object.keys(model.operations).map((name) => `${name}Command`),
  )
  const clients = ['EC2Client', 'S3Client', 'STSClient']
  expect(Object.keys(barrel).sort()).toEqual([...operations, ...clients].sort())
})

describe('machines', () => {
  it('are launched, waited for, stopped, tagged, protected and terminated', async () => {
    const lab = sdkLab()
    const { ec2, sts } = lab
    const who = await sts.send(new GetCallerIdentityCommand({}))
    expect(who).toMatchObject({ Account: learner.id, Arn: `arn:aws:iam::${learner.id}:root` })
    const [first = '', second = ''] = await launch(lab, 2)
    const asked = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [first] }))
    const instance = asked.Reservations?.[0]?.Instances?.[0]
    expect(instance).toMatchObject({ InstanceType: 't3.micro', State: { Name: 'pending' } })
    expect(instance?.LaunchTime).toEqual(new Date(lab.nowMs()))

    busily(lab, 5)
    const ids = { InstanceIds: [first, second] }
    expect((await waitUntilInstanceRunning(patience(ec2), ids)).state).toBe('SUCCESS')
    await ec2.send(
      new CreateTagsCommand({ Resources: [first], Tags: [{ Key: 'Name', Value: 'grün & <b>' }] }),
    )
    const { Tags } = await ec2.send(new DescribeTagsCommand({}))
    expect(Tags).toEqual([
      { Key: 'Name', Value: 'grün & <b>', ResourceId: first, ResourceType: 'instance' },
    ])
    const { KeyMaterial = '' } = await ec2.send(new CreateKeyPairCommand({ KeyName: 'mine' }))
    expect(KeyMaterial).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)

    const protect = { InstanceId: first, DisableApiTermination: { Value: true } }
    await ec2.send(new ModifyInstanceAttributeCommand(protect))
    const kept = await refusal(ec2.send(new TerminateInstancesCommand(ids)))
    expect(kept.name).toBe('OperationNotPermitted')
    const stopped = await ec2.send(new StopInstancesCommand({ InstanceIds: [second] }))
    expect(stopped.StoppingInstances?.[0]).toMatchObject({
      PreviousState: { Name: 'running' },
      CurrentState: { Name: 'stopping' },
    })
    await ec2.send(
      new ModifyInstanceAttributeCommand({ ...protect, DisableApiTermination: { Value: false } }),
    )
    await ec2.send(new TerminateInstancesCommand(ids))
    expect((await waitUntilInstanceTerminated(patience(ec2), ids)).state).toBe('SUCCESS')
  })

  it('come in pages', async () => {
    const lab = sdkLab()
    const launched = await launch(lab, 12)
    const found: string[] = []
    let pages = 0
    for await (const page of paginateDescribeInstances({ client: lab.ec2, pageSize: 5 }, {})) {
      pages += 1
      const instances = page.Reservations?.flatMap((each) => each.Instances ?? []) ?? []
      found.push(...instances.map((each) => each.InstanceId ?? ''))
    }
    expect(pages).toBe(3)
    expect(found.sort()).toEqual(launched.sort())
    let types = 0
    for await (const page of paginateDescribeInstanceTypes({ client: lab.ec2 }, {})) {
      types += page.InstanceTypes?.length ?? 0
    }
    expect(types).toBeGreaterThan(10)
  })

  it('are refused as the SDK tells of it', async () => {
    const { ec2 } = sdkLab()
    const absent = { InstanceIds: ['i-0123456789abcdef0'] }
    const error = await refusal(ec2.send(new DescribeInstancesCommand(absent)))
    expect(error).toMatchObject({
      name: 'InvalidInstanceID.NotFound',
      message: "The instance ID 'i-0123456789abcdef0' does not exist",
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
    })
    expect(error.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
    const dry = await refusal(ec2.send(new TerminateInstancesCommand({ ...absent, DryRun: true })))
    expect(dry.name).toBe('InvalidInstanceID.NotFound')
  })
})

const textOf = async (s3: S3Client, Key: string): Promise<string | undefined> => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'photos', Key }))
  return Body?.transformToString()
}

describe.each([
  ['path', { forcePathStyle: true }],
  ['virtual-hosted', {}],
])('objects, in the %s style', (_style, settings) => {
  it('are put, read, copied, listed and deleted', async () => {
    const lab = sdkLab()
    const s3 = lab.s3(settings)
    await s3.send(new CreateBucketCommand({ Bucket: 'photos' }))
    expect((await waitUntilBucketExists(patience(s3), { Bucket: 'photos' })).state).toBe('SUCCESS')
    const location = await s3.send(new GetBucketLocationCommand({ Bucket: 'photos' }))
    expect(location.LocationConstraint).toBeUndefined()
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
    expect(Buckets).toMatchObject([{ Name: 'photos', CreationDate: new Date(lab.nowMs()) }])

    const keys = ['a b+c.txt', 'ünï/côdé & <x>.txt', 'dots/.././/end/', '%2F%20', "quo'te!*()"]
    for (const Key of keys) {
      await s3.send(
        new PutObjectCommand({
          Bucket: 'photos',
          Key,
          Body: `content of ${Key}`,
          ContentType: 'text/plain; charset=utf-8',
          CacheControl: 'no-store',
          Metadata: { author: 'someone', 'two-words': 'a  b' },
        }),
      )
      expect(await textOf(s3, Key)).toBe(`content of ${Key}`)
    }
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'photos', Key: 'a b+c.txt' }))
    expect(head).toMatchObject({
      ContentLength: 20,
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'no-store',
      LastModified: new Date(lab.nowMs()),
      ServerSideEncryption: 'AES256',
      Metadata: { author: 'someone', 'two-words': expect.stringMatching(/^a {1,2}b$/) },
    })

    const Key = 'copies/ünï'
    const CopySource = `photos/${encodeURIComponent('ünï/côdé & <x>.txt')}`
    const copied = await s3.send(new CopyObjectCommand({ Bucket: 'photos', Key, CopySource }))
    expect(copied.CopyObjectResult?.ETag).toMatch(/^"[0-9a-f]{32}"$/)
    expect(await textOf(s3, Key)).toBe('content of ünï/côdé & <x>.txt')
    const tags = await s3.send(new GetObjectTaggingCommand({ Bucket: 'photos', Key }))
    expect(tags.TagSet).toEqual([])

    const listed: string[] = []
    const pages = paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket: 'photos' })
    for await (const page of pages)
      listed.push(...(page.Contents ?? []).map((one) => one.Key ?? ''))
    const bytewise = [...keys, Key].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(listed).toEqual(bytewise)

    const deleted = await s3.send(
      new DeleteObjectsCommand({
        Bucket: 'photos',
        Delete: { Objects: [...keys.slice(1), Key].map((each) => ({ Key: each })) },
      }),
    )
    expect(deleted.Deleted?.map((each) => each.Key)).toEqual([...keys.slice(1), Key])
    await s3.send(new DeleteObjectCommand({ Bucket: 'photos', Key: 'a b+c.txt' }))
    const gone = await waitUntilObjectNotExists(patience(s3), {
      Bucket: 'photos',
      Key: 'a b+c.txt',
    })
    expect(gone.state).toBe('SUCCESS')
    await s3.send(new DeleteBucketCommand({ Bucket: 'photos' }))
    expect(await refusal(s3.send(new HeadBucketCommand({ Bucket: 'photos' })))).toBeInstanceOf(
      NotFound,
    )
  })

  it.each(Object.values(ChecksumAlgorithm).filter((name) => /^(CRC|SHA(1|256)$)/.test(name)))(
    'keep the checksum %s of bytes and streams, and the client checks it',
    async (name) => {
      const s3 = sdkLab().s3({ ...settings, requestStreamBufferSize: 65_536 })
      await s3.send(new CreateBucketCommand({ Bucket: 'photos' }))
      const bytes = Uint8Array.from({ length: 150_000 }, (_, at) => (at * 31) & 255)
      const stream = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)])
      const puts = [
        { Key: 'bytes', Body: bytes },
        { Key: 'stream', Body: stream, ContentLength: bytes.length },
      ]
      const found: unknown[] = []
      for (const put of puts) {
        const target = { Bucket: 'photos', Key: put.Key }
        await s3.send(new PutObjectCommand({ ...put, ...target, ChecksumAlgorithm: name }))
        const got = await s3.send(new GetObjectCommand({ ...target, ChecksumMode: 'ENABLED' }))
        expect(Buffer.compare(await (got.Body?.transformToByteArray() ?? bytes), bytes)).toBe(0)
        expect(got.ContentEncoding).toBeUndefined()
        found.push(got[`Checksum${name as 'CRC32'}`])
      }
      expect(found[0]).toMatch(/^[A-Za-z0-9+/]+=*$/)
      expect(found[1]).toBe(found[0])
    },
  )

  it('are given in part, and on conditions', async () => {
    const s3 = sdkLab().s3(settings)
    const target = { Bucket: 'photos', Key: 'digits' }
    await s3.send(new CreateBucketCommand({ Bucket: 'photos' }))
    const { ETag } = await s3.send(new PutObjectCommand({ ...target, Body: '0123456789' }))
    const part = await s3.send(new GetObjectCommand({ ...target, Range: 'bytes=2-4' }))
    expect(part).toMatchObject({ ContentRange: 'bytes 2-4/10', ContentLength: 3 })
    expect(await part.Body?.transformToString()).toBe('234')
    const range = await refusal(s3.send(new GetObjectCommand({ ...target, Range: 'bytes=10-' })))
    expect(range).toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } })
    const known = await refusal(s3.send(new GetObjectCommand({ ...target, IfNoneMatch: ETag })))
    expect(known.$metadata.httpStatusCode).toBe(304)
    const again = new PutObjectCommand({ ...target, Body: 'x', IfNoneMatch: '*' })
    expect((await refusal(s3.send(again))).name).toBe('PreconditionFailed')
  })

  it('are refused as the SDK tells of it', async () => {
    const s3 = sdkLab().s3(settings)
    const send = s3.send.bind(s3) as (command: unknown) => Promise<unknown>
    await s3.send(new CreateBucketCommand({ Bucket: 'photos' }))
    const get = (Bucket: string) => refusal(send(new GetObjectCommand({ Bucket, Key: 'none' })))
    expect(await get('photos')).toBeInstanceOf(NoSuchKey)
    expect(await get('photos')).toMatchObject({
      Key: 'none',
      message: 'The specified key does not exist.',
    })
    expect(await get('elsewhere')).toMatchObject({ name: 'NoSuchBucket', BucketName: 'elsewhere' })
    const { requestId, extendedRequestId } = (await get('photos')).$metadata
    expect([requestId, extendedRequestId]).toEqual([
      expect.stringMatching(/^[0-9A-Z]{16}$/),
      expect.stringMatching(/^[\w+/]{40,}=*$/),
    ])
    await s3.send(new PutObjectCommand({ Bucket: 'photos', Key: 'one', Body: '1' }))
    const full = await refusal(send(new DeleteBucketCommand({ Bucket: 'photos' })))
    expect(full).toMatchObject({ name: 'BucketNotEmpty', $metadata: { httpStatusCode: 409 } })
    const acl = await refusal(send(new PutBucketAclCommand({ Bucket: 'photos', ACL: 'private' })))
    expect(acl).toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
    const list = paginateListObjectsV2({ client: s3 }, { Bucket: 'elsewhere' })
    expect(await refusal(list.next())).toBeInstanceOf(NoSuchBucket)
  })
})

describe('a signature', () => {
  it('by another key is refused, and says what should have been signed', async () => {
    const lab = sdkLab()
    const credentials = { accessKeyId: learner.accessKeyId, secretAccessKey: 'wrong' }
    const wrong = await refusal(lab.s3({ credentials }).send(new ListBucketsCommand({})))
    expect(wrong).toMatchObject({
      name: 'SignatureDoesNotMatch',
      AWSAccessKeyId: learner.accessKeyId,
      StringToSign: expect.stringMatching(/^AWS4-HMAC-SHA256\n/),
      $metadata: { httpStatusCode: 403 },
    })
    const unknown = { accessKeyId: 'AKIDUNKNOWN', secretAccessKey: 'x' }
    const nobody = await refusal(lab.s3({ credentials: unknown }).send(new ListBucketsCommand({})))
    expect(nobody.name).toBe('InvalidAccessKeyId')
    const elsewhere = lab.s3({ region: 'eu-west-1', followRegionRedirects: false })
    const wrongRegion = await refusal(elsewhere.send(new ListBucketsCommand({})))
    expect(wrongRegion.name).toBe('AuthorizationHeaderMalformed')
  })

  it('in a URL is good until cloud time has passed', async () => {
    const lab = sdkLab()
    const s3 = lab.s3()
    await s3.send(new CreateBucketCommand({ Bucket: 'photos' }))
    await s3.send(new PutObjectCommand({ Bucket: 'photos', Key: 'a b', Body: 'shown' }))
    const host = 'photos.s3.us-east-1.amazonaws.com'
    const plain: Pick<HttpRequest, 'method' | 'target' | 'headers'> = {
      method: 'GET',
      target: '/a%20b',
      headers: new Map([['host', host]]),
    }
    const target = presign(plain, {
      credentials: learner,
      region: 'us-east-1',
      service: 's3',
      nowMs: lab.nowMs(),
      expiresSeconds: 600,
    })
    const get = async (path: string): Promise<[number, string]> => {
      const request = { method: 'GET', protocol: 'https:', path, headers: { host } }
      const { response } = await lab.handler.handle(request)
      return [response.statusCode, await new Response(response.body).text()]
    }
    expect(await get(target)).toEqual([200, 'shown'])
    const [forged, why] = await get(target.replace('/a%20b', '/a%20c'))
    expect([forged, why]).toEqual([
      403,
      expect.stringContaining('<Code>SignatureDoesNotMatch</Code>'),
    ])
    lab.advance(601)
    const [status, body] = await get(target)
    expect(status).toBe(403)
    expect(body).toContain('<Message>Request has expired</Message>')
    expect(body).toContain('<X-Amz-Expires>600</X-Amz-Expires>')
  })
})

it('a request that was given up is not made', async () => {
  const lab = sdkLab()
  const sent = lab.s3().send(new CreateBucketCommand({ Bucket: 'photos' }), {
    abortSignal: AbortSignal.abort(),
  })
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' })
  expect((await lab.s3().send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([])
})

describe('a server fault', () => {
  it('is tried again by the client', async () => {
    const lab = sdkLab()
    let attempts = 0
    const requestHandler: SdkHandler = {
      handle(request) {
        attempts += 1
        if (attempts > 2) return lab.handler.handle(request)
        const text =
          '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>'
        return Promise.resolve({
          response: { statusCode: 503, headers: {}, body: new Response(text).body },
        })
      },
    }
    const s3 = lab.s3({ requestHandler })
    const made = await s3.send(new CreateBucketCommand({ Bucket: 'photos' }))
    expect(made.$metadata.attempts).toBe(3)
    expect(attempts).toBe(3)
  })

  it('comes when the world is full, and the client gives up in the end', async () => {
    const lab = sdkLab()
    const s3 = lab.s3({ maxAttempts: 2 })
    await s3.send(new CreateBucketCommand({ Bucket: 'photos' }))
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'photos', Key, Body: '1' }))
    await put('one')
    const { blobs } = lab.cloud.world
    blobs.put(new Uint8Array(LIMITS.blobBytes - blobs.bytes))
    const error = await refusal(put('two'))
    expect(error).toMatchObject({
      name: 'SlowDown',
      $metadata: { httpStatusCode: 503, attempts: 2 },
    })
  })
})

it('a bucket of another account is not yours', async () => {
  const lab = sdkLab()
  const Account = '210987654321'
  lab.cloud.call(consoleCall(learner.id, 'lab', 'CreateAccount', { Account }))
  const credentials = { accessKeyId: Account, secretAccessKey: Account }
  const theirs = new CreateBucketCommand({ Bucket: 'theirs' })
  await lab.s3({ credentials }).send(theirs)
  const error = await refusal(lab.s3().send(theirs))
  expect(error).toBeInstanceOf(BucketAlreadyExists)
})
