/**
 * Pages of the Describe operations: MaxResults, NextToken, and what comes next (ERRORS §4, §9).
 *
 * A token says after which key the next page begins, and is tied to the operation, the account, the
 * ids and the filters it was given for; with any other it is invalid. So pages are stable when rows
 * come and go between them. Items must stand in the order of their keys.
 */

import { decodeBase64, encodeBase64 } from '../../kernel/base64.ts'
import { fail, type Result } from '../../kernel/result.ts'
import { encodeValue, type Value } from '../../kernel/value.ts'
import { hex } from '../../kernel/world.ts'
import type { OperationContext } from '../../operation.ts'

/** How large a page may be. */
export interface PageLimits {
  readonly least: number
  readonly most: number
  /** cuts larger numbers instead of refusing them (DescribeInstances, M) */
  readonly cuts?: boolean
  /** the size of a page when none is asked for; everything when left out */
  readonly usual?: number
}

/** The range of most operations. */
export const PAGE_LIMITS: PageLimits = { least: 5, most: 1000 }

/** What asks for a page. */
export interface PageRequest {
  readonly MaxResults?: number | undefined
  readonly NextToken?: string | undefined
}

/** One item with the key that orders it. */
export type Keyed<T> = readonly [key: string, item: T]

/** One page, and the token of the next. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextToken: string | undefined
}

/** The refusal of a MaxResults outside its range, or null. */
export function checkLimits(request: PageRequest, limits: PageLimits): Result<never> | null {
  const asked = request.MaxResults
  if (asked === undefined) return null
  if (asked < limits.least) {
    return wrongSize(asked, `Expecting a value greater than ${limits.least}.`)
  }
  // M?: no text is known for a number that is too large.
  if (asked > limits.most && limits.cuts !== true) {
    return wrongSize(asked, `Expecting a value less than ${limits.most}.`)
  }
  return null
}

/** The page that a request asks for. `question` is all else that the request says. */
export function pageOf<T>(
  at: OperationContext,
  operation: string,
  request: PageRequest,
  limits: PageLimits,
  question: Value,
  items: readonly Keyed<T>[],
): Result<Page<T>> {
  const wrong = checkLimits(request, limits)
  if (wrong !== null) return wrong
  const seal = sealOf(at, operation, question)
  let first = 0
  if (request.NextToken !== undefined) {
    const after = readToken(request.NextToken, seal)
    if (after === null) return invalidToken(request.NextToken)
    first = items.findIndex(([key]) => key > after)
    if (first < 0) first = items.length
  }
  const asked = request.MaxResults ?? limits.usual ?? items.length
  const size = request.MaxResults === undefined ? asked : Math.min(asked, limits.most)
  const page = items.slice(first, first + size)
  const last = page[page.length - 1]
  const more = last !== undefined && first + page.length < items.length
  return {
    ok: true,
    value: {
      items: page.map(([, item]) => item),
      nextToken: more ? tokenOf(seal, last[0]) : undefined,
    },
  }
}

const wrongSize = (asked: number, why: string): Result<never> =>
  fail('InvalidParameterValue', `Value ( ${asked} ) for parameter maxResults is invalid. ${why}`)

/** Seen for DescribeVpcs; other actions may write the name in lower case (ERRORS §4). */
const invalidToken = (token: string): Result<never> =>
  fail(
    'InvalidParameterValue',
    `Value ( ${token} ) for parameter NextToken is invalid. The token is invalid.`,
  )

const SEAL_LENGTH = 16

function sealOf(at: OperationContext, operation: string, question: Value): string {
  const bytes = encodeValue([operation, at.account, question])
  return hex(at.world.hashes.sha256(bytes)).slice(0, SEAL_LENGTH)
}

/** The key goes in as UTF-16, since tags may hold any text. */
function tokenOf(seal: string, key: string): string {
  const text = seal + key
  const bytes = new Uint8Array(text.length * 2)
  for (let at = 0; at < text.length; at++) {
    bytes[2 * at] = text.charCodeAt(at) >>> 8
    bytes[2 * at + 1] = text.charCodeAt(at) & 255
  }
  return encodeBase64(bytes)
}

function readToken(token: string, seal: string): string | null {
  const bytes = decodeBase64(token)
  if (bytes === null) return null
  let text = ''
  for (let at = 0; at < bytes.length; at += 2) {
    text += String.fromCharCode(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))
  }
  const key = text.slice(SEAL_LENGTH)
  return tokenOf(seal, key) === token ? key : null
}
