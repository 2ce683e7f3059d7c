/**
 * What S3's listings share: names written for a URL, tokens of the next page, owners, and their errors.
 *
 * A token is the place where the next page begins, sealed: it can be handed back and not be read or made up.
 * It is tied to the operation and to what is listed; with another it is refused. Not checked: that prefix and
 * delimiter are those of the page before, as S3 does not ask for it either (M).
 */
import { decodeBase64, encodeBase64 } from '../../kernel/base64.ts'
import type { Result } from '../../kernel/result.ts'
import { encodeValue } from '../../kernel/value.ts'
import { hex, type World } from '../../kernel/world.ts'
import { invalidArgument } from '../../storage/errors.ts'

/** The refusal of a continuation token that no page gave. */
export const invalidToken = (): Result<never> =>
  invalidArgument('The continuation token provided is incorrect', 'continuation-token')

/** The refusal of a number outside its range. */
export const checkRange = (
  name: string,
  value: number,
  least: number,
  most: number,
): Result<never> | null =>
  value >= least && value <= most
    ? null
    : invalidArgument(
        `Argument ${name} must be an integer between ${least} and ${most}`,
        name,
        String(value),
      )

/** How S3 names an account outside IAM: 64 hexadecimal digits. Which, is the lab's choice: SHA-256 of its number. */
export const canonicalId = (world: World, account: string): string =>
  hex(world.hashes.sha256(new TextEncoder().encode(account)))

/** What is left as it is by `encoding-type=url`. */
const PLAIN = /[A-Za-z0-9\-_.*/]/

/**
 * A name as `encoding-type=url` writes it: the bytes of its UTF-8 as a form would have them, but slashes as
 * they are. A space is `+`, a plus sign `%2B` and a tilde `%7E` (measured against S3: brekkylab/backlot#178;
 * MinIO's `s3URLEncode` agrees).
 */
export function urlName(name: string): string {
  let out = ''
  for (const byte of new TextEncoder().encode(name)) {
    const character = String.fromCharCode(byte)
    if (PLAIN.test(character)) out += character
    else if (character === ' ') out += '+'
    else out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

const SEAL_LENGTH = 16

/** The token of a place, which is a byte string. `scope` is what is listed, by whom. */
export function tokenOf(world: World, scope: readonly string[], place: string): string {
  const seal = sealOf(world, scope, place)
  const bytes = new Uint8Array(SEAL_LENGTH + place.length)
  bytes.set(seal)
  for (let at = 0; at < place.length; at++) bytes[SEAL_LENGTH + at] = place.charCodeAt(at)
  mask(world, seal, bytes.subarray(SEAL_LENGTH))
  return encodeBase64(bytes)
}

/** The place of a token, or null when it was not given for this scope. */
export function placeOf(world: World, scope: readonly string[], token: string): string | null {
  const bytes = decodeBase64(token)
  if (bytes === null || bytes.length < SEAL_LENGTH) return null
  const body = bytes.slice(SEAL_LENGTH)
  mask(world, bytes.slice(0, SEAL_LENGTH), body)
  let place = ''
  for (const byte of body) place += String.fromCharCode(byte)
  return tokenOf(world, scope, place) === token ? place : null
}

function sealOf(world: World, scope: readonly string[], place: string): Uint8Array {
  return world.hashes.sha256(encodeValue([...scope, place])).slice(0, SEAL_LENGTH)
}

/** Adds a stream of bytes that follows from the seal; once more takes it off. */
function mask(world: World, seal: Uint8Array, body: Uint8Array): void {
  for (let at = 0; at < body.length; at += 32) {
    const stream = world.hashes.sha256(encodeValue([seal, at]))
    for (let i = 0; i < 32 && at + i < body.length; i++) {
      body[at + i] = (body[at + i] ?? 0) ^ (stream[i] ?? 0)
    }
  }
}
