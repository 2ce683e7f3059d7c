/**
 * What a writer says of an object beside its bytes, and how a reader is told of it.
 *
 * Models S3's system and user metadata (FACTS §9): user metadata of at most 2 KB, its names in lower case.
 */
import { fail, ok, type Result } from '../../kernel/result.ts'
import { utf8Length } from '../../storage/names.ts'
import type { Attributes } from '../../storage/objects.ts'
import { type ObjectRow, quoted } from '../../storage/rows.ts'
import type { GetObjectOutput, PutObjectRequest } from './api.ts'
import { ENCRYPTION } from './choices.ts'

/** The members that describe an object. */
export const DESCRIPTION = {
  CacheControl: 'text',
  ContentDisposition: 'text',
  ContentEncoding: 'text',
  ContentLanguage: 'text',
  ContentType: 'text',
  Expires: 'instant',
  Metadata: 'texts',
  WebsiteRedirectLocation: 'text',
} as const

/** An object's description, as it is kept. */
export type Description = Omit<Attributes, 'etag' | 'checksumName' | 'checksum' | 'storageClass'>

const MOST_METADATA = 2048
/** What S3 says of an object whose type it was not told. */
const NO_TYPE = 'binary/octet-stream'

/** The description in a call. Error: `MetadataTooLarge`. */
export function describedBy(
  input: Pick<PutObjectRequest, keyof typeof DESCRIPTION>,
): Result<Description> {
  const entries = Object.entries(input.Metadata ?? {})
  const size = entries.reduce((sum, pair) => sum + utf8Length(pair.join('')), 0)
  if (size > MOST_METADATA) {
    return fail(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      { details: { Size: String(size), MaxSizeAllowed: String(MOST_METADATA) } },
    )
  }
  return ok({
    metadata: Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value])),
    contentType: input.ContentType ?? NO_TYPE,
    cacheControl: input.CacheControl ?? null,
    contentDisposition: input.ContentDisposition ?? null,
    contentEncoding: input.ContentEncoding ?? null,
    contentLanguage: input.ContentLanguage ?? null,
    expires: input.Expires ?? null,
    websiteRedirectLocation: input.WebsiteRedirectLocation ?? null,
  })
}

/** An object's checksum as answers give it. */
export const checksumMembers = ({ checksumName, checksum }: ObjectRow) => ({
  [`Checksum${checksumName}`]: checksum,
  ChecksumType: 'FULL_OBJECT',
})

/** What GetObject and HeadObject tell of an object; the class STANDARD goes without saying. */
export const descriptionOf = (row: ObjectRow): GetObjectOutput => ({
  AcceptRanges: 'bytes',
  LastModified: row.lastModified,
  ETag: quoted(row.etag),
  CacheControl: row.cacheControl ?? undefined,
  ContentDisposition: row.contentDisposition ?? undefined,
  ContentEncoding: row.contentEncoding ?? undefined,
  ContentLanguage: row.contentLanguage ?? undefined,
  ContentType: row.contentType,
  Expires: row.expires ?? undefined,
  WebsiteRedirectLocation: row.websiteRedirectLocation ?? undefined,
  ServerSideEncryption: ENCRYPTION,
  Metadata: row.metadata,
})
