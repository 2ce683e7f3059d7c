/**
 * Key pairs as EC2 gives and takes them: private keys in PEM, public keys as OpenSSH lines, and
 * fingerprints.
 *
 * Sources: EC2 user guide, "Verify the fingerprint of your key pair" (SHA-1 of the private key in
 * PKCS#8 for an RSA key that EC2 made, MD5 of the public key in DER for an imported one, SHA-256 in
 * Base64 with padding for Ed25519); OpenSSH's PROTOCOL.key for openssh-key-v1. Simplified: of the
 * public key formats that EC2 imports, only OpenSSH's lines are read.
 */
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { decodeBase64, encodeBase64 } from '../../../kernel/base64.ts'
import { join, numberOf, pem, sshField, sshFields, sshNumber } from './der.ts'
import { ed25519PublicKey } from './ed25519.ts'
import { newRsaKey, pkcs1, pkcs8, publicDer, sshRsa } from './rsa.ts'

export type KeyType = 'rsa' | 'ed25519'

/** A public key with its fingerprint. */
export interface PublicKey {
  readonly type: KeyType
  /** an OpenSSH line without its comment */
  readonly line: string
  readonly fingerprint: string
}

/** A new key with its private half in PEM. */
export interface NewKey extends PublicKey {
  readonly material: string
}

/** Random hexadecimal digits, as many as asked for. */
export type Digits = (count: number) => string

/** A new key of a type. */
export const newKey = (type: KeyType, digits: Digits): NewKey =>
  type === 'rsa' ? rsaKey(digits) : ed25519Key(digits)

function rsaKey(digits: Digits): NewKey {
  const key = newRsaKey(digits)
  return {
    type: 'rsa',
    line: `ssh-rsa ${encodeBase64(sshRsa(key))}`,
    fingerprint: colons(sha1(pkcs8(key))),
    material: pem('RSA PRIVATE KEY', pkcs1(key), 64),
  }
}

function ed25519Key(digits: Digits): NewKey {
  const seed = bytesOfHex(digits(64))
  const publicKey = ed25519PublicKey(seed)
  const check = bytesOfHex(digits(8))
  const blob = join([sshField(ED25519), sshField(publicKey)])
  const secret = [check, check, blob, sshField(join([seed, publicKey])), sshField('')]
  const bare = join(secret)
  const padding = Uint8Array.from({ length: (8 - (bare.length % 8)) % 8 }, (_, at) => at + 1)
  const file = join([
    new TextEncoder().encode('openssh-key-v1\0'),
    sshField('none'),
    sshField('none'),
    sshField(''),
    sshNumber(1),
    sshField(blob),
    sshField(join([bare, padding])),
  ])
  return {
    type: 'ed25519',
    line: `${ED25519} ${encodeBase64(blob)}`,
    fingerprint: encodeBase64(sha256(blob)),
    material: pem('OPENSSH PRIVATE KEY', file, 70),
  }
}

const ED25519 = 'ssh-ed25519'
/** The lengths of RSA keys that EC2 imports (EC2 user guide, "Create a key pair"). */
const RSA_BITS: readonly number[] = [1024, 2048, 4096]

/** The public key of an OpenSSH line, or null when it is none that EC2 takes. */
export function readPublicKey(text: string): PublicKey | null {
  const [name = '', encoded = ''] = text.trim().split(/[ \t]+/)
  const blob = decodeBase64(encoded)
  const fields = blob === null ? null : sshFields(blob)
  if (blob === null || fields === null) return null
  const [named, first, second] = fields
  if (named === undefined || new TextDecoder().decode(named) !== name) return null
  const line = `${name} ${encoded}`
  if (name === ED25519 && first?.length === 32 && fields.length === 2) {
    return { type: 'ed25519', line, fingerprint: encodeBase64(sha256(blob)) }
  }
  if (name !== 'ssh-rsa' || first === undefined || second === undefined || fields.length !== 3) {
    return null
  }
  const key = { exponent: numberOf(first), modulus: numberOf(second) }
  if (!RSA_BITS.includes(key.modulus.toString(2).length)) return null
  return { type: 'rsa', line, fingerprint: colons(md5(publicDer(key))) }
}

function bytesOfHex(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  )
}

/** `1f:51:…`, as EC2 writes RSA fingerprints. */
function colons(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':')
}
