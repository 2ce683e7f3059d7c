/** Calls kept of a set-up: the same world as by its lines, and the lines wherever they do not hold. */
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from '../cloud/kernel/base64.ts'
import { instant } from '../cloud/kernel/instant.ts'
import { Writer } from '../cloud/kernel/value.ts'
import { PLAIN_HASHES } from '../cloud/kernel/world.ts'
import { beginSession } from './begin.ts'
import { BUILD } from './build.ts'
import { keepSetUp, keptSetUp, writeSetUp } from './keptSetUp.ts'
import { setUpOf } from './setUp.ts'

const WORLD = { seed: 'kept', scenario: 'empty' }
const LINES = [
  "vm=$(aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro --count 1 --query 'Instances[0].InstanceId' --output text)",
  'aws ec2 wait instance-running --instance-ids $vm',
  'aws s3 mb s3://kept-notes',
  'aws s3 cp note.txt s3://kept-notes/note.txt',
]
const FILES = { 'note.txt': btoa('a note\n') }
/** Lines that no world can begin with: whoever begins has not run them. */
const WRONG = ['aws ec2 launch-rockets']

const setUp = () => {
  const found = setUpOf(WORLD, LINES, FILES)
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}
async function begun(lines: readonly string[], kept?: string) {
  const options = { ...WORLD, setUp: lines, files: FILES, ...(kept === undefined ? {} : { kept }) }
  const session = await beginSession(options, PLAIN_HASHES)
  return session.ok ? session.value : session.error.code
}
async function hashOf(lines: readonly string[], kept?: string): Promise<string> {
  const session = await begun(lines, kept)
  return typeof session === 'string' ? session : session.hash()
}

describe('the calls kept of a set-up', () => {
  it('are those that the lines come to, bytes of bodies included', () => {
    const found = setUp()
    expect(found.calls.length).toBeGreaterThan(3)
    expect(keptSetUp(keepSetUp(found))).toEqual(found)
  })

  it('begin the world that the lines begin, without running them', async () => {
    const byLines = await hashOf(LINES)
    expect(byLines).toMatch(/^[0-9a-f]{64}$/)
    expect(await hashOf(WRONG, keepSetUp(setUp()))).toBe(byLines)
    expect(await hashOf(WRONG)).toBe('SetUpRefused')
  })

  it('give way to the lines when another build has kept them', async () => {
    const to = new Writer()
    to.text(`${BUILD}-another`)
    writeSetUp(to, { ...setUp(), calls: [] })
    const other = encodeBase64(to.finish())
    expect(keptSetUp(other)).toBeNull()
    expect(await hashOf(LINES, other)).toBe(await hashOf(LINES))
  })

  it('give way to the lines when nobody can read them, or the cloud refuses one', async () => {
    const kept = keepSetUp(setUp())
    const bytes = decodeBase64(kept) ?? new Uint8Array()
    const cut = encodeBase64(bytes.subarray(0, -1))
    const longer = encodeBase64(Uint8Array.from([...bytes, 0]))
    const late = { ...setUp(), begins: instant(5) }
    const [call] = setUp().calls
    if (call === undefined) throw new Error('a call')
    const request = { ...call.request, operation: 'LaunchRockets' }
    const refused = keepSetUp({ ...setUp(), calls: [{ ...call, request }] })
    const byLines = await hashOf(LINES)
    for (const bad of ['', '%', cut, longer, keepSetUp(late), refused]) {
      expect(await hashOf(LINES, bad)).toBe(byLines)
    }
  })
})
