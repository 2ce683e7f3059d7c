/**
 * Who types a command line, and how its calls arrive: by the AWS CLI, signed, from a machine of RFC 5737's
 * examples. The signature is good by itself: nothing crosses a wire.
 */
import type { CallContext, Caller } from '../cloud/call.ts'
import { REGION } from '../cloud/kernel/ref.ts'
import type { Environment } from './types.ts'

const CLI_CONTEXT: CallContext = {
  region: REGION,
  sourceIp: '192.0.2.10',
  userAgent: 'aws-cli/2.9.19 Python/3.11.2 Linux source/x86_64 prompt/off',
  secureTransport: true,
  host: `${REGION}.amazonaws.com`,
  presigned: false,
}

/** The part of an environment that is the caller's. */
export function callerOf(
  credentials: Environment['credentials'],
): Pick<Environment, 'caller' | 'context' | 'credentials'> {
  const { accessKeyId } = credentials
  const caller: Caller = { kind: 'signed', accessKeyId, sessionToken: null, verdict: 'valid' }
  return { caller, context: CLI_CONTEXT, credentials }
}

/** The docs and enums that the effects of the same names ask for; they load when first asked for. */
export { loadDocs, loadEnums } from '../models/index.ts'
