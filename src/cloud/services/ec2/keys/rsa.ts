/**
 * RSA keys of 2048 bits (RFC 8017), made of two random primes, and how they are written.
 *
 * The primes are found by sieving from a random odd number and by Miller-Rabin with the bases that
 * `BASES` lists, which for random candidates errs far more rarely than once in 2^80 (Damgard,
 * Landrock, Pomerance). About a quarter of a second in Node. A key comes from the world's seed: it
 * is real, and must protect nothing outside.
 */
import {
  DER_RSA,
  derBits,
  derInteger,
  derOctets,
  derSequence,
  join,
  sshField,
  sshInteger,
} from './der.ts'
import { inverseOf, power } from './modular.ts'

/** An RSA public key. */
export interface RsaPublicKey {
  readonly modulus: bigint
  readonly exponent: bigint
}

/** An RSA private key with two primes. */
export interface RsaPrivateKey extends RsaPublicKey {
  readonly secret: bigint
  readonly p: bigint
  readonly q: bigint
}

const EXPONENT = 65_537n
const PRIME_BITS = 1024
const BASES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n] as const
const SIEVE_LIMIT = 10_000

/** A new key; `digits` gives that many random hexadecimal digits. */
export function newRsaKey(digits: (count: number) => string): RsaPrivateKey {
  const p = newPrime(digits)
  let q = newPrime(digits)
  while (q === p) q = newPrime(digits)
  const secret = inverseOf(EXPONENT, (p - 1n) * (q - 1n))
  return { modulus: p * q, exponent: EXPONENT, secret, p, q }
}

/** A prime whose two highest bits are set, so that two of them make exactly 2048 bits. */
function newPrime(digits: (count: number) => string): bigint {
  const drawn = BigInt(`0x${digits(PRIME_BITS / 4)}`)
  const start = drawn | (3n << BigInt(PRIME_BITS - 2)) | 1n
  const primes = smallPrimes()
  const rests = primes.map((prime) => Number(start % BigInt(prime)))
  for (let offset = 0; ; offset += 2) {
    const divided = primes.some((prime, at) => ((rests[at] ?? 0) + offset) % prime === 0)
    if (divided) continue
    const candidate = start + BigInt(offset)
    if ((candidate - 1n) % EXPONENT !== 0n && isPrime(candidate)) return candidate
  }
}

/** The odd primes of the sieve: found when a key is made, since most worlds make none. */
function smallPrimes(): number[] {
  const primes: number[] = []
  for (let n = 3; n < SIEVE_LIMIT; n += 2) {
    if (!primes.some((prime) => prime * prime <= n && n % prime === 0)) primes.push(n)
  }
  return primes
}

/** Miller-Rabin for odd numbers above the bases. */
export function isPrime(n: bigint): boolean {
  let odd = n - 1n
  let halvings = 0
  while ((odd & 1n) === 0n) {
    odd >>= 1n
    halvings++
  }
  return BASES.every((base) => {
    let x = power(base, odd, n)
    if (x === 1n || x === n - 1n) return true
    for (let round = 1; round < halvings; round++) {
      x = (x * x) % n
      if (x === n - 1n) return true
    }
    return false
  })
}

/** RSAPrivateKey of PKCS#1 (RFC 8017, appendix A.1.2). */
export function pkcs1(key: RsaPrivateKey): Uint8Array {
  const { modulus, exponent, secret, p, q } = key
  const parts = [0n, modulus, exponent, secret, p, q, secret % (p - 1n), secret % (q - 1n)]
  return derSequence([...parts, inverseOf(q, p)].map(derInteger))
}

/** PrivateKeyInfo of PKCS#8 (RFC 5208), unencrypted. */
export const pkcs8 = (key: RsaPrivateKey): Uint8Array =>
  derSequence([derInteger(0n), DER_RSA, derOctets(pkcs1(key))])

/** SubjectPublicKeyInfo (RFC 5280). */
export const publicDer = ({ modulus, exponent }: RsaPublicKey): Uint8Array =>
  derSequence([DER_RSA, derBits(derSequence([derInteger(modulus), derInteger(exponent)]))])

/** The blob of an `ssh-rsa` public key (RFC 4253, section 6.6). */
export const sshRsa = ({ modulus, exponent }: RsaPublicKey): Uint8Array =>
  join([sshField('ssh-rsa'), sshInteger(exponent), sshInteger(modulus)])
