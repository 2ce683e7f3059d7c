/**
 * How answers look: errors as the AWS SDK's exceptions, the headers that all answers have, and S3's peculiarities.
 * And every operation that the SDK has for S3 is known by name, emulated or not.
 */

import { DescribeInstancesCommand } from '@aws-sdk/client-ec2'
import * as s3 from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import type { Members } from '../src/cloud/call.ts'
import { instant } from '../src/cloud/kernel/instant.ts'
import { type Failure, fail, ok } from '../src/cloud/kernel/result.ts'
import { models } from '../src/models/index.ts'
import type { HttpResponse } from '../src/wire/http.ts'
import { exchange, FORM, httpRequest, REQUEST_ID, scope, textOf } from '../src/wire/testing.ts'
import { clientsFor, handlerFor } from './wireClient.ts'

/** What a client throws when its call is refused so. */
async function thrown(
  failure: Partial<Failure>,
  send: (clients: ReturnType<typeof clientsFor>) => Promise<unknown>,
) {
  const refused = fail('Code', 'Message', failure)
  const clients = clientsFor(
    handlerFor(() => ({ ...refused, error: { ...refused.error, ...failure } })),
  )
  return send(clients).then(
    () => expect.fail('it was not refused'),
    (error: unknown) => error as Error & Record<string, unknown>,
  )
}

const SAID = 'Nein, "ä" <&> 5 \u{1f600}.'

describe('a refusal is an exception', () => {
  test('of EC2', async () => {
    const failure = { code: 'InvalidInstanceID.NotFound', message: SAID, httpStatus: 400 }
    const error = await thrown(failure, ({ ec2 }) => ec2.send(new DescribeInstancesCommand({})))
    expect(error).toMatchObject({
      ...{ name: 'InvalidInstanceID.NotFound', message: SAID, $fault: 'client' },
      $metadata: { httpStatusCode: 400, requestId: REQUEST_ID },
    })
  })

  test('of EC2, by the server', async () => {
    const failure = { code: 'RequestLimitExceeded', httpStatus: 503, fault: 'server' } as const
    const error = await thrown(failure, ({ ec2 }) => ec2.send(new DescribeInstancesCommand({})))
    expect(error).toMatchObject({ name: 'RequestLimitExceeded', $fault: 'server' })
  })

  test('of STS', async () => {
    const failure = { code: 'InvalidClientTokenId', message: SAID, httpStatus: 403 }
    const error = await thrown(failure, ({ sts }) => sts.send(new GetCallerIdentityCommand({})))
    expect(error).toMatchObject({
      ...{ name: 'InvalidClientTokenId', message: SAID, Type: 'Sender' },
      $metadata: { httpStatusCode: 403, requestId: REQUEST_ID },
    })
    const fault = { httpStatus: 500, fault: 'server' } as const
    const receiver = await thrown(fault, ({ sts }) => sts.send(new GetCallerIdentityCommand({})))
    expect(receiver).toMatchObject({ Type: 'Receiver' })
  })

  test('of S3, a class of its own with its details', async () => {
    const failure = { code: 'NoSuchKey', message: SAID, httpStatus: 404, details: { Key: 'a&b' } }
    const get = new s3.GetObjectCommand({ Bucket: 'bucket', Key: 'a&b' })
    const error = await thrown(failure, (clients) => clients.s3.send(get))
    expect(error).toBeInstanceOf(s3.NoSuchKey)
    expect(error).toMatchObject({ message: SAID, Key: 'a&b', $metadata: { httpStatusCode: 404 } })
    const { requestId, extendedRequestId } = error.$metadata as Record<string, string>
    expect(requestId).toMatch(/^[A-Z0-9]{16}$/)
    expect(extendedRequestId).toMatch(/^[A-Za-z0-9+/]{75}=$/)
    expect([error.RequestId, error.HostId]).toEqual([requestId, extendedRequestId])
  })

  test.each([403, 404, 412, 304])('of a HEAD, by its status %i alone', async (httpStatus) => {
    const head = new s3.HeadObjectCommand({ Bucket: 'bucket', Key: 'k' })
    const error = await thrown({ httpStatus }, (clients) => clients.s3.send(head))
    expect(error.$metadata).toMatchObject({ httpStatusCode: httpStatus })
    if (httpStatus === 404) expect(error).toBeInstanceOf(s3.NotFound)
  })
})

describe('operations of S3', () => {
  /** Members of labels, required parameters and headers, for all of them. */
  const input = {
    ...{ Bucket: 'bucket', Key: 'a/b', UploadId: 'u', PartNumber: 1, Id: 'i', AnnotationName: 'n' },
    Delete: { Objects: [{ Key: 'k' }] },
    ...{ CopySource: 'b/k', RenameSource: 'k', ObjectAttributes: ['ETag'], Body: 'x' },
  }
  /** Sent to other hosts, or to ones of their own account. */
  const elsewhere = ['ListDirectoryBuckets', 'WriteGetObjectResponse', 'CreateSession']
  const names = Object.keys(s3)
    .filter((name) => name.endsWith('Command') && name !== '$Command')
    .map((name) => name.slice(0, -'Command'.length))
    .filter((name) => !elsewhere.includes(name))

  test('are those of the model', () => {
    const { operations, others = {} } = models.s3
    expect([...names, ...elsewhere].sort()).toEqual(
      [...Object.keys(operations), ...Object.keys(others)].sort(),
    )
  })

  test.each(names)('%s is known by its name', async (name) => {
    const seen: string[] = []
    const clients = clientsFor(
      handlerFor(({ operation }) => {
        seen.push(operation)
        return fail('Seen', '')
      }),
    )
    const command = Reflect.construct(Reflect.get(s3, `${name}Command`), [input]) as never
    for (const client of [clients.s3, clients.s3Path]) {
      await expect(client.send(command)).rejects.toThrow()
    }
    expect(seen).toEqual([name, name])
  })
})

