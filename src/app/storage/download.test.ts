import { expect, test } from 'vitest'
import { fileName } from './download.ts'

test('a file is named after the last part of its key', () => {
  const keys = [
    'a.txt',
    '2026/may/1.jpg',
    'folder/',
    'a:b|"c"?',
    '../../.ssh',
    '..',
    '/',
    '',
    'x\ny',
  ]
  expect(keys.map(fileName)).toEqual([
    ...['a.txt', '1.jpg', 'folder', 'a_b__c__', '_ssh', '_', 'object', 'object', 'x_y'],
  ])
})
