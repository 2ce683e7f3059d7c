/**
 * Text as bytes: UTF-8 (RFC 3629), and WTF-8 (Simon Sapin) where a surrogate stands alone.
 *
 * Every JavaScript string has exactly one encoding and comes back unit by unit, which TextEncoder
 * does not promise: it makes each lone surrogate U+FFFD. The reader refuses all other spellings:
 * overlong forms, codes above U+10FFFF, and a pair of surrogates written as two times three bytes.
 */
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff
const CHUNK = 1024

/** The bytes that `text` takes; equal to `text.length` exactly when it is ASCII. */
export function encodedLength(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    length += unit < 0x800 ? 1 : 2
    // A pair is four bytes for two units: what its first half has added covers both.
    if (isHigh(unit) && isLow(text.charCodeAt(i + 1))) i++
  }
  return length
}

/** Writes `text` into `buffer` from `offset`, where `encodedLength(text)` bytes must have room. */
export function encodeText(text: string, buffer: Uint8Array, offset: number): void {
  let at = offset
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0
    if (code < 0x80) {
      buffer[at++] = code
      continue
    }
    if (code < 0x800) buffer[at++] = 0xc0 | (code >> 6)
    else {
      if (code < 0x10000) buffer[at++] = 0xe0 | (code >> 12)
      else {
        buffer[at++] = 0xf0 | (code >> 18)
        buffer[at++] = 0x80 | ((code >> 12) & 0x3f)
        i++
      }
      buffer[at++] = 0x80 | ((code >> 6) & 0x3f)
    }
    buffer[at++] = 0x80 | (code & 0x3f)
  }
}

/** The text in `bytes`, or null when they are not the encoding of any string. */
export function decodeText(bytes: Uint8Array): string | null {
  let ascii = 0
  while (ascii < bytes.length && (bytes[ascii] ?? 0) < 0x80) ascii++
  let text = ''
  for (let i = 0; i < ascii; i += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(i, Math.min(ascii, i + CHUNK)))
  }
  let previous = 0
  for (let i = ascii; i < bytes.length; ) {
    const code = codeAt(bytes, i)
    if (code < 0 || (isLow(code) && isHigh(previous))) return null
    text += String.fromCodePoint(code)
    previous = code
    i += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return text
}

/** The code point whose bytes begin at `i`, or -1 when they are cut short, overlong or no code. */
function codeAt(bytes: Uint8Array, i: number): number {
  const lead = bytes[i] ?? 0
  if (lead < 0x80) return lead
  if (lead < 0xc2 || lead > 0xf4) return -1
  const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3
  if (i + more >= bytes.length) return -1
  let code = lead & (0x3f >> more)
  for (let k = 1; k <= more; k++) {
    const next = bytes[i + k] ?? 0
    if ((next & 0xc0) !== 0x80) return -1
    code = (code << 6) | (next & 0x3f)
  }
  const least = more === 1 ? 0x80 : more === 2 ? 0x800 : 0x10000
  return code < least || code > 0x10ffff ? -1 : code
}
