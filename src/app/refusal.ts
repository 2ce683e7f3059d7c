/** A refusal in a plain sentence; AWS's own message where the words file has none for its code. */
import type { Failure } from '../cloud/kernel/result.ts'
import { words } from './words.ts'

export const plainRefusal = (error: Failure): string => words.refusals[error.code] ?? error.message
