import { expect, test } from 'vitest'
import type { Prose } from '../../lesson/lesson.ts'
import { regionFixture } from '../../scenes/region/fixture.ts'
import { kindsNamed } from './kinds.ts'

const view = regionFixture()
const prose = (text: string): Prose => [{ kind: 'paragraph', children: [{ kind: 'text', text }] }]

test.each([
  ['Your machines stand on five of the twelve Intel hosts.', ['intel-general']],
  ['It needs an Intel host or a Graviton host.', ['graviton', 'intel-general']],
  ['Intel makes processors. Its memory is on host 5.4.', []],
])('a text names the hardware of hosts: %s', (text, kinds) => {
  expect(kindsNamed([prose('A host has room.'), prose(text)], view)).toEqual(kinds)
})
