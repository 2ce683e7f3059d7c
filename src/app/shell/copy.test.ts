import { expect, test } from 'vitest'
import { copyText } from './copy.ts'

test('a text is copied where the browser lets the page', async () => {
  const copied: string[] = []
  const writeText = async (text: string) => void copied.push(text)
  expect(await copyText('a', { writeText })).toBe(true)
  expect(copied).toEqual(['a'])
})

test('where there is no clipboard, or no leave to use it, the caller is told', async () => {
  expect(await copyText('a', undefined)).toBe(false)
  const refuse = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  expect(await copyText('a', { writeText: refuse })).toBe(false)
  const fail = () => Promise.reject(new TypeError('a fault'))
  await expect(copyText('a', { writeText: fail })).rejects.toThrow(TypeError)
})
