/**
 * What the codec knows and no model of the lab has yet: attributes and namespaces of elements, as S3's access lists
 * have them, and the lists of the query protocol. Independent truth: what the AWS SDK writes.
 */
import { PutBucketAclCommand } from '@aws-sdk/client-s3'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { must } from '../src/cloud/kernel/assert.ts'
import { DEFAULT_EPOCH } from '../src/cloud/kernel/calendar.ts'
import { fail } from '../src/cloud/kernel/result.ts'
import { models } from '../src/models/index.ts'
import type { ServiceModel } from '../src/models/model.ts'
import type { HttpRequest } from '../src/wire/http.ts'
import { queryProtocol } from '../src/wire/query.ts'
import { textOf } from '../src/wire/testing.ts'
import { parseXml, writeXml, type XmlElement } from '../src/wire/xml.ts'
import { readElement, writeElement } from '../src/wire/xmlShapes.ts'
import { clientsFor, handlerFor } from './wireClient.ts'

/** The request that a client writes, whatever becomes of it. */
async function written(
  send: (clients: ReturnType<typeof clientsFor>) => Promise<unknown>,
): Promise<HttpRequest> {
  const seen: HttpRequest[] = []
  const handler = handlerFor(
    () => fail('Seen', ''),
    undefined,
    (request) => seen.push(request),
  )
  await send(clientsFor(handler)).catch(() => undefined)
  return must(seen[0], 'a request')
}

function rootOf(text: string): XmlElement {
  const result = parseXml(text)
  if (!result.ok) throw new Error(result.why)
  return result.root
}

test('attributes and namespaces of elements', async () => {
  const xsi = 'http://www.w3.org/2001/XMLSchema-instance'
  const model: ServiceModel = {
    ...models.s3,
    shapes: {
      Policy: {
        members: [
          ['Grants', 'Grants', { xmlName: 'AccessControlList' }],
          ['Owner', 'Owner'],
        ],
      },
      Grants: { list: ['Grant', { xmlName: 'Grant' }] },
      Grant: {
        members: [
          ['Grantee', 'Grantee', { xmlNamespace: ['xsi', xsi] }],
          ['Permission', 'string'],
        ],
      },
      Grantee: {
        members: [
          ['DisplayName', 'string'],
          ['ID', 'string'],
          ['Type', 'string', { xmlName: 'xsi:type', xmlAttribute: true }],
        ],
      },
      Owner: { members: [['ID', 'string']] },
    },
  }
  const policy = {
    Grants: [{ Grantee: { ID: 'a', Type: 'CanonicalUser' } as const, Permission: 'READ' as const }],
    Owner: { ID: 'o' },
  }
  const command = new PutBucketAclCommand({ Bucket: 'bucket', AccessControlPolicy: policy })
  const { body } = await written((clients) => clients.s3.send(command))
  const text = textOf({ status: 200, headers: [], body })
  const place = { model, epoch: DEFAULT_EPOCH }
  expect(readElement(place, 'Policy', rootOf(text))).toEqual(policy)

  const ours = writeXml(writeElement(place, 'AccessControlPolicy', 'Policy', policy))
  expect(ours).toContain(
    `<Grantee xmlns:xsi="${xsi}" xsi:type="CanonicalUser"><ID>a</ID></Grantee>`,
  )
  expect(rootOf(ours)).toEqual(rootOf(text))
})

test('lists of the query protocol', async () => {
  const model: ServiceModel = {
    ...models.sts,
    operations: { AssumeRole: { input: 'Request', output: null, reads: false } },
    shapes: {
      Request: {
        members: [
          ['RoleArn', 'string'],
          ['RoleSessionName', 'string'],
          ['PolicyArns', 'Policies'],
          ['TransitiveTagKeys', 'string[]'],
          ['Tags', 'Tags'],
        ],
      },
      Policies: { list: ['Policy'] },
      Policy: { members: [['arn', 'string']] },
      Tags: { list: ['Tag'] },
      Tag: {
        members: [
          ['Key', 'string'],
          ['Value', 'string'],
        ],
      },
    },
  }
  const input = {
    ...{ RoleArn: 'arn', RoleSessionName: 'me', PolicyArns: [] },
    ...{
      TransitiveTagKeys: ['a', 'b'],
      Tags: [
        { Key: 'a', Value: '' },
        { Key: 'b', Value: '2' },
      ],
    },
  }
  const { method, headers, body } = await written(({ sts }) =>
    sts.send(new AssumeRoleCommand(input)),
  )
  const incoming = { method, path: '/', query: '', headers, body }
  const opened = queryProtocol.open(model, incoming, DEFAULT_EPOCH)
  expect(opened.ok && opened.value.input()).toEqual({ ok: true, value: input })
})
