import { expect, test } from 'vitest'
import { Live } from './live.ts'

test('who begins is heard by the others, and not by itself', async () => {
  const heard: string[] = []
  const channels = ['a', 'b', 'c'].map((name) => {
    const channel = new BroadcastChannel('cloudglass-live-test')
    const live = new Live(channel)
    live.onother = () => heard.push(name)
    return { channel, live }
  })
  channels[0]?.live.begin()
  await new Promise<void>((resolve) => {
    const last = channels[2]
    if (last === undefined) return
    last.live.onother = () => {
      heard.push('c')
      resolve()
    }
  })
  expect(heard).toEqual(['b', 'c'])
  for (const { channel } of channels) channel.close()
})
