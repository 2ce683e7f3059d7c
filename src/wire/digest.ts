/**
 * The digest that some of S3's requests must carry of their body: Content-MD5, or a checksum in a header.
 *
 * The models have no member for it, and of what such a request asks for it says nothing, so it is looked at here
 * and the door never sees it. What is stored (PutObject) the cloud itself verifies, by the same comparison.
 */

import type { Result } from '../cloud/kernel/result.ts'
import { PLAIN_HASHES } from '../cloud/kernel/world.ts'
import { verified } from '../cloud/storage/digests.ts'
import { invalidRequest } from '../cloud/storage/errors.ts'
import { CHECKSUMS } from '../cloud/storage/rows.ts'
import type { Incoming } from './shapes.ts'

/** The operations whose `httpChecksum` says `requestChecksumRequired`; our models tell only that they have one. */
const DIGESTED: ReadonlySet<string> = new Set(['DeleteObjects'])

/** Why an operation is not asked for with this body, or null: `InvalidRequest`, `InvalidDigest` or `BadDigest`. */
export function digestRefusal(
  operation: string,
  { headers, body }: Pick<Incoming, 'headers' | 'body'>,
): Result<never> | null {
  if (!DIGESTED.has(operation)) return null
  const given = (name: string): string | undefined => headers.get(name) || undefined
  const contentMd5 = given('content-md5')
  const checksums = Object.fromEntries(
    CHECKSUMS.map((name) => [name, given(`x-amz-checksum-${name.toLowerCase()}`)]),
  )
  if (contentMd5 === undefined && Object.values(checksums).every((each) => each === undefined)) {
    return invalidRequest(
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    )
  }
  const algorithm = given('x-amz-sdk-checksum-algorithm')
  const found = verified(body, { contentMd5, algorithm, checksums }, PLAIN_HASHES)
  return found.ok ? null : found
}
