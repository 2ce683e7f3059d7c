/**
 * The checksums that S3 keeps of an object: CRC32, CRC32C, CRC64NVME, SHA-1 and SHA-256.
 */
import { sha1 } from '@noble/hashes/legacy.js'
import { encodeBase64 } from '../kernel/base64.ts'
import type { Hashes } from '../kernel/world.ts'
import type { ChecksumName } from './rows.ts'

/** A checksum as S3 writes it: Base64 of the digest, CRCs in big-endian order. */
export function checksum(name: ChecksumName, bytes: Uint8Array, hashes: Hashes): string {
  switch (name) {
    case 'CRC32':
      return encodeBase64(bigEndian([hashes.crc32(bytes)]))
    case 'CRC32C':
      return encodeBase64(bigEndian([hashes.crc32c(bytes)]))
    case 'CRC64NVME':
      return encodeBase64(bigEndian(hashes.crc64nvme(bytes)))
    case 'SHA1':
      return encodeBase64(sha1(bytes))
    case 'SHA256':
      return encodeBase64(hashes.sha256(bytes))
  }
}

function bigEndian(words: readonly number[]): Uint8Array {
  const out = new DataView(new ArrayBuffer(4 * words.length))
  for (const [at, word] of words.entries()) out.setUint32(4 * at, word)
  return new Uint8Array(out.buffer)
}
