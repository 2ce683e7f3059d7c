/** s3rver in a process of its own, on a folder of its own: what the endpoint is measured against. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Server {
  run(): Promise<{ readonly port: number }>
}
type Options = Readonly<Record<string, unknown>>

const S3rver = createRequire(import.meta.url)('s3rver') as new (options: Options) => Server
const directory = mkdtempSync(join(tmpdir(), 'cloudglass-s3rver-'))
process.on('exit', () => rmSync(directory, { recursive: true }))
process.on('message', () => process.send?.(process.cpuUsage()))
process.on('disconnect', () => process.exit())

const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory })
const { port } = await server.run()
console.log(`listening on http://127.0.0.1:${port}`)
