import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commonStart, insert } from './insertion.ts'
import { TerminalPanel } from './panel.svelte.ts'
import { piecesOf } from './tokens.ts'

const ME = '123456789012'
const names = (text: string, buckets: string[] = []): [string, string][] =>
  piecesOf(text, ME, new Set(buckets)).flatMap(({ text: name, ref }) =>
    ref === null ? [] : [[name, ref] as [string, string]],
  )

describe('names in output', () => {
  test('are ids, ARNs and addresses of things that can be shown', () => {
    expect(
      names('"InstanceId": "i-7e3c8d4a00cdf75e6", "VolumeId": "vol-0a1b2c3d4e5f60718"'),
    ).toEqual([
      ['i-7e3c8d4a00cdf75e6', `arn:aws:ec2:us-east-1:${ME}:instance/i-7e3c8d4a00cdf75e6`],
      ['vol-0a1b2c3d4e5f60718', `arn:aws:ec2:us-east-1:${ME}:volume/vol-0a1b2c3d4e5f60718`],
    ])
    expect(names('|  ami-0f3a5c1e7b2d94860 |')).toEqual([
      ['ami-0f3a5c1e7b2d94860', 'arn:aws:ec2:us-east-1::image/ami-0f3a5c1e7b2d94860'],
    ])
    expect(names('upload: ./a.txt to s3://lab/dir/a.txt')).toEqual([
      ['s3://lab/dir/a.txt', 'arn:aws:s3:::lab/dir/a.txt'],
    ])
    expect(names('s3://lab/dir/ and arn:aws:s3:::lab.')).toEqual([
      ['s3://lab/dir/', 'arn:aws:s3:::lab'],
      ['arn:aws:s3:::lab', 'arn:aws:s3:::lab'],
    ])
  })

  test('are buckets of the account, as whole words', () => {
    expect(names('2026-01-01 09:00:00 lab\nmy-lab lab.x labs "lab"', ['lab'])).toEqual([
      ['lab', 'arn:aws:s3:::lab'],
      ['lab', 'arn:aws:s3:::lab'],
    ])
    expect(names('lab')).toEqual([])
  })

  test('are nothing that the inspector does not show', () => {
    expect(names('sg-0a1b2c3d4e5f60718 subnet-1 i-xyz arn:aws:iam::123456789012:root')).toEqual([])
  })

  test('leave the text as it was', () => {
    const part = fc.constantFrom(
      'i-7e3c8d4a00cdf75e6',
      's3://a/b',
      'arn:aws:s3:::x',
      ' ',
      '"',
      ':',
      'lab',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('')
        const pieces = piecesOf(text, ME, new Set(['lab']))
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      }),
    )
  })
})

describe('a completion', () => {
  const at = (line: string, from: number, to = line.length) => ({ line, place: { from, to } })

  test('takes the place it completes, and a blank comes after it', () => {
    const { line, place } = at('aws ec2 run-in', 8)
    expect(insert(line, place, 'run-instances')).toEqual({
      text: 'aws ec2 run-instances ',
      cursor: 22,
    })
  })

  test('goes on where it ends in a sign that goes on, in quotes, and when it is not whole', () => {
    expect(insert('aws s3 ls s3:', { from: 10, to: 13 }, 's3://lab/').text).toBe(
      'aws s3 ls s3://lab/',
    )
    expect(insert("--filters 'Na", { from: 11, to: 13 }, 'Name=').text).toBe("--filters 'Name=")
    expect(insert('echo "$v', { from: 6, to: 8 }, '$vm').text).toBe('echo "$vm')
    expect(insert('aws e', { from: 4, to: 5 }, 'ec', false)).toEqual({ text: 'aws ec', cursor: 6 })
  })

  test('in the middle of a line uses the blank that is there', () => {
    const line = 'aws ec2 des --output text'
    expect(insert(line, { from: 8, to: 11 }, 'describe-vpcs')).toEqual({
      text: 'aws ec2 describe-vpcs --output text',
      cursor: 22,
    })
  })

  test('of several writes what they all begin with', () => {
    expect(commonStart(['--image-id', '--instance-type'])).toBe('--i')
    expect(commonStart(['a'])).toBe('a')
    expect(commonStart([])).toBe('')
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ab]{0,4}$/), { minLength: 1 }), (texts) => {
        const start = commonStart(texts)
        expect(texts.every((text) => text.startsWith(start))).toBe(true)
        const longer = texts[0]?.slice(0, start.length + 1) ?? ''
        expect(longer === start || !texts.every((text) => text.startsWith(longer))).toBe(true)
      }),
    )
  })
})

describe('the panel', () => {
  test('opens with a line, and keeps what is being written without one', () => {
    const panel = new TerminalPanel()
    panel.show('aws s3 ls')
    panel.hide()
    panel.show()
    expect([panel.open, panel.draft, panel.turn]).toEqual([true, 'aws s3 ls', 2])
  })

  test('leaves the picture its room in every window', () => {
    const panel = new TerminalPanel()
    for (const heightPx of [null, 10, 5000]) {
      panel.heightPx = heightPx
      for (const windowPx of [420, 640, 900, 1400]) {
        const [least, most] = panel.heightBounds(windowPx)
        const height = panel.heightIn(windowPx)
        expect(height).toBeGreaterThanOrEqual(least)
        expect(height).toBeLessThanOrEqual(most)
      }
    }
    panel.heightPx = null
    expect(panel.heightIn(640)).toBe(205)
  })
})
