/** The shelf of the page's terminal, and files between it and the person's machine. */
import { MemoryShelf } from '../../bridge/shelf.ts'
import type { Result } from '../../cloud/kernel/result.ts'

/** A shelf that notes what is written to it. */
export class NotedShelf extends MemoryShelf {
  readonly #written = new Set<string>()

  override write(name: string, bytes: Uint8Array, modifiedMs?: number): Result<null> {
    const result = super.write(name, bytes, modifiedMs)
    if (result.ok) this.#written.add(name)
    return result
  }

  /** The files written since this was last asked, that are still there. */
  takeWritten(): readonly string[] {
    const names = [...this.#written].filter((name) => this.read(name) !== undefined)
    this.#written.clear()
    return names
  }
}

/** Gives a file to the browser to keep. */
export function download(name: string, bytes: Uint8Array): void {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)]))
  const link = document.createElement('a')
  link.href = address
  link.download = name.replace(/^.*\//s, '')
  link.click()
  URL.revokeObjectURL(address)
}
