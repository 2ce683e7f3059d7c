/**
 * Requests by hand, as curl, boto and those who mean no good write them: which service and operation they reach,
 * what is read of them, and how those are answered that reach none. What the SDK writes: `test/wire.test.ts`.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fail } from '../cloud/kernel/result.ts'
import { models } from '../models/index.ts'
import { receive } from './receive.ts'
import {
  callOf,
  exchange,
  FORM,
  httpRequest,
  OPEN,
  type Parts,
  refusalOf,
  scope,
  textOf,
} from './testing.ts'

describe('the service', () => {
  const version = models.sts.service.apiVersion
  const cases: readonly (readonly [
    why: string,
    parts: Parts,
    service: string,
    operation: string,
  ])[] = [
    [
      'a signature before a host',
      { headers: { host: 'ec2.localhost', ...scope('s3') }, target: '/b/k' },
      's3',
      'GetObject',
    ],
    [
      'a presigned URL',
      { target: '/b/k?X-Amz-Credential=A%2F20260101%2Fus-east-1%2Fs3%2Faws4_request' },
      's3',
      'GetObject',
    ],
    [
      'the host of EC2',
      {
        headers: { host: 'ec2.us-east-1.amazonaws.com' },
        target: '/?Version=2016-11-15&Action=DescribeVpcs',
      },
      'ec2',
      'DescribeVpcs',
    ],
    [
      'a short host of STS',
      {
        headers: { host: 'sts.localhost:8080' },
        target: `/?Action=GetCallerIdentity&Version=${version}`,
      },
      'sts',
      'GetCallerIdentity',
    ],
    [
      'a bucket named like a service',
      { headers: { host: 'ec2.s3.amazonaws.com' } },
      's3',
      'ListObjects',
    ],
    [
      'the version of a form',
      { method: 'POST', headers: FORM, body: `Action=GetCallerIdentity&Version=${version}` },
      'sts',
      'GetCallerIdentity',
    ],
    [
      'the version of a query',
      { target: '/?Version=2016-11-15&Action=DescribeVpcs' },
      'ec2',
      'DescribeVpcs',
    ],
    [
      'a target',
      { method: 'POST', headers: { 'x-amz-target': 'Lab.SetQuota' }, body: '{}' },
      'lab',
      'SetQuota',
    ],
    ['nothing of these', { target: '/' }, 's3', 'ListBuckets'],
    ['a path that is no form', { target: '/b?Action=x' }, 's3', 'ListObjects'],
    [
      'a service that is not here, signed',
      { method: 'POST', headers: { ...FORM, ...scope('iam') }, body: 'Action=ListUsers' },
      'iam',
      'ListUsers',
    ],
    [
      'a service that is not here, by host',
      { headers: { host: 'sqs.us-east-1.amazonaws.com' } },
      'sqs',
      'GET',
    ],
    [
      'a service that is not here, by target',
      { method: 'POST', headers: { 'x-amz-target': 'Logs_1.Put' } },
      'Logs_1',
      'Put',
    ],
  ]
  test.each(cases)('is known by %s', (_why, parts, service, operation) => {
    expect(callOf(parts)).toMatchObject({ service, operation })
  })

  test('is that of the one Credential which is judged', () => {
    const mixed = {
      ...FORM,
      authorization:
        'AWS4-HMAC-SHA256 X=/20260101/us-east-1/sts/aws4_request, Credential=A/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
    }
    const parts = { method: 'POST', headers: { ...mixed, 'x-amz-date': '20260101T000000Z' } }
    const verify = { ...OPEN, auth: 'verify' } as const
    const received = receive(httpRequest({ ...parts, body: 'Action=GetCallerIdentity' }), verify)
    if (received.kind === 'call') throw new Error(received.request.service)
    expect(textOf(received.response)).toContain('<Code>IncompleteSignature</Code>')
  })

  test('the context is that of the request', () => {
    const { context } = callOf({
      headers: { host: 's3.localhost', 'user-agent': 'curl', ...scope('s3') },
    })
    expect(context).toEqual({
      region: 'us-east-1',
      sourceIp: '127.0.0.1',
      userAgent: 'curl',
      secureTransport: false,
      host: 's3.localhost',
      presigned: false,
    })
  })
})

describe('what S3 is asked about', () => {
  const cases: readonly (readonly [
    host: string,
    path: string,
    bucket: string | undefined,
    key: string | undefined,
  ])[] = [
    ['s3.amazonaws.com', '/', undefined, undefined],
    ['s3.amazonaws.com', '/b', 'b', undefined],
    ['s3.amazonaws.com', '/b/', 'b', undefined],
    ['s3.us-east-1.amazonaws.com', '/b/k', 'b', 'k'],
    ['s3-us-west-2.amazonaws.com', '/b/k', 'b', 'k'],
    ['127.0.0.1:9000', '/b/k', 'b', 'k'],
    ['localhost:9000', '/b/k', 'b', 'k'],
    ['[::1]:9000', '/b/k', 'b', 'k'],
    ['b.s3.amazonaws.com', '/', 'b', undefined],
    ['b.s3.us-east-1.amazonaws.com', '/k', 'b', 'k'],
    ['b.s3.dualstack.us-gov-west-1.amazonaws.com', '/k', 'b', 'k'],
    ['my.bucket.s3.x.s3.amazonaws.com', '/k', 'my.bucket.s3.x', 'k'],
    ['B.S3.LOCALHOST:8080', '/k', 'b', 'k'],
    ['b.localhost:8080', '/k', 'b', 'k'],
    ['s3.localhost', '/b/k', 'b', 'k'],
    ['b.s3.127.0.0.1.nip.io', '/k', 'b', 'k'],
    ['b.s3.amazonaws.com', '//', 'b', '/'],
    ['b.s3.amazonaws.com', '/a//b/', 'b', 'a//b/'],
    ['s3.amazonaws.com', '/b//', 'b', '/'],
    ['s3.amazonaws.com', '/b/./../c', 'b', './../c'],
    ['s3.amazonaws.com', '/b/a%2Fb%2f+%2B%20%25', 'b', 'a/b/++ %'],
    ['s3.amazonaws.com', '/b/%C3%A4%e2%82%ac%00', 'b', 'ä€\0'],
    ['s3.amazonaws.com', '/b/\xc3\xa4', 'b', 'ä'],
    ['s3.amazonaws.com', '//k', '', 'k'],
    ['s3.amazonaws.com', '/b/k;v=1?x=1', 'b', 'k;v=1'],
  ]
  test.each(cases)('%s %s', (host, target, bucket, key) => {
    const { input } = callOf({ target, headers: { host, ...scope('s3') } })
    expect([input.Bucket, input.Key]).toEqual([bucket, key])
  })
})

describe('the operation', () => {
  const cases: readonly (readonly [method: string, target: string, operation: string])[] = [
    ['GET', '/b?list-type=2', 'ListObjectsV2'],
    ['GET', '/b?list-type=1', 'ListObjects'],
    ['GET', '/b?unknown&x-id=Anything', 'ListObjects'],
    ['GET', '/b/k?partNumber=1', 'GetObject'],
    ['GET', '/b?id=1', 'ListObjects'],
    ['GET', '/b?acl&location', '405 MethodNotAllowed'],
    ['GET', '/b/k?versions', '405 MethodNotAllowed'],
    ['DELETE', '/b?acl', '405 MethodNotAllowed'],
    ['DELETE', '/b?delete', '405 MethodNotAllowed'],
    ['DELETE', '/b?analytics', '405 MethodNotAllowed'],
    ['PUT', '/b/k?uploadId=u', '405 MethodNotAllowed'],
    ['PUT', '/b/k?partNumber=1&uploadId=u', 'UploadPart'],
    ['POST', '/b', 'PostObject'],
    ['POST', '/', '405 MethodNotAllowed'],
    ['HEAD', '/b', 'HeadBucket'],
    ['PATCH', '/b/k', '405 MethodNotAllowed'],
    ['OPTIONS', '/b/k', '403 AccessForbidden'],
  ]
  test.each(cases)('of %s %s', (method, target, operation) => {
    const parts = { method, target, headers: scope('s3') }
    expect(/^\d/.test(operation) ? refusalOf(parts) : callOf(parts).operation).toBe(operation)
  })

  test('a copy is told by its header', () => {
    const headers = { ...scope('s3'), 'x-amz-copy-source': 'b/k' }
    expect(callOf({ method: 'PUT', target: '/b/k', headers }).operation).toBe('CopyObject')
    expect(
      callOf({ method: 'PUT', target: '/b/k?partNumber=1&uploadId=u', headers }).operation,
    ).toBe('UploadPartCopy')
    const empty = { ...scope('s3'), 'x-amz-copy-source': '' }
    expect(callOf({ method: 'PUT', target: '/b/k', headers: empty }).operation).toBe('PutObject')
  })
})

test('who is not let in is told that first', () => {
  const options = { ...OPEN, auth: 'verify' } as const
  const request = httpRequest({ method: 'POST', target: '/b?delete', body: 'x' })
  const received = receive(request, options)
  expect(received).toMatchObject({
    kind: 'call',
    request: { input: {}, caller: { kind: 'anonymous' } },
  })
  expect(refusalOf({ method: 'POST', target: '/b?delete', body: 'x' })).toBe('400 InvalidRequest')
})

describe('any request', () => {
  const method = fc.constantFrom(
    'GET',
    'PUT',
    'POST',
    'DELETE',
    'HEAD',
    'OPTIONS',
    'PATCH',
    '',
    'ä',
  )
  const piece = fc.constantFrom(
    '/',
    'b',
    'k',
    '?',
    '&',
    '=',
    '%',
    '%41',
    '%ff',
    '+',
    '.',
    '1',
    'delete',
    'acl',
    'uploadId',
    'Action',
    'RunInstances',
    'Version=2016-11-15',
    'X-Amz-Credential',
    'Filter.1.Name',
    'list-type=2',
    '\xff',
    '日',
    '\0',
    'http://',
  )
  const target = fc.array(piece, { maxLength: 10 }).map((all) => all.join(''))
  const name = fc.constantFrom(
    'host',
    'authorization',
    'content-type',
    'x-amz-target',
    'x-amz-copy-source',
    'content-length',
    'x-amz-meta-a',
    'if-match',
    'range',
    'x-amz-content-sha256',
    'expires',
  )
  const value = fc.oneof(
    fc.constantFrom(
      's3.localhost',
      'b.localhost',
      'ec2.localhost',
      'Lab.Advance',
      'AWS4-HMAC-SHA256 Credential=A/20260101/r/s3/aws4_request',
      FORM['content-type'],
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  )
  const body = fc.oneof(
    target,
    fc.constantFrom('<Delete>', '{', '{"By":1}'),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )

  test('is a call, or is answered with an error that has a code', () => {
    fc.assert(
      fc.property(
        method,
        target,
        fc.dictionary(name, value, { maxKeys: 4 }),
        body,
        (m, t, headers, b) => {
          const request = httpRequest({ method: m, target: t, headers, body: b })
          const response = exchange(request, () =>
            fail('Refused', 'No.', { details: { 'A-b': '\0' } }),
          )
          expect(response.status).toBeGreaterThanOrEqual(400)
          expect(response.status).toBeLessThan(500)
          const text = textOf(response)
          if (m === 'HEAD') expect(text).toBe('')
          else expect(text).toMatch(/<Code>\w+<|"__type":"\w+"/)
          for (const [, each] of response.headers) expect(each).toMatch(/^[\t -\xff]*$/)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
