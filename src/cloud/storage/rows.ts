/**
 * The rows of S3: buckets, and the index of their objects.
 *
 * A bucket's name is unique in the partition, not in an account, so both tables are keyed under `aws`. An
 * object's row is keyed by its bucket and the UTF-8 bytes of its key, a character each, so that the table's
 * order is S3's order of listing. A row is the current object; versions come with a later issue.
 */
import {
  blobOf,
  choice,
  dictionary,
  flag,
  type Infer,
  instantOf,
  integer,
  optional,
  record,
  text,
} from '../kernel/schema.ts'
import { defineTable, keyOf } from '../kernel/table.ts'

const bucket = record({
  name: text,
  /** the account that owns it */
  account: text,
  createdAt: instantOf,
  objectOwnership: choice('BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'),
  /** all four switches of Block Public Access, on by default since April 2023 (FACTS §9) */
  blockPublicAccess: flag,
  /** how many objects it holds, and their bytes */
  objects: integer,
  bytes: integer,
})

/** One bucket. */
export type BucketRow = Infer<typeof bucket>

/** All buckets of the partition. */
export const buckets = defineTable('storage.bucket', bucket)

/** The key of a bucket's row. */
export const bucketKey = (name: string): string => keyOf('aws', name)

/** The names of the checksums that S3 keeps, as its members end: `ChecksumCRC32`. */
export const CHECKSUMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const
export type ChecksumName = (typeof CHECKSUMS)[number]

const object = record({
  bucket: text,
  key: text,
  /** id of the content's blob */
  blob: blobOf,
  size: integer,
  /** without quotes */
  etag: text,
  lastModified: instantOf,
  storageClass: text,
  checksumName: choice(...CHECKSUMS),
  /** base64 */
  checksum: text,
  /** user metadata, names in lower case and without `x-amz-meta-` */
  metadata: dictionary(text),
  contentType: text,
  cacheControl: optional(text),
  contentDisposition: optional(text),
  contentEncoding: optional(text),
  contentLanguage: optional(text),
  expires: optional(instantOf),
  websiteRedirectLocation: optional(text),
})

/** An ETag as S3 writes it, in quotes. */
export const quoted = (etag: string): string => `"${etag}"`

/** One object: its metadata, and where its bytes are. */
export type ObjectRow = Infer<typeof object>

/** All objects of all buckets, in the order of bucket and key. */
export const objects = defineTable('storage.object', object)

/** The UTF-8 bytes of a text, each as one character: strings of these are ordered as the bytes are. */
export function byteString(key: string): string {
  let out = ''
  for (const byte of new TextEncoder().encode(key)) out += String.fromCharCode(byte)
  return out
}

/** What the keys of a bucket's objects begin with. */
export const objectPrefix = (name: string): string => `${bucketKey(name)}/`

/** The key of an object's row. */
export const objectKey = (name: string, key: string): string => objectPrefix(name) + byteString(key)
