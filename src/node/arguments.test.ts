import { expect, it } from 'vitest'
import { parseArguments } from './arguments.ts'

const PLAIN = { port: 0, auth: 'verify', defaults: 'modern', pace: 'real', journal: false }

it.each([
  ['', {}],
  ['--port 4566', { port: 4566 }],
  ['--port=4566 --auth=open', { port: 4566, auth: 'open' }],
  [
    '--defaults legacy --pace manual --journal',
    { defaults: 'legacy', pace: 'manual', journal: true },
  ],
  ['--pace fast --pace real', { pace: 'real' }],
])('reads "%s"', (words, changed) => {
  const parsed = parseArguments(words.split(' ').filter(Boolean))
  expect(parsed).toEqual({ kind: 'run', options: { ...PLAIN, ...changed } })
})

it.each([
  ['--port', '--port takes a number from 0 to 65535, not nothing.'],
  ['--port 65536', '--port takes a number from 0 to 65535, not 65536.'],
  ['--port 1e3', '--port takes a number from 0 to 65535, not 1e3.'],
  ['--auth none', '--auth takes verify or open, not none.'],
  ['--pace slow', '--pace takes real, fast or manual, not slow.'],
  ['--defaults=', '--defaults takes modern or legacy, not .'],
  ['4566', 'There is no option 4566.'],
  ['--toString', 'There is no option --toString.'],
  ['--journal yes', 'There is no option yes.'],
])('refuses "%s" in a sentence', (words, why) => {
  expect(parseArguments(words.split(' '))).toEqual({ kind: 'wrong', why })
})

it.each(['--help', '-h', '--port 1 --help'])('%s asks for help', (words) => {
  expect(parseArguments(words.split(' '))).toEqual({ kind: 'help' })
})
