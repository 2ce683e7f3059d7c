import { describe, expect, test } from 'vitest'
import type { Members } from '../cloud/call.ts'
import { LabStore } from '../stage/lab.svelte.ts'
import { Console } from './console.svelte.ts'
import { answered, broken, FakePort, lost } from './testing.ts'

function consoleOnFake() {
  const port = new FakePort()
  return { port, console: new Console(new LabStore(port)) }
}

describe('the page’s console', () => {
  test('asks again for an image when there was none', async () => {
    const { port, console } = consoleOnFake()
    const inputs: Members[] = []
    let images: Members[] = []
    port.answer = async ({ operation, input }) => {
      if (operation === 'RunInstances') inputs.push(input)
      return answered(0, null, operation === 'DescribeImages' ? { Images: images } : {})
    }
    await console.launch('t3.micro', 1)
    images = [{ ImageId: 'ami-1' }]
    await console.launch('t3.micro', 1)
    expect(inputs.map(({ ImageId }) => ImageId)).toEqual(['', 'ami-1'])
  })

  test('does without an answer when the worker died, and hides no fault of the page', async () => {
    const { port, console } = consoleOnFake()
    port.answer = lost
    expect(await console.privateAddress('i-1')).toBe('')
    await expect(console.askTypes()).resolves.toBeUndefined()
    port.answer = broken
    await expect(console.privateAddress('i-1')).rejects.toThrow(TypeError)
    await expect(console.askTypes()).rejects.toThrow(TypeError)
  })
})
