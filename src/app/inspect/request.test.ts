import { describe, expect, test } from 'vitest'
import { consoleCall, type Members } from '../../cloud/call.ts'
import { instant } from '../../cloud/kernel/instant.ts'
import { labRef } from '../../cloud/kernel/ref.ts'
import type { InspectView } from '../../cloud/views/types.ts'
import { commandLine } from '../../command/line.ts'
import { Session } from '../../session/session.ts'
import { ACCOUNT } from '../../stage/account.ts'
import { requestIn } from './request.ts'

const noted = (input: Members, title = 'ImportKeyPair'): InspectView => ({
  ref: labRef('call', 'r-1'),
  kind: 'call',
  title,
  groups: [
    { code: 'call', fields: [{ code: 'service', kind: 'code', value: 'ec2.amazonaws.com' }] },
  ],
  documents: { request: JSON.stringify(input) },
  reasons: [],
})

describe('the request of an inspected call', () => {
  test('is that of the future it is inspected in, where ids of requests come again', () => {
    const session = new Session({ seed: 'request', scenario: 'empty' })
    const made = (operation: string, input: Members) => {
      const request = consoleCall(ACCOUNT, 'ec2', operation, input)
      const ref = labRef('call', session.call(request).requestId)
      const view = session.cloud.view('inspect', { account: ACCOUNT, ref })
      const found = view === null ? null : requestIn(view)
      expect(found === null ? null : commandLine(found)).toBe(commandLine(request))
      return ref
    }
    session.seek(instant(10))
    const first = made('StopInstances', { InstanceIds: ['i-1', 'i-2'] })
    session.seek(instant(5))
    const again = made('DescribeImages', { Owners: ['amazon'], IncludeDeprecated: false })
    expect(again).toBe(first)
  })

  test('is not there where not all of it is kept', () => {
    expect(requestIn(noted({ KeyName: 'a' }))?.service).toBe('ec2')
    expect(requestIn(noted({ KeyName: 'a', UserData: '<sensitiveDataRemoved>' }))).toBeNull()
    expect(requestIn(noted({ Keys: [{ Material: '<12 bytes>' }] }))).toBeNull()
    expect(requestIn({ ...noted({}), kind: 'host' })).toBeNull()
    expect(requestIn({ ...noted({}), documents: {} })).toBeNull()
  })

  test('of an object’s bytes names them as the file that a command takes', () => {
    const Body = new Uint8Array(12)
    const put: Members = { Bucket: 'photos', Key: 'may/1.jpg', Body, ContentType: 'image/jpeg' }
    const session = new Session({ seed: 'request', scenario: 'empty' })
    session.call(consoleCall(ACCOUNT, 's3', 'CreateBucket', { Bucket: 'photos' }))
    const made = consoleCall(ACCOUNT, 's3', 'PutObject', put)
    const ref = labRef('call', session.call(made).requestId)
    const view = session.cloud.view('inspect', { account: ACCOUNT, ref })
    const found = view === null ? null : requestIn(view)
    expect(found === null ? null : commandLine(found)).toBe(commandLine(made))
    expect(commandLine(made)).toContain('--body 1.jpg')
  })
})
