/** Times in EC2's answers: whole seconds, however finely the lab's clock ran; and a filter finds what was printed. */
import { expect, it } from 'vitest'
import { toIso } from '../src/cloud/kernel/calendar.ts'
import { instant, seconds } from '../src/cloud/kernel/instant.ts'
import { type Found, Lab } from './ec2Lab.ts'

/** Every time in an answer by its name, where members of that name are instants. */
function timesIn(value: unknown, name = ''): (readonly [string, number])[] {
  if (typeof value === 'number') return name.endsWith('Time') ? [[name, value]] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) =>
    timesIn(each, Array.isArray(value) ? name : key),
  )
}

it('are in whole seconds, and filters take them as they are printed', () => {
  const lab = new Lab()
  lab.cloud.runUntil(instant(seconds(5) + 1_234_567))
  lab.launch(2)
  lab.call('CreateKeyPair', { KeyName: 'mine' })
  lab.wait(30)
  const answers = [
    'DescribeInstances',
    'DescribeVolumes',
    'DescribeNetworkInterfaces',
    'DescribeKeyPairs',
  ].map((operation) => lab.call(operation))
  const times = answers.flatMap((answer) => timesIn(answer))
  expect([...new Set(times.map(([name]) => name))].sort()).toEqual([
    ...['AttachTime', 'CreateTime', 'LaunchTime', 'UsageOperationUpdateTime'],
  ])
  for (const [name, time] of times) expect(time % 10_000_000, name).toBe(0)

  const found = (operation: string, name: string, time: number): Found =>
    lab.call(operation, {
      Filters: [{ Name: name, Values: [toIso(lab.cloud.world.epoch, instant(time))] }],
    })
  const [[, launched] = ['', 0]] = timesIn(answers[0]).filter(([name]) => name === 'LaunchTime')
  expect(launched).toBe(seconds(5))
  expect(found('DescribeInstances', 'launch-time', launched).Reservations).toHaveLength(1)
  const [[, created] = ['', 0]] = timesIn(answers[1]).filter(([name]) => name === 'CreateTime')
  expect(found('DescribeVolumes', 'create-time', created).Volumes).toHaveLength(2)
})
