/**
 * Base64 (RFC 4648, section 4), since the cloud has no `atob`: user data, tokens, keys, checksums.
 *
 * The reader is strict: padding must be there, and no other characters. Not checked: that unused
 * bits of the last group are zero.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes as Base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let out = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (let place = 0; place < 4; place++) {
      out += place <= left ? ALPHABET[(group >>> (18 - 6 * place)) & 63] : '='
    }
  }
  return out
}

/** The bytes that a text in Base64 stands for, or null when it is not Base64. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let at = 0; at < text.length; at += 4) {
    let group = 0
    for (let place = 0; place < 4; place++) {
      group = (group << 6) | Math.max(0, ALPHABET.indexOf(text[at + place] ?? '='))
    }
    const to = (at / 4) * 3
    for (let place = 0; place < 3; place++) {
      if (to + place < bytes.length) bytes[to + place] = (group >>> (16 - 8 * place)) & 255
    }
  }
  return bytes
}
