/** The one thing that a widget without a lesson does: it launches a small machine. */
import { consoleCall } from '../bridge/client.ts'
import type { Answer, CallRequest, Members } from '../cloud/call.ts'
import { ACCOUNT, FIRST_TYPE } from '../stage/account.ts'

/** The request for one machine of the first type, from the first image of AWS's that fits it. */
export async function firstLaunch(
  peek: (request: CallRequest) => Promise<Answer>,
): Promise<CallRequest> {
  const Filters = [{ Name: 'architecture', Values: ['x86_64'] }]
  const images = consoleCall(ACCOUNT, 'ec2', 'DescribeImages', { Owners: ['amazon'], Filters })
  const ImageId = imageIn(await peek(images))
  return consoleCall(ACCOUNT, 'ec2', 'RunInstances', {
    ...{ ImageId, InstanceType: FIRST_TYPE, MinCount: 1, MaxCount: 1 },
  })
}

/** Members are data from the worker: each is looked at before it is used. */
function imageIn({ result }: Answer): string {
  const images = result.ok ? result.value.Images : []
  const [first] = Array.isArray(images) ? images : []
  const image = typeof first === 'object' && first !== null ? (first as Members) : {}
  return typeof image.ImageId === 'string' ? image.ImageId : ''
}
