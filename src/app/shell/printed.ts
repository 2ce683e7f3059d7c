/** A request as the strip prints it: the CLI reads an object's bytes from a file, so a file of its name stands there. */
import type { CallRequest } from '../../cloud/call.ts'
import type { LineRequest } from '../../command/line.ts'

/** The request with the bytes of its body replaced by the name of a file that would hold them. */
export function printed({ service, operation, input }: CallRequest): LineRequest {
  const { Body: body, Key: key } = input
  if (!(body instanceof Uint8Array)) return { service, operation, input }
  const name = typeof key === 'string' ? key.split('/').findLast((part) => part !== '') : undefined
  return { service, operation, input: { ...input, Body: name ?? 'file' } }
}
