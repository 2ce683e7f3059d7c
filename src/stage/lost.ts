/** A worker's death in a `catch`: the store tells of it, so nothing more is to be done there. */
import { WorkerLost } from '../bridge/client.ts'

/** Passes over the death of the worker; anything else is a fault of the page and is thrown on. */
export function passLost(error: unknown): void {
  if (!(error instanceof WorkerLost)) throw error
}
