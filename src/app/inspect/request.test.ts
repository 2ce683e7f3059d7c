import { describe, expect, test } from 'vitest'
import { consoleCall, type Members } from '../../cloud/call.ts'
import { instant } from '../../cloud/kernel/instant.ts'
import { labRef } from '../../cloud/kernel/ref.ts'
import type { InspectView } from '../../cloud/views/types.ts'
import { commandLine } from '../../command/line.ts'
import { Session } from '../../session/session.ts'
import { ACCOUNT } from '../account.ts'
import { requestIn } from './request.ts'

const recorded = (requestParameters: Members): InspectView => ({
  ref: labRef('call', 'r-1'),
  kind: 'call',
  title: 'ImportKeyPair',
  groups: [],
  documents: {
    record: JSON.stringify({
      eventSource: 'ec2.amazonaws.com',
      eventName: 'ImportKeyPair',
      requestParameters,
    }),
  },
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

  test('is not there where the record does not hold all of it', () => {
    expect(requestIn(recorded({ KeyName: 'a' }))?.service).toBe('ec2')
    expect(requestIn(recorded({ KeyName: 'a', UserData: '<sensitiveDataRemoved>' }))).toBeNull()
    expect(requestIn(recorded({ Keys: [{ Material: '<12 bytes>' }] }))).toBeNull()
    expect(requestIn({ ...recorded({}), kind: 'host' })).toBeNull()
  })
})
