import { expect, test } from 'vitest'
import { lifecycleView } from '../../cloud/views/lifecycle.ts'
import type { FieldView } from '../../cloud/views/types.ts'
import { allowed, fieldRef, fieldText } from './fields.ts'

const EPOCH = '2026-01-01T09:00:00Z'
const text = (kind: FieldView['kind'], value: FieldView['value']) =>
  fieldText({ code: 'x', kind, value }, EPOCH)

test('values are written by their kind', () => {
  expect(text('instant', 31_000_000)).toBe('09:00:03.100')
  expect(text('instant', -864_000_000_000)).toBe('2025-12-31 09:00:00')
  expect(text('mib', 1536)).toBe('1.5 GiB')
  expect([0, 1, 1023, 1024, 1536, 5 * 2 ** 20].map((n) => text('bytes', n))).toEqual([
    ...['0 bytes', '1 byte', '1023 bytes', '1 KiB', '1.5 KiB', '5 MiB'],
  ])
  expect(text('duration', 2_000_000)).toBe('0.2 s')
  expect(text('money', '10400000')).toBe('$0.0104')
  expect(text('money', '12345678901234567890')).toBe('$12345678901.2345678')
  expect(text('money', '0')).toBe('$0.00')
  expect(text('text', true)).toBe('yes')
  expect(text('code', null)).toBe('none')
  expect(text('ref', 'lab:host/h-0503')).toBe('h-0503')
})

test('a field that names a thing leads to it', () => {
  expect(fieldRef({ code: 'host', kind: 'ref', value: 'lab:host/h-0503' })).toBe('lab:host/h-0503')
  expect(fieldRef({ code: 'host', kind: 'code', value: 'lab:host/h-0503' })).toBeNull()
})

test('only what a state allows, and what does something in it, is offered', () => {
  const table = lifecycleView()
  expect(allowed(table, 'running')).toEqual([
    'StopInstances',
    'RebootInstances',
    'TerminateInstances',
  ])
  expect(allowed(table, 'stopped')).toEqual(['StartInstances', 'TerminateInstances'])
  expect(allowed(table, 'terminated')).toEqual([])
})
