/**
 * The three things the cloud may use from its host beyond the language: WebAssembly, TextEncoder
 * and TextDecoder. They are deterministic and synchronous as declared here, and are everywhere
 * (browsers, workers, Node). Whatever else a host offers is a compile error in this folder.
 * Simplified: only the synchronous part of WebAssembly; the shapes agree with those of the DOM's
 * library, so the same source also compiles in the page's program.
 */

declare namespace WebAssembly {
  /** Any function of a module; cast it to its true signature where it is taken out. */
  type ExportedFunction = (...args: never[]) => unknown
  type ExportValue = ExportedFunction | Memory
  type Exports = Record<string, ExportValue>
  type Imports = Record<string, Record<string, ExportValue | number>>

  /** Whether the bytes are a module this host can run; tells whether SIMD is there. */
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean

  class Module {
    /** Compiles at once; hosts limit how large this may be on a page, not in a worker. */
    constructor(bytes: Uint8Array<ArrayBuffer>)
  }

  class Instance {
    constructor(module: Module, imports?: Imports)
    readonly exports: Exports
  }

  class Memory {
    /** Sizes in pages of 64 KiB. */
    constructor(descriptor: { initial: number; maximum?: number })
    readonly buffer: ArrayBuffer
    /** Grows by that many pages, detaches the old buffer, returns the old size in pages. */
    grow(pages: number): number
  }
}

/** UTF-8 only. */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}

declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes: Uint8Array): string
}
