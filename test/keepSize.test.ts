/** What a page needs of the keep at first is small: idb and the keep, without what is fetched when it is wanted. */
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { expect, it } from 'vitest'
import { ROOT } from './architecture/repository.ts'

it('fits in 4 KiB', async () => {
  const bundle = await rolldown({ input: `${ROOT}/src/keep/keep.ts`, external: [/\/rare\.ts$/] })
  const { output } = await bundle.generate({ format: 'es', minify: true })
  const [{ code }, ...others] = output
  expect(others).toEqual([])
  // It is all there: idb, and both of what rows can lie on.
  for (const part of ['IDBObjectStore', 'objectStore', 'onstatus']) expect(code).toContain(part)
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(4096)
})
