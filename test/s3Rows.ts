/**
 * S3's refusals as rows: a call, and the code, status, text and details of its error (ERRORS §12).
 *
 * Rows whose text or details are from memory there are held to code and status: `null`, or nothing, for what is
 * not held. The bucket that there is holds `a`, "hello", and `b`; a minute has passed since.
 */
import type { Members } from '../src/cloud/call.ts'
import { BUCKET, bytesOf, OTHER_ACCOUNT, THEIRS } from './s3Lab.ts'

type Details = Readonly<Record<string, string>>
/** One refusal. */
export type Row = readonly [
  call: readonly [operation: string, input: Members],
  code: string,
  status: number,
  message: string | null,
  details?: Details,
]

const HELLO_ETAG = '"5d41402abc4b2a76b9719d911017c592"'
const PUT = (more: Members): [string, Members] => [
  'PutObject',
  { Bucket: BUCKET, Key: 'new', Body: bytesOf('hello'), ...more },
]
const GET = (more: Members): [string, Members] => [
  'GetObject',
  { Bucket: BUCKET, Key: 'a', ...more },
]
const HEAD = (more: Members): [string, Members] => [
  'HeadObject',
  { Bucket: BUCKET, Key: 'a', ...more },
]
const CREATE = (more: Members): [string, Members] => [
  'CreateBucket',
  { Bucket: 'another-one', ...more },
]
const COPY = (more: Members): [string, Members] => [
  'CopyObject',
  { Bucket: BUCKET, Key: 'copy', CopySource: `${BUCKET}/a`, ...more },
]
/** Of the form that S3 makes. */
const VERSION = 'wvlKOVRtQdwz4IFoVQsmm.hJB8q0_Lbe'
const NOT_DONE = 'A header you provided implies functionality that is not implemented'
const CONDITION = 'At least one of the pre-conditions you specified did not hold'
const NO_BUCKET = 'The specified bucket does not exist'
const NO_KEY = 'The specified key does not exist.'
const XML =
  'The XML you provided was not well-formed or did not validate against our published schema'
const NAME = 'The specified bucket is not valid.'
const ILLEGAL_COPY =
  "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes."

const notDone = (header: string, why: string): Details => ({
  Header: header,
  additionalMessage: why,
})
const argument = (name: string, value: string): Details => ({
  ArgumentName: name,
  ArgumentValue: value,
})

