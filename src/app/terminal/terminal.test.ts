import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commonStart, insert } from './insertion.ts'
import { TerminalPanel } from './panel.svelte.ts'
import { piecesOf } from './tokens.ts'

const ME = '123456789012'
const names = (text: string, buckets: string[] = [], command = ''): [string, string][] =>
  piecesOf(text, ME, new Set(buckets), command).flatMap(({ text: name, ref }) =>
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

  test('are parts of a network, hosts, racks and zones', () => {
    const id = '0a1b2c3d4e5f60718'
    const kinds = [
      ['eni', 'network-interface'],
      ['subnet', 'subnet'],
      ['vpc', 'vpc'],
      ['sg', 'security-group'],
    ]
    expect(names(kinds.map(([short]) => `${short}-${id}`).join('\t'))).toEqual(
      kinds.map(([short, kind]) => [
        `${short}-${id}`,
        `arn:aws:ec2:us-east-1:${ME}:${kind}/${short}-${id}`,
      ]),
    )
    expect(names('"h-0503" in us-east-1b; lab:rack/r-05.').map(([, ref]) => ref)).toEqual([
      'lab:host/h-0503',
      'lab:zone/us-east-1b',
      'lab:rack/r-05',
    ])
  })

  test('are the keys that a listing prints, in the bucket that the command names', () => {
    const json =
      '"Contents": [{\n  "Key": "2026/\\"a\\" b.txt",\n "ETag": "x"}, {"Key": "\\u00e9"}]'
    const expected = [
      ['2026/\\"a\\" b.txt', 'arn:aws:s3:::photos/2026/"a" b.txt'],
      ['\\u00e9', 'arn:aws:s3:::photos/é'],
    ]
    expect(names(json, [], 'aws s3api list-objects-v2 --bucket photos')).toEqual(expected)
    expect(names(json, [], "aws s3api list-objects --bucket='photos'")).toEqual(expected)
    expect(names(json, [], 'aws ec2 describe-tags')).toEqual([])
    expect(names(json, [], 'aws s3api list-objects-v2 --bucket $b')).toEqual([])
    expect(names('"Key": "\\x"', [], 'aws s3api list-objects --bucket photos')).toEqual([])
  })

  test('are the lines of aws s3 ls, below its prefix', () => {
    const printed = [
      '                           PRE may/',
      '2026-01-01 09:00:00          5 beach one.txt',
      '2026-01-01 09:00:00       1536 b',
    ].join('\n')
    const readable = printed.replace('5 ', '5 Bytes ').replace('1536 ', '1.5 KiB ')
    const ls = (command: string, text = printed) => names(text, [], command).map(([, ref]) => ref)
    const refs = (folder: string) =>
      [`${folder}beach one.txt`, `${folder}b`].map((key) => `arn:aws:s3:::photos/${key}`)
    expect(ls('aws s3 ls s3://photos')).toEqual(refs(''))
    expect(ls('aws s3 ls s3://photos/2026/be')).toEqual(refs('2026/'))
    expect(ls('aws s3 ls --human-readable s3://photos', readable)).toEqual(refs(''))
    expect(ls('aws s3 ls s3://photos/2026/ --recursive')).toEqual(refs(''))
    expect(ls('aws s3 ls')).toEqual([])
  })

  test('are buckets of the account, as whole words', () => {
    expect(names('2026-01-01 09:00:00 lab\nmy-lab lab.x labs "lab"', ['lab'])).toEqual([
      ['lab', 'arn:aws:s3:::lab'],
      ['lab', 'arn:aws:s3:::lab'],
    ])
    expect(names('lab')).toEqual([])
  })

  test('are nothing that the inspector does not show', () => {
    expect(names('snap-0a1b2c3d4e5f60718 subnet-1 i-xyz arn:aws:iam::123456789012:root')).toEqual(
      [],
    )
    expect(names('h-1 us-east-1 eu-west-1a lab:call/x constructor-0a1b2c3d')).toEqual([])
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
      '"Key": "a/b"',
      '2026-01-01 09:00:00 5 i-7e3c8d4a00cdf75e6',
    )
    const command = fc.constantFrom('', 'aws s3 ls s3://lab', 'aws s3api list-objects --bucket lab')
    fc.assert(
      fc.property(fc.array(part), command, (parts, line) => {
        const text = parts.join('')
        const pieces = piecesOf(text, ME, new Set(['lab']), line)
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
