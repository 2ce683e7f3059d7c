/** A worker's death in a `catch`: the store tells of it, so nothing more is to be done there. */
import { WorkerLost } from '../bridge/client.ts'
import { Left } from '../lesson/port.ts'

/** Passes over the death of the worker and a world that was left; anything else is a fault of the page, and thrown on. */
export function passLost(error: unknown): void {
  if (!(error instanceof WorkerLost || error instanceof Left)) throw error
}
