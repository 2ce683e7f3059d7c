import fc from 'fast-check'
import { expect, test } from 'vitest'
import { piecesOf } from './breaks.ts'

test.each([
  ['InsufficientInstanceCapacity', ['Insufficient', 'Instance', 'Capacity']],
  ['new-note.txt', ['new-note.txt']],
  ['Open from nine', ['Open', ' ', 'from', ' ', 'nine']],
  [
    "'Reservations[].Instances[].InstanceId",
    ["'Reservations[].", 'Instances[].', 'Instance', 'Id'],
  ],
  [
    'Name=availability-zone,Values=us-east-1a',
    ['Name=', 'availability-zone,', 'Values=', 'us-east-1a'],
  ],
  ['s3://shop-notes/note.txt', ['s3://', 'shop-notes/', 'note.', 'txt']],
  ['m5.4xlarge', ['m5.4xlarge']],
  ['i-48bb8949f5bab3a01', ['i-48bb8949f5bab3a01']],
  ['a'.repeat(50), ['a'.repeat(20), 'a'.repeat(20), 'a'.repeat(10)]],
  ['', []],
])('%s', (text, pieces) => {
  expect(piecesOf(text)).toEqual(pieces)
})

test('nothing is lost and no piece is empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const pieces = piecesOf(text)
      expect(pieces.join('')).toBe(text)
      expect(pieces).not.toContain('')
    }),
  )
})
