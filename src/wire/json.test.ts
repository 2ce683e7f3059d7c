/** JSON 1.1 by hand; no SDK speaks it to the lab. */
import { describe, expect, test } from 'vitest'
import { fail, ok } from '../cloud/kernel/result.ts'
import {
  callOf,
  exchange,
  httpRequest,
  type Parts,
  REQUEST_ID,
  refusalOf,
  textOf,
} from './testing.ts'

describe('JSON of the lab', () => {
  const lab = (operation: string, body: string): Parts => ({
    method: 'POST',
    headers: { 'x-amz-target': `Lab.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
    body,
  })

  test('is read by the model, and what it lacks is left to the door', () => {
    const body = '{"Quota":"standard-vcpus","Value":5,"Account":null,"Other":{"a":1},"More":true}'
    expect(callOf(lab('SetQuota', body)).input).toEqual({
      ...{ Quota: 'standard-vcpus', Value: 5, Other: null, More: true },
    })
    expect(callOf(lab('Reset', '')).input).toEqual({})
  })

  test.each(['{', '[]', '1', 'null', '{"Value":"5"}', '\xff'])('%s is no input', (body) => {
    const bytes = Uint8Array.from(body, (one) => one.charCodeAt(0))
    expect(refusalOf({ ...lab('SetQuota', ''), body: bytes })).toBe('400 SerializationException')
  })

  test('is refused when it is longer than 1 MiB', () => {
    const padded = (length: number) => lab('Reset', '{}'.padEnd(length))
    expect(callOf(padded(1_048_576)).operation).toBe('Reset')
    expect(refusalOf(padded(1_048_577))).toBe('400 SerializationException')
  })

  test('answers are JSON, with a model or without', () => {
    const answer = (result: Parameters<typeof exchange>[1]) =>
      exchange(httpRequest(lab('SetQuota', '{}')), result)
    const good = answer(() =>
      ok({ Quota: 'q', Value: 5, Bytes: new Uint8Array([1]), Deep: [{ a: 1n }] }),
    )
    expect(JSON.parse(textOf(good))).toEqual({
      Quota: 'q',
      Value: 5,
      Bytes: 'AQ==',
      Deep: [{ a: 1 }],
    })
    const bad = answer(() => fail('NoSuchQuota', 'No.', { httpStatus: 404 }))
    expect([bad.status, JSON.parse(textOf(bad))]).toEqual([
      404,
      { __type: 'NoSuchQuota', message: 'No.' },
    ])
    expect(new Map(bad.headers).get('x-amzn-RequestId')).toBe(REQUEST_ID)
  })
})