export const ON_BUCKETS: readonly Row[] = [
  [CREATE({ Bucket: 'UPPER' }), 'InvalidBucketName', 400, NAME, { BucketName: 'UPPER' }],
  [CREATE({ Bucket: 'ab' }), 'InvalidBucketName', 400, NAME, { BucketName: 'ab' }],
  [
    CREATE({ Bucket: '192.168.5.4' }),
    'InvalidBucketName',
    400,
    NAME,
    { BucketName: '192.168.5.4' },
  ],
  [
    CREATE({ Bucket: THEIRS }),
    'BucketAlreadyExists',
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
  ],
  [
    CREATE({ CreateBucketConfiguration: { LocationConstraint: 'us-east-1' } }),
    'InvalidLocationConstraint',
    400,
    'The specified location-constraint is not valid',
    { LocationConstraint: 'us-east-1' },
  ],
  [
    CREATE({ CreateBucketConfiguration: { LocationConstraint: 'mars-1' } }),
    'InvalidLocationConstraint',
    400,
    'The specified location-constraint is not valid',
    { LocationConstraint: 'mars-1' },
  ],
  [
    CREATE({ CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    'IllegalLocationConstraintException',
    400,
    'The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.',
  ],
  [CREATE({ ACL: 'public-read' }), 'InvalidBucketAclWithObjectOwnership', 400, null],
  [CREATE({ GrantRead: 'id=x' }), 'InvalidBucketAclWithObjectOwnership', 400, null],
  [
    CREATE({ ACL: 'public-read', ObjectOwnership: 'ObjectWriter' }),
    'NotImplemented',
    501,
    NOT_DONE,
    notDone('x-amz-acl', 'The lab does not emulate public-read for x-amz-acl.'),
  ],
  [
    CREATE({ ACL: 'private', GrantRead: 'id=x' }),
    'InvalidRequest',
    400,
    'Specifying both Canned ACLs and Header Grants is not allowed',
  ],
  [CREATE({ ACL: 'mine' }), 'InvalidArgument', 400, null, argument('x-amz-acl', 'mine')],
  [CREATE({ ObjectOwnership: 'Me' }), 'InvalidArgument', 400, null],
  [CREATE({ ObjectLockEnabledForBucket: true }), 'NotImplemented', 501, NOT_DONE],
  [CREATE({ BucketNamespace: 'global' }), 'NotImplemented', 501, NOT_DONE],
  [
    CREATE({ CreateBucketConfiguration: { Tags: [{ Key: 'a', Value: 'b' }] } }),
    'NotImplemented',
    501,
    NOT_DONE,
  ],
  [
    ['DeleteBucket', { Bucket: 'no-such' }],
    'NoSuchBucket',
    404,
    NO_BUCKET,
    { BucketName: 'no-such' },
  ],
  [
    ['HeadBucket', { Bucket: 'no-such' }],
    'NoSuchBucket',
    404,
    NO_BUCKET,
    { BucketName: 'no-such' },
  ],
  [['HeadBucket', { Bucket: THEIRS }], 'AccessDenied', 403, 'Access Denied'],
  [['DeleteBucket', { Bucket: THEIRS }], 'AccessDenied', 403, 'Access Denied'],
  [['GetBucketLocation', { Bucket: 'no-such' }], 'NoSuchBucket', 404, NO_BUCKET],
  [
    ['HeadBucket', { Bucket: BUCKET, ExpectedBucketOwner: OTHER_ACCOUNT }],
    'AccessDenied',
    403,
    'Access Denied',
  ],
  [
    ['HeadBucket', { Bucket: BUCKET, ExpectedBucketOwner: 'me' }],
    'InvalidBucketOwnerAWSAccountID',
    400,
    'The value of the expected bucket owner parameter must be an AWS Account ID... [me]',
  ],
  [
    ['DeleteBucket', { Bucket: BUCKET }],
    'BucketNotEmpty',
    409,
    'The bucket you tried to delete is not empty',
    { BucketName: BUCKET },
  ],
]

export const ON_WRITES: readonly Row[] = [
  [PUT({ Bucket: 'no-such' }), 'NoSuchBucket', 404, NO_BUCKET, { BucketName: 'no-such' }],
  [PUT({ Bucket: THEIRS }), 'AccessDenied', 403, 'Access Denied'],
  [PUT({ Key: 'k'.repeat(1025) }), 'KeyTooLongError', 400, 'Your key is too long'],
  [PUT({ Key: 'é'.repeat(513) }), 'KeyTooLongError', 400, 'Your key is too long'],
  [PUT({ Key: '\ud800' }), 'InvalidURI', 400, null],
  [PUT({ Key: '' }), 'InvalidURI', 400, null],
  [
    PUT({ Metadata: { a: 'x'.repeat(2048) } }),
    'MetadataTooLarge',
    400,
    'Your metadata headers exceed the maximum allowed metadata size',
  ],
  [
    PUT({ ContentLength: 5_368_709_121 }),
    'EntityTooLarge',
    400,
    'Your proposed upload exceeds the maximum allowed size',
    { MaxSizeAllowed: '5368709120', ProposedSize: '5368709121' },
  ],
  [
    PUT({ StorageClass: 'COLD' }),
    'InvalidStorageClass',
    400,
    'The storage class you specified is not valid',
    { StorageClassRequested: 'COLD' },
  ],
  [
    PUT({ StorageClass: 'GLACIER' }),
    'NotImplemented',
    501,
    NOT_DONE,
    notDone('x-amz-storage-class', 'The lab does not emulate GLACIER for x-amz-storage-class.'),
  ],
  [
    PUT({ ServerSideEncryption: 'aws:kms' }),
    'NotImplemented',
    501,
    NOT_DONE,
    notDone(
      'x-amz-server-side-encryption',
      'The lab does not emulate aws:kms for x-amz-server-side-encryption.',
    ),
  ],
  [PUT({ ServerSideEncryption: 'rot13' }), 'InvalidArgument', 400, null],
  [
    PUT({ Tagging: 'a=b' }),
    'NotImplemented',
    501,
    NOT_DONE,
    notDone('x-amz-tagging', 'The lab does not emulate Tagging of PutObject.'),
  ],
  [PUT({ ACL: 'private' }), 'AccessControlListNotSupported', 400, null],
  [PUT({ ACL: 'public-read' }), 'AccessControlListNotSupported', 400, null],
  [PUT({ GrantRead: 'id=x' }), 'AccessControlListNotSupported', 400, null],
  [PUT({ ACL: 'mine' }), 'InvalidArgument', 400, null, argument('x-amz-acl', 'mine')],
  [
    PUT({ ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
    'BadDigest',
    400,
    'The Content-MD5 you specified did not match what we received.',
    { CalculatedDigest: 'XUFAKrxLKna5cZ2REBfFkg==', ExpectedDigest: 'AAAAAAAAAAAAAAAAAAAAAA==' },
  ],
  [
    PUT({ ContentMD5: 'nonsense' }),
    'InvalidDigest',
    400,
    'The Content-MD5 you specified was invalid.',
    { 'Content-MD5': 'nonsense' },
  ],
  ...(
    [
      ['CRC32', 'AAAAAA=='],
      ['CRC32C', 'AAAAAA=='],
      ['CRC64NVME', 'AAAAAAAAAAA='],
      ['SHA1', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
      ['SHA256', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
    ] as const
  ).flatMap(([name, zeros]): Row[] => [
    [
      PUT({ [`Checksum${name}`]: zeros }),
      'BadDigest',
      400,
      `The ${name} you specified did not match the calculated checksum.`,
    ],
    [
      PUT({ [`Checksum${name}`]: 'AAA=' }),
      'InvalidRequest',
      400,
      `Value for x-amz-checksum-${name.toLowerCase()} header is invalid.`,
    ],
  ]),
  [
    PUT({ ChecksumCRC32: 'NhCmhg==', ChecksumCRC32C: 'mnG7TA==' }),
    'InvalidRequest',
    400,
    'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
  ],
  [PUT({ ChecksumCRC32: 'NhCmhg==', ChecksumAlgorithm: 'SHA1' }), 'InvalidRequest', 400, null],
  [
    PUT({ ChecksumAlgorithm: 'CRC8' }),
    'InvalidRequest',
    400,
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  ],
  [
    PUT({ Key: 'a', IfNoneMatch: '*' }),
    'PreconditionFailed',
    412,
    CONDITION,
    { Condition: 'If-None-Match' },
  ],
  [
    PUT({ Key: 'a', IfMatch: '"0"' }),
    'PreconditionFailed',
    412,
    CONDITION,
    { Condition: 'If-Match' },
  ],
  [PUT({ IfMatch: HELLO_ETAG }), 'NoSuchKey', 404, NO_KEY, { Key: 'new' }],
  [
    PUT({ IfNoneMatch: HELLO_ETAG }),
    'NotImplemented',
    501,
    NOT_DONE,
    notDone(
      'If-None-Match',
      "We don't accept the provided value of If-None-Match header for this API",
    ),
  ],
  [
    PUT({ IfNoneMatch: '*', IfMatch: HELLO_ETAG }),
    'NotImplemented',
    501,
    NOT_DONE,
    notDone(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    ),
  ],
  [PUT({ Body: 'text' }), 'InvalidArgument', 400, null],
  [PUT({ Colour: 'red' }), 'InvalidArgument', 400, null],
]

export const ON_READS: readonly Row[] = [
  [GET({ Bucket: 'no-such' }), 'NoSuchBucket', 404, NO_BUCKET],
  [GET({ Bucket: THEIRS }), 'AccessDenied', 403, 'Access Denied'],
  [GET({ Key: 'none' }), 'NoSuchKey', 404, NO_KEY, { Key: 'none' }],
  [HEAD({ Key: 'none' }), 'NoSuchKey', 404, NO_KEY, { Key: 'none' }],
  [GET({ Key: 'k'.repeat(1025) }), 'KeyTooLongError', 400, 'Your key is too long'],
  [
    GET({ Range: 'bytes=5-' }),
    'InvalidRange',
    416,
    'The requested range is not satisfiable',
    { ActualObjectSize: '5', RangeRequested: 'bytes=5-' },
  ],
  [
    HEAD({ Range: 'bytes=-0' }),
    'InvalidRange',
    416,
    'The requested range is not satisfiable',
    { ActualObjectSize: '5', RangeRequested: 'bytes=-0' },
  ],
  [
    GET({ PartNumber: 2 }),
    'InvalidPartNumber',
    416,
    'The requested partnumber is not satisfiable',
    { ActualPartCount: '1', PartNumberRequested: '2' },
  ],
  [
    GET({ PartNumber: 0 }),
    'InvalidArgument',
    400,
    'Part number must be an integer between 1 and 10000, inclusive',
    argument('partNumber', '0'),
  ],
  [
    GET({ PartNumber: 1, Range: 'bytes=0-1' }),
    'InvalidRequest',
    400,
    'Cannot specify both Range header and partNumber query parameter',
  ],
  [GET({ IfMatch: '"0"' }), 'PreconditionFailed', 412, CONDITION, { Condition: 'If-Match' }],
  [HEAD({ IfMatch: '"0"' }), 'PreconditionFailed', 412, CONDITION, { Condition: 'If-Match' }],
  [
    GET({ IfUnmodifiedSince: -10_000_000 }),
    'PreconditionFailed',
    412,
    CONDITION,
    { Condition: 'If-Unmodified-Since' },
  ],
  [GET({ IfNoneMatch: HELLO_ETAG }), 'NotModified', 304, 'Not Modified'],
  [HEAD({ IfModifiedSince: 0 }), 'NotModified', 304, 'Not Modified'],
  ...[GET, HEAD].flatMap((read): Row[] => [
    [
      read({ VersionId: VERSION }),
      'NoSuchVersion',
      404,
      'The specified version does not exist.',
      { Key: 'a', VersionId: VERSION },
    ],
    [
      read({ VersionId: 'x' }),
      'InvalidArgument',
      400,
      'Invalid version id specified',
      argument('versionId', 'x'),
    ],
    [read({ Key: 'none', VersionId: 'null' }), 'NoSuchKey', 404, NO_KEY],
    [
      read({ PartNumber: 'abc' }),
      'InvalidArgument',
      400,
      'Part number must be an integer between 1 and 10000, inclusive',
      argument('partNumber', 'abc'),
    ],
  ]),
  ...['a/b', 'a\u0001b', '', 'ab', 'k'.repeat(256)].map(
    (Bucket): Row => [GET({ Bucket }), 'InvalidBucketName', 400, NAME, { BucketName: Bucket }],
  ),
  [GET({ Bucket: 'Old_Name' }), 'NoSuchBucket', 404, NO_BUCKET, { BucketName: 'Old_Name' }],
  [
    ['GetObjectTagging', { Bucket: BUCKET, Key: 'none' }],
    'NoSuchKey',
    404,
    NO_KEY,
    { Key: `${BUCKET}/none` },
  ],
  [['GetObjectTagging', { Bucket: THEIRS, Key: 'a' }], 'AccessDenied', 403, 'Access Denied'],
]

export const ON_DELETES: readonly Row[] = [
  [['DeleteObject', { Bucket: 'no-such', Key: 'a' }], 'NoSuchBucket', 404, NO_BUCKET],
  [['DeleteObject', { Bucket: THEIRS, Key: 'a' }], 'AccessDenied', 403, 'Access Denied'],
  [
    ['DeleteObject', { Bucket: BUCKET, Key: 'a', IfMatch: '"0"' }],
    'PreconditionFailed',
    412,
    CONDITION,
    { Condition: 'If-Match' },
  ],
  [['DeleteObject', { Bucket: BUCKET, Key: 'none', IfMatch: '*' }], 'NoSuchKey', 404, NO_KEY],
  [['DeleteObjects', { Bucket: BUCKET, Delete: { Objects: [] } }], 'MalformedXML', 400, XML],
  [['DeleteObjects', { Bucket: BUCKET, Delete: { Objects: [{}] } }], 'MalformedXML', 400, XML],
  [
    ['DeleteObjects', { Bucket: BUCKET, Delete: { Objects: [{ Key: 'a' }, { Key: '' }] } }],
    'MalformedXML',
    400,
    XML,
  ],
  [
    ['DeleteObject', { Bucket: BUCKET, Key: 'a', VersionId: 'x' }],
    'InvalidArgument',
    400,
    'Invalid version id specified',
    argument('versionId', 'x'),
  ],
  [
    [
      'DeleteObjects',
      {
        Bucket: BUCKET,
        Delete: { Objects: Array.from({ length: 1001 }, (_, i) => ({ Key: `${i}` })) },
      },
    ],
    'MalformedXML',
    400,
    XML,
  ],
  [['DeleteObjects', { Bucket: BUCKET }], 'MissingRequestBodyError', 400, 'Request Body is empty'],
  [
    ['DeleteObjects', { Bucket: BUCKET, Delete: { Objects: [{ Key: 'a', VersionId: 'v' }] } }],
    'NotImplemented',
    501,
    NOT_DONE,
  ],
]

export const ON_COPIES: readonly Row[] = [
  [COPY({ CopySource: 'no-such/a' }), 'NoSuchBucket', 404, NO_BUCKET, { BucketName: 'no-such' }],
  [COPY({ Bucket: 'no-such' }), 'NoSuchBucket', 404, NO_BUCKET, { BucketName: 'no-such' }],
  [COPY({ CopySource: `${BUCKET}/none` }), 'NoSuchKey', 404, NO_KEY, { Key: 'none' }],
  [COPY({ CopySource: `${THEIRS}/a` }), 'AccessDenied', 403, 'Access Denied'],
  [COPY({ Bucket: THEIRS }), 'AccessDenied', 403, 'Access Denied'],
  [COPY({ ExpectedSourceBucketOwner: OTHER_ACCOUNT }), 'AccessDenied', 403, 'Access Denied'],
  [COPY({ CopySource: 'a' }), 'InvalidArgument', 400, null],
  [COPY({ CopySource: `${BUCKET}/%zz` }), 'InvalidArgument', 400, null],
  [
    COPY({ CopySource: `${BUCKET}/a?versionId=${VERSION}` }),
    'NoSuchVersion',
    404,
    'The specified version does not exist.',
  ],
  [COPY({ CopySource: `${BUCKET}/a?versionId=1` }), 'InvalidArgument', 400, null],
  [COPY({ CopySource: `${BUCKET}/a?versionId=%zz` }), 'InvalidArgument', 400, null],
  [
    COPY({ CopySource: `${BUCKET}/a?colour=red` }),
    'NotImplemented',
    501,
    NOT_DONE,
    notDone('x-amz-copy-source', 'The lab does not emulate colour in x-amz-copy-source.'),
  ],
  [COPY({ CopySource: 'arn%3Aaws%3As3%3A%3A%3Ax/a' }), 'NotImplemented', 501, NOT_DONE],
  [COPY({ MetadataDirective: 'MERGE' }), 'InvalidArgument', 400, null],
  [COPY({ Key: 'a' }), 'InvalidRequest', 400, ILLEGAL_COPY],
  [
    COPY({ Key: 'a', CopySource: `/${BUCKET}/%61`, MetadataDirective: 'COPY' }),
    'InvalidRequest',
    400,
    ILLEGAL_COPY,
  ],
  ...(
    [
      [{ CopySourceIfMatch: '"0"' }, 'If-Match'],
      [{ CopySourceIfNoneMatch: HELLO_ETAG }, 'If-None-Match'],
      [{ CopySourceIfModifiedSince: 0 }, 'If-Modified-Since'],
      [{ CopySourceIfUnmodifiedSince: -10_000_000 }, 'If-Unmodified-Since'],
    ] as const
  ).map(
    ([condition, header]): Row => [
      COPY(condition),
      'PreconditionFailed',
      412,
      CONDITION,
      { Condition: `x-amz-copy-source-${header}` },
    ],
  ),
  [COPY({ Key: 'b', IfNoneMatch: '*' }), 'PreconditionFailed', 412, CONDITION],
  [COPY({ ChecksumAlgorithm: 'CRC8' }), 'InvalidRequest', 400, null],
  [COPY({ StorageClass: 'STANDARD_IA' }), 'NotImplemented', 501, NOT_DONE],
]
