/**
 * What a client says of the bytes it sends, held against the bytes.
 *
 * Models S3 (FACTS §9): Content-MD5 and at most one checksum are verified before anything is stored; the
 * checksum is kept with the object, and is CRC64NVME of S3's own making when the client gave none. One thing is
 * kinder than S3: an algorithm named without a value is computed here, since the lab's own commands and pages
 * have no SDK that would; S3 refuses that.
 */
import { decodeBase64, encodeBase64 } from '../kernel/base64.ts'
import { fail, ok, type Result } from '../kernel/result.ts'
import { type Hashes, hex } from '../kernel/world.ts'
import { checksum } from './checksums.ts'
import { invalidRequest } from './errors.ts'
import { CHECKSUMS, type ChecksumName, type ObjectRow } from './rows.ts'

/** As given: Base64, not looked at yet. `algorithm` is the name that the client wants one by. */
interface ClaimedDigests {
  readonly contentMd5: string | undefined
  readonly algorithm: string | undefined
  readonly checksums: Readonly<Partial<Record<ChecksumName, string | undefined>>>
}

/** What an object keeps of its bytes. */
export type Digests = Pick<ObjectRow, 'etag' | 'checksumName' | 'checksum'>

const BYTES: Readonly<Record<ChecksumName, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
}

/** The digests of some bytes, or what is wrong with those that were claimed. */
export function verified(
  bytes: Uint8Array,
  claimed: ClaimedDigests,
  hashes: Hashes,
): Result<Digests> {
  const md5 = hashes.md5(bytes)
  const wrong = wrongMd5(claimed.contentMd5, md5)
  if (wrong !== null) return wrong
  const wanted = checksumWanted(claimed)
  if (!wanted.ok) return wanted
  const { name, value } = wanted.value
  const found = checksum(name, bytes, hashes)
  if (value !== null && value !== found) {
    return fail('BadDigest', `The ${name} you specified did not match the calculated checksum.`)
  }
  return ok({ etag: hex(md5), checksumName: name, checksum: found })
}

function wrongMd5(claimed: string | undefined, md5: Uint8Array): Result<never> | null {
  if (claimed === undefined) return null
  const bytes = decodeBase64(claimed)
  if (bytes === null || bytes.length !== 16) {
    return fail('InvalidDigest', 'The Content-MD5 you specified was invalid.', {
      details: { 'Content-MD5': claimed },
    })
  }
  const calculated = encodeBase64(md5)
  if (encodeBase64(bytes) === calculated) return null
  return fail('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
    details: { CalculatedDigest: calculated, ExpectedDigest: claimed },
  })
}

/** Which checksum an object gets, and the value it must have: null when the client gave none. */
function checksumWanted({
  algorithm,
  checksums,
}: ClaimedDigests): Result<{ readonly name: ChecksumName; readonly value: string | null }> {
  const given = CHECKSUMS.filter((name) => checksums[name] !== undefined)
  const [name] = given
  if (given.length > 1) {
    return invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    )
  }
  if (name === undefined) {
    const chosen = algorithm === undefined ? ok('CRC64NVME' as const) : checksumNamed(algorithm)
    return chosen.ok ? ok({ name: chosen.value, value: null }) : chosen
  }
  if (algorithm !== undefined && algorithm.toUpperCase() !== name) {
    return invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.')
  }
  const value = checksums[name] ?? ''
  if (decodeBase64(value)?.length !== BYTES[name]) {
    return invalidRequest(`Value for x-amz-checksum-${name.toLowerCase()} header is invalid.`)
  }
  return ok({ name, value })
}

/** The checksum of a name that a client gave, in either case of letters. */
export function checksumNamed(algorithm: string): Result<ChecksumName> {
  const name = CHECKSUMS.find((each) => each === algorithm.toUpperCase())
  if (name !== undefined) return ok(name)
  return invalidRequest(
    `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${CHECKSUMS.join(', ')}]`,
  )
}
