import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pastedSlip } from './pasted.ts'
import { runLine } from './testLine.ts'

const NBSP = '\u00a0'

describe('what was copied along', () => {
  test.each([
    ['$ aws s3 ls', '$ ', 'aws s3 ls'],
    ['[ec2-user@ip-10-0-0-1 ~]$ aws s3 ls', '[ec2-user@ip-10-0-0-1 ~]$ ', 'aws s3 ls'],
    ['me@laptop:~/work$ aws s3 ls', 'me@laptop:~/work$ ', 'aws s3 ls'],
    ['% aws s3 ls\n% aws s3 ls', '% ', 'aws s3 ls\naws s3 ls'],
    ['$ vm=$(aws s3 ls)\n$ echo $vm', '$ ', 'vm=$(aws s3 ls)\necho $vm'],
    [`aws${NBSP}s3 ls`, NBSP, 'aws s3 ls'],
    ['aws s3\u200b ls', '\u200b', 'aws s3 ls'],
    ['aws ec2 stop-instances –instance-ids i-1', '–', 'aws ec2 stop-instances --instance-ids i-1'],
    ['aws ec2 stop-instances —instance-ids i-1', '—', 'aws ec2 stop-instances --instance-ids i-1'],
    [
      'aws ec2 stop-instances -–instance-ids i-1',
      '-–',
      'aws ec2 stop-instances --instance-ids i-1',
    ],
    ['aws ec2 stop‑instances --instance‐ids i-1', '‑', 'aws ec2 stop-instances --instance-ids i-1'],
    ['aws s3 ls --query “a b”', '“', 'aws s3 ls --query "a b"'],
    ['aws s3 ls --query ‘a[?b==`c`]’ --x', '‘', "aws s3 ls --query 'a[?b==`c`]' --x"],
    ['a=“b c”; echo $a', '“', 'a="b c"; echo $a'],
    ["aws x --tags '{“Key”: “a”}'", '“', 'aws x --tags \'{"Key": "a"}\''],
    ['aws x --tags ‘[{“Key”: “a”}]’', '‘', 'aws x --tags \'[{"Key": "a"}]\''],
    ['aws x \\ \n  --y', '\\ ', 'aws x \\\n  --y'],
    ['aws x \\\n> --y \\\n> --z', '> ', 'aws x \\\n--y \\\n--z'],
    ['echo "$(aws s3 ls –x)" – “', '–', 'echo "$(aws s3 ls --x)" – "'],
  ])('is named where it stands, and the line is mended: %s', (line, sign, mended) => {
    const slip = pastedSlip(line)
    expect(line.slice(slip?.at.start, slip?.at.end)).toBe(sign)
    expect(slip?.mended).toBe(mended)
    expect(runLine(line)).toMatchObject({
      requests: [],
      result: { exitCode: 2, error: { at: slip?.at, mended, message: slip?.message } },
    })
    expect(pastedSlip(mended)).toBeNull()
  })

  test.each([
    'aws s3 ls\r\naws s3 ls\r\n',
    'aws x \\\r\n  --y',
    "aws x --tags 'Key=a,Value=“b” – c'",
    'aws x --tags "Key=a,Value=“b” – c"',
    `aws x --tags '[{"Key": "“", "Value": "a “b” c"}]'`,
    'echo it’s 10 – 20',
    '# “ – $ aws',
    'aws s3 cp 東京.txt s3://b',
    'echo \\– "\\“"',
    'aws ec2 run-instances --count 1 --price -1',
    'x=$(echo a)\n$x',
    'echo a\\ \necho b',
  ])('is not found in: %s', (line) => {
    expect(pastedSlip(line)).toBeNull()
  })

  test('is gone once it is mended, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...['aws', ' ', '$ ', '– ', '–x', '“', '”', '‘', '’', '"', "'", '\\', '\n', '> '],
    )
    const texts = fc.array(fc.oneof(pieces, fc.constantFrom(NBSP, '$(', ')', '#', '{', '=')), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('')
        const slip = pastedSlip(text)
        if (slip !== null) expect(slip.mended).not.toBe(text)
      }),
    )
  })
})