const headerOf = (response: HttpResponse, name: string): string | undefined =>
  response.headers.find(([each]) => each.toLowerCase() === name)?.[1]

describe('an answer', () => {
  const answer = (target: string, output: Members, method = 'GET') =>
    exchange(httpRequest({ method, target, headers: scope('s3') }), () => ok(output))
  const refusal = (failure: Partial<Failure>, method = 'GET') => {
    const { error } = fail('NotModified', '', failure)
    return exchange(httpRequest({ method, target: '/b/k', headers: scope('s3') }), () => ({
      ok: false,
      error,
    }))
  }

  test('of S3 has its length, date, server and ids', () => {
    const response = answer('/b/k', { Body: new Uint8Array([1, 2, 3]), ETag: '"e"' })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{
        'Content-Length': '3',
        Date: 'Thu, 01 Jan 2026 00:00:00 GMT',
        Server: 'AmazonS3',
        ETag: '"e"',
      },
      'x-amz-request-id': expect.stringMatching(/^[A-Z0-9]{16}$/),
    })
    expect(headerOf(response, 'content-type')).toBeUndefined()
  })

  test('is of status 206 for a range, and 204 for what is deleted', () => {
    const range = { Body: new Uint8Array([1]), ContentRange: 'bytes 0-0/3', ContentLength: 1 }
    const part = answer('/b/k', range)
    expect([part.status, headerOf(part, 'content-range')]).toEqual([206, 'bytes 0-0/3'])
    expect(part.headers.filter(([name]) => name === 'Content-Length')).toEqual([
      ['Content-Length', '1'],
    ])
    const gone = answer('/b/k', { DeleteMarker: true }, 'DELETE')
    expect([gone.status, gone.body.length, headerOf(gone, 'content-length')]).toEqual([
      204,
      0,
      undefined,
    ])
  })

  test('to HEAD has the length of the object and no body', () => {
    const output = { ContentLength: 5, ContentType: 'text/plain', LastModified: instant(0) }
    const head = answer('/b/k', output, 'HEAD')
    expect([head.status, head.body.length, headerOf(head, 'content-length')]).toEqual([200, 0, '5'])
    expect(headerOf(head, 'last-modified')).toBe('Thu, 01 Jan 2026 00:00:00 GMT')
    const refused = refusal({ httpStatus: 404 }, 'HEAD')
    expect([refused.body.length, headerOf(refused, 'content-length')]).toEqual([0, undefined])
  })

  test('304 has the headers of the refusal, and neither body nor type', () => {
    const response = refusal({ httpStatus: 304, headers: { etag: '"e"' } })
    expect([response.status, response.body.length, headerOf(response, 'etag')]).toEqual([
      304,
      0,
      '"e"',
    ])
    expect(headerOf(response, 'content-type')).toBeUndefined()
  })

  test('of a bucket in us-east-1 says nothing of where it is', () => {
    expect(textOf(answer('/b?location', {}))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>',
    )
  })

  test('never has a line broken by a value', () => {
    const response = answer('/b/k', {
      ContentType: 'a\r\nSet-Cookie: b\0',
      ContentDisposition: 'ä',
    })
    expect(headerOf(response, 'content-type')).toBe('a  Set-Cookie: b ')
    expect(headerOf(response, 'content-disposition')).toBe('\xc3\xa4')
  })

  test('gives metadata as encoded words, and counts what no header can name', () => {
    const response = answer('/b/k', { Metadata: { a: 'x', b: 'ä', 'c d': 'x' } })
    expect(headerOf(response, 'x-amz-meta-a')).toBe('x')
    expect(headerOf(response, 'x-amz-meta-b')).toBe('=?UTF-8?B?w6Q=?=')
    expect(headerOf(response, 'x-amz-missing-meta')).toBe('1')
  })

  test('gives a time of expiry that is none as it is', () => {
    expect(headerOf(answer('/b/k', { ExpiresString: 'soon' }), 'expires')).toBe('soon')
    const both = answer('/b/k', { Expires: instant(0), ExpiresString: 'soon' })
    expect(both.headers.filter(([name]) => /expires/i.test(name))).toHaveLength(1)
  })

  test('of EC2 is in its namespace, and true where there is nothing to say', () => {
    const body = 'Action=CreateTags&Version=2016-11-15'
    const request = httpRequest({
      method: 'POST',
      headers: { ...FORM, host: 'ec2.localhost' },
      body,
    })
    const response = exchange(request, () => ok({}))
    expect(textOf(response)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<CreateTagsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${REQUEST_ID}</requestId><return>true</return></CreateTagsResponse>`,
    )
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{
        Server: 'AmazonEC2',
        'Content-Type': 'text/xml;charset=UTF-8',
        'x-amzn-RequestId': REQUEST_ID,
      },
    })
  })

  test('of a service that is not here is written as its clients read', () => {
    const say = (parts: Parameters<typeof httpRequest>[0]) =>
      textOf(exchange(httpRequest(parts), () => fail('UnknownService', 'No.')))
    expect(say({ method: 'POST', headers: { ...FORM, ...scope('iam') } })).toMatch(
      /<ErrorResponse[^>]*><Error><Type>Sender<\/Type><Code>UnknownService</,
    )
    expect(say({ method: 'POST', headers: { 'x-amz-target': 'Logs.Put' } })).toBe(
      '{"__type":"UnknownService","message":"No."}',
    )
    expect(say({ headers: { host: 'sqs.amazonaws.com' } })).toMatch(/<Error><Code>UnknownService</)
  })
})
