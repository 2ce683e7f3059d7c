/** Reads `extra.json`: what the SDK's schemas lack, kept by hand, by service. */
import { readFileSync } from 'node:fs'
import type { ServiceName } from '../../src/models/index.ts'
import type { Pages, Waiter } from '../../src/models/model.ts'

/** One service's extra facts. */
export interface Extra {
  readonly endpointPrefix: string
  /** The operations that change nothing. */
  readonly reads: readonly string[]
  readonly pages: Readonly<Record<string, Pages>>
  readonly waiters: Readonly<Record<string, Waiter>>
}

/** The extra facts of a service; their truth is the business of `test/models.test.ts`. */
export function readExtra(service: ServiceName): Extra {
  const text = readFileSync(new URL('./extra.json', import.meta.url), 'utf8')
  const all: Readonly<Record<ServiceName, Extra>> = JSON.parse(text)
  return all[service]
}
