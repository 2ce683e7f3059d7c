/**
 * The hash that a compiled lesson is kept under: SHA-256 of its content, in hex, the same wherever it was compiled.
 *
 * Not the browser's own SHA-256, which a page has only where it is served securely.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { canonicalJson } from './canonical.ts'
import type { Lesson } from './lesson.ts'

export const lessonHash = (lesson: Lesson): string =>
  bytesToHex(sha256(new TextEncoder().encode(canonicalJson(lesson))))
