/**
 * The few forms that keys are written in: DER (ITU-T X.690), PEM (RFC 7468), and the length-prefixed
 * fields of SSH (RFC 4251, section 5).
 */
import { encodeBase64 } from '../../../kernel/base64.ts'

const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const NULL = 0x05
const OBJECT = 0x06
const SEQUENCE = 0x30

/** Some byte strings, one after another. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** A natural number as big-endian bytes without leading zeros; 0 has none. */
export function bytesOf(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array()
  const digits = value.toString(16)
  const even = digits.length % 2 === 0 ? digits : `0${digits}`
  return Uint8Array.from({ length: even.length / 2 }, (_, at) =>
    Number.parseInt(even.slice(2 * at, 2 * at + 2), 16),
  )
}

/** The natural number that big-endian bytes stand for. */
export function numberOf(bytes: Uint8Array): bigint {
  let digits = ''
  for (const byte of bytes) digits += byte.toString(16).padStart(2, '0')
  return digits === '' ? 0n : BigInt(`0x${digits}`)
}

/** A natural number in two's complement: a zero byte before a high first bit. */
function signed(value: bigint): Uint8Array {
  const bytes = bytesOf(value)
  return (bytes[0] ?? 0) > 127 ? join([Uint8Array.of(0), bytes]) : bytes
}

function element(tag: number, content: Uint8Array): Uint8Array {
  const length = content.length
  const size = bytesOf(BigInt(length))
  const head = length < 128 ? [tag, length] : [tag, 128 + size.length, ...size]
  return join([Uint8Array.from(head), content])
}

export const derInteger = (value: bigint): Uint8Array =>
  element(INTEGER, value === 0n ? Uint8Array.of(0) : signed(value))
export const derSequence = (parts: readonly Uint8Array[]): Uint8Array =>
  element(SEQUENCE, join(parts))
export const derOctets = (bytes: Uint8Array): Uint8Array => element(OCTET_STRING, bytes)
export const derBits = (bytes: Uint8Array): Uint8Array =>
  element(BIT_STRING, join([Uint8Array.of(0), bytes]))

/** The AlgorithmIdentifier of rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017, appendix A.1). */
export const DER_RSA: Uint8Array = derSequence([
  element(OBJECT, Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01)),
  element(NULL, new Uint8Array()),
])

/** A PEM block with lines of `width` characters, without a line break at its end. */
export function pem(label: string, bytes: Uint8Array, width: number): string {
  const text = encodeBase64(bytes)
  const lines = [`-----BEGIN ${label}-----`]
  for (let at = 0; at < text.length; at += width) lines.push(text.slice(at, at + width))
  return [...lines, `-----END ${label}-----`].join('\n')
}

/** A number of four bytes. */
export const sshNumber = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
/** A field with its length before it; text is ASCII or UTF-8. */
export function sshField(content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return join([sshNumber(bytes.length), bytes])
}
/** A natural number as SSH's `mpint`. */
export const sshInteger = (value: bigint): Uint8Array => sshField(signed(value))

/** The fields of an SSH blob, or null when it is not whole. */
export function sshFields(blob: Uint8Array): Uint8Array[] | null {
  const fields: Uint8Array[] = []
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  let at = 0
  while (at < blob.length) {
    if (at + 4 > blob.length) return null
    const length = view.getUint32(at)
    if (at + 4 + length > blob.length) return null
    fields.push(blob.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return fields
}
