/** Keys against RFC 8032's vectors, Node's crypto and OpenSSH's own reader. */

import { spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../../kernel/base64.ts'
import { ed25519PublicKey } from './ed25519.ts'
import { newKey, readPublicKey } from './material.ts'
import { isPrime, newRsaKey } from './rsa.ts'

/** Digits from a chain of hashes: the same for the same seed. */
function digitsFrom(seed: string): (count: number) => string {
  let round = 0
  return (count) => {
    let text = ''
    while (text.length < count) {
      text += createHash('sha256').update(`${seed}/${round++}`).digest('hex')
    }
    return text.slice(0, count)
  }
}

const fromHex = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'))
const colons = (hexadecimal: string) => (hexadecimal.match(/../g) ?? []).join(':')

describe('Ed25519 public keys', () => {
  // RFC 8032, section 7.1, tests 1, 2, 3, 1024 and SHA(abc).
  it.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    ],
    [
      'f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5',
      '278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e',
    ],
    [
      '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
      'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    ],
  ])('%s', (seed, expected) => {
    expect(Buffer.from(ed25519PublicKey(fromHex(seed))).toString('hex')).toBe(expected)
  })
})

describe('primes', () => {
  it('tells primes from composites, Carmichael numbers too', () => {
    for (const prime of [104_729n, (1n << 127n) - 1n, (1n << 521n) - 1n]) {
      expect(isPrime(prime)).toBe(true)
    }
    for (const composite of [561n, 41_041n, 3_215_031_751n, (1n << 127n) + 1n, 104_729n * 3n]) {
      expect(isPrime(composite)).toBe(false)
    }
  })

  it('makes a modulus of exactly 2048 bits', () => {
    expect(newRsaKey(digitsFrom('bits')).modulus.toString(2)).toHaveLength(2048)
  })
})

describe('RSA key pairs', () => {
  const key = newKey('rsa', digitsFrom('rsa'))
  const whole = createPrivateKey(key.material)

  it('are PKCS#1 keys that sign', () => {
    expect(key.material.startsWith('-----BEGIN RSA PRIVATE KEY-----\n')).toBe(true)
    const message = Buffer.from('cloudglass')
    const signature = sign('sha256', message, whole)
    expect(verify('sha256', message, createPublicKey(whole), signature)).toBe(true)
  })

  it('have the SHA-1 of the PKCS#8 form as fingerprint when EC2 made them', () => {
    const der = whole.export({ type: 'pkcs8', format: 'der' })
    expect(key.fingerprint).toBe(colons(createHash('sha1').update(der).digest('hex')))
  })

  it('have the MD5 of the public key as fingerprint when they are imported', () => {
    const der = createPublicKey(whole).export({ type: 'spki', format: 'der' })
    expect(readPublicKey(`${key.line} someone@here`)).toEqual({
      type: 'rsa',
      line: key.line,
      fingerprint: colons(createHash('md5').update(der).digest('hex')),
    })
  })

  it('are the same for the same digits', () => {
    expect(newKey('rsa', digitsFrom('rsa'))).toEqual(key)
  })
})

const sshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined

describe('Ed25519 key pairs', () => {
  const key = newKey('ed25519', digitsFrom('ed'))

  it('hold the seed and the public key that belongs to it', () => {
    const body = key.material.split('\n').slice(1, -1).join('')
    const file = decodeBase64(body) ?? new Uint8Array()
    const blob = Buffer.from(key.line.split(' ')[1] ?? '', 'base64')
    const publicKey = blob.subarray(blob.length - 32)
    expect(Buffer.from(file).includes(blob)).toBe(true)
    expect(Buffer.from(ed25519PublicKey(fromHex(digitsFrom('ed')(64))))).toEqual(publicKey)
    expect(key.fingerprint).toBe(createHash('sha256').update(blob).digest('base64'))
  })

  it.runIf(sshKeygen)('are read by ssh-keygen, with the same fingerprint', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cloudglass-'))
    try {
      const path = join(folder, 'key')
      writeFileSync(path, `${key.material}\n`, { mode: 0o600 })
      const told = spawnSync('ssh-keygen', ['-y', '-f', path], { encoding: 'utf8' })
      expect(told.stdout.trim()).toBe(key.line)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('are recognised when imported', () => {
    const { type, line, fingerprint } = key
    expect(readPublicKey(`${line} me`)).toEqual({ type, line, fingerprint })
  })
})

describe('public keys that EC2 does not take', () => {
  const { line } = newKey('ed25519', digitsFrom('bad'))
  it.each([
    '',
    'ssh-rsa',
    'ssh-rsa AAAA',
    'ssh-ed25519 not-base64',
    line.replace('ssh-ed25519', 'ssh-rsa'),
    line.slice(0, -4),
    `ssh-dss ${line.split(' ')[1]}`,
  ])('%s', (text) => expect(readPublicKey(text)).toBeNull())
})

describe('Base64', () => {
  it('agrees with Node, and reads back what it wrote', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 97 + length) & 255)
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
    }
  })

  it.each(['A', 'AB=C', 'AAA', 'A===', 'AA A', 'AAA\n'])('refuses %j', (text) => {
    expect(decodeBase64(text)).toBeNull()
  })
})
