import { expect, test } from 'vitest'
import { lifecycleView } from '../../cloud/views/lifecycle.ts'
import type { FieldView } from '../../cloud/views/types.ts'
import { allowed, fieldName, fieldRefs, fieldText } from './fields.ts'

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
  expect(text('money', '12345678901234567890')).toBe('$12345678901.23456789')
  expect(text('money', '0')).toBe('$0.00')
  expect(text('text', true)).toBe('yes')
  expect(text('code', null)).toBe('none')
  expect(text('ref', 'lab:host/h-0503')).toBe('h-0503')
  // A machine's state is AWS's word; of another code only the words are.
  expect(text('state', 'shutting-down')).toBe('shutting-down')
  expect(text('state', 'not-blocked')).toBe('not blocked')
})

test('a field that names a thing leads to it', () => {
  const refs = (kind: FieldView['kind'], value: FieldView['value']) =>
    fieldRefs({ code: 'host', kind, value })
  expect(refs('ref', 'lab:host/h-0503')).toEqual(['lab:host/h-0503'])
  expect(refs('ref', ['lab:host/h-0503', 'nothing', 'lab:host/h-0504'])).toEqual([
    'lab:host/h-0503',
    'lab:host/h-0504',
  ])
  expect(refs('code', 'lab:host/h-0503')).toEqual([])
  expect(refs('ref', null)).toEqual([])
})

test('a rule says what it is about, and whom it lets through', () => {
  const rule = (protocol: string, fromPort: number | null, toPort: number | null, peer: string) => {
    const value = { protocol, fromPort, toPort, peer }
    const field: FieldView = { code: 'rule:1', kind: 'rule', value }
    return [fieldName(field), fieldText(field, EPOCH), fieldRefs(field).length]
  }
  expect(rule('-1', null, null, '0.0.0.0/0')).toEqual(['everything', '0.0.0.0/0', 0])
  expect(rule('tcp', 443, 443, '10.0.0.0/8')).toEqual(['TCP 443', '10.0.0.0/8', 0])
  expect(rule('udp', 1024, 2048, '10.0.0.1/32')).toEqual(['UDP 1024-2048', '10.0.0.1/32', 0])
  expect(rule('icmp', -1, -1, '0.0.0.0/0')[0]).toBe('ICMP')
  const group = 'arn:aws:ec2:us-east-1:1:security-group/sg-1'
  expect(rule('tcp', 22, 22, group)).toEqual(['TCP 22', group, 1])
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
