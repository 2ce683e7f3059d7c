/**
 * A `Ref` names one thing of the cloud in one string, everywhere: rows, marks on the page, events, URLs.
 *
 * AWS's things carry their ARN; ours are `lab:kind/id[/kind/id…]`, such as `lab:host/h-0503` or
 * `lab:host/h-0503/frame/37`. Two refs are the same thing exactly when the strings are equal.
 */
declare const refBrand: unique symbol

/** The name of one thing: an ARN, or `lab:kind/id…`. */
export type Ref = string & { readonly [refBrand]: true }

/** The one Region the lab runs. */
export const REGION = 'us-east-1'
/** The account that the learner works in. */
export const FIRST_ACCOUNT = '123456789012'

/** An ARN of the partition `aws`. Global services pass an empty region. */
export const arn = (service: string, region: string, account: string, resource: string): Ref =>
  `arn:aws:${service}:${region}:${account}:${resource}` as Ref

/** The ARN of one of EC2's things in the lab's Region, such as `('instance', 'i-…')`. */
export const ec2Ref = (account: string, kind: string, id: string): Ref =>
  arn('ec2', REGION, account, `${kind}/${id}`)

/** A bucket: `arn:aws:s3:::name`. Its ARN names no account, since the name is one of the whole partition. */
export const s3BucketRef = (name: string): Ref => arn('s3', '', '', name)

/** An object: `arn:aws:s3:::name/key`. The key is written as it is, so it may hold `/` and `:`. */
export const s3ObjectRef = (bucket: string, key: string): Ref =>
  arn('s3', '', '', `${bucket}/${key}`)

/** One of the lab's own things: `labRef('host', 'h-0503')`. */
export const labRef = (kind: string, id: string): Ref => `lab:${kind}/${id}` as Ref

/**
 * What a ref names: its kind (`instance`, `host`, …), the id within it, and the account of an ARN. S3's kinds
 * are `bucket`, whose id is its name, and `object`, whose id is `bucket/key`; `objectParts` takes it apart.
 */
export interface RefParts {
  readonly kind: string
  readonly id: string
  readonly account: string | null
}

/** The parts of a ref, or null when the text is not one; safe on text from a URL. */
export function parseRef(text: string): RefParts | null {
  if (text.startsWith('lab:')) return split(text.slice(4), null)
  const fields = text.split(':')
  if (fields.length < 6 || fields[0] !== 'arn' || fields[1] !== 'aws') return null
  const path = fields.slice(5).join(':')
  return fields[2] === 's3' ? splitS3(path) : split(path, fields[4] ?? '')
}

/** The bucket and the key of an object's id, `bucket/key`: a bucket's name holds no slash. */
export function objectParts(id: string): { readonly bucket: string; readonly key: string } {
  const slash = id.indexOf('/')
  return { bucket: id.slice(0, slash), key: id.slice(slash + 1) }
}

function splitS3(path: string): RefParts | null {
  const slash = path.indexOf('/')
  if (path === '' || slash === 0 || slash === path.length - 1) return null
  return { kind: slash < 0 ? 'bucket' : 'object', id: path, account: '' }
}

function split(path: string, account: string | null): RefParts | null {
  const slash = path.indexOf('/')
  if (slash < 1 || slash === path.length - 1) {
    return account !== null && path.length > 0 ? { kind: path, id: '', account } : null
  }
  return { kind: path.slice(0, slash), id: path.slice(slash + 1), account }
}

/** Text from outside as a ref, or null when it has not the form of one. */
export const asRef = (text: string): Ref | null => (parseRef(text) === null ? null : (text as Ref))
