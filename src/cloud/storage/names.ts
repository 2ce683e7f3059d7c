/**
 * Names of buckets and keys of objects: what S3 takes (FACTS §9).
 *
 * Bucket names: 3 to 63 of lower-case letters, digits, dots and hyphens; a letter or digit at both ends; no two
 * dots together; not the form of an IPv4 address; none of the reserved beginnings and ends. Keys: 1 to 1,024
 * bytes of UTF-8. The older, laxer rule for names only tells a name that no bucket can have from one that none has.
 */
import { fail, type Result } from '../kernel/result.ts'

const FORM = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/
/** Those after the first of each are from memory (FACTS §9, M). */
const RESERVED_BEGINNINGS = ['xn--', 'sthree-', 'amzn-s3-demo-']
const RESERVED_ENDS = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3']

/** Whether a new bucket may have a name. */
export const isBucketName = (name: string): boolean =>
  FORM.test(name) &&
  !name.includes('..') &&
  !IPV4.test(name) &&
  !RESERVED_BEGINNINGS.some((each) => name.startsWith(each)) &&
  !RESERVED_ENDS.some((each) => name.endsWith(each))

/**
 * Whether any bucket may have a name: by the laxer rule of us-east-1 before March 2018, 3 to 255 letters, digits,
 * dots, hyphens and underscores.
 */
export const couldBeBucketName = (name: string): boolean => /^[A-Za-z0-9._-]{3,255}$/.test(name)

/** The most bytes of UTF-8 that a key may have. */
export const KEY_BYTES = 1024

/** How long a text is in UTF-8. */
export const utf8Length = (text: string): number => new TextEncoder().encode(text).length

/** The refusal of a key, or null. Lone surrogates have no UTF-8, so no URI can name them. */
export function wrongKey(key: string): Result<never> | null {
  if (key === '' || /\p{Surrogate}/u.test(key)) {
    return fail('InvalidURI', "Couldn't parse the specified URI.")
  }
  // A character takes three bytes at most for each of its UTF-16 units.
  const size = key.length * 3 <= KEY_BYTES ? 0 : utf8Length(key)
  if (size <= KEY_BYTES) return null
  return fail('KeyTooLongError', 'Your key is too long', {
    details: { Size: String(size), MaxSizeAllowed: String(KEY_BYTES) },
  })
}
