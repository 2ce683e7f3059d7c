import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandLine, kebabCase } from './line.ts'

/** A POSIX shell's way of splitting one simple command into words (XCU 2.2), written apart from `line.ts`. */
function lex(line: string): string[] {
  const words: string[] = []
  let word: string | null = null
  for (let i = 0; i < line.length; i += 1) {
    const c = line.charAt(i)
    if (c === "'") {
      const end = line.indexOf("'", i + 1)
      if (end < 0) throw new Error('a quote is not closed')
      word = (word ?? '') + line.slice(i + 1, end)
      i = end
    } else if (c === '\\') {
      i += 1
      word = (word ?? '') + line.charAt(i)
    } else if (c === ' ' || c === '\t' || c === '\n') {
      if (word !== null) words.push(word)
      word = null
    } else {
      if ('"$`|&;<>()*?[#~'.includes(c)) throw new Error(`unquoted ${c}`)
      word = (word ?? '') + c
    }
  }
  return word === null ? words : [...words, word]
}

const ec2 = (operation: string, input: Parameters<typeof commandLine>[0]['input']) =>
  commandLine({ service: 'ec2', operation, input })

describe('a call as a command line', () => {
  test('names operations and options as the CLI does', () => {
    expect(kebabCase('RunInstances')).toBe('run-instances')
    expect(kebabCase('DescribeVpcs')).toBe('describe-vpcs')
    expect(kebabCase('Ipv6AddressCount')).toBe('ipv6-address-count')
    expect(kebabCase('PublicDNSName')).toBe('public-dns-name')
    expect(kebabCase('OpenIDConnectProviderARN')).toBe('open-id-connect-provider-arn')
    expect(kebabCase('PolicyARNs')).toBe('policy-arns')
  })

  test('leaves out a count of one, and writes others as run-instances takes them', () => {
    const input = { ImageId: 'ami-0f3a', InstanceType: 't3.micro' }
    expect(ec2('RunInstances', { ...input, MinCount: 1, MaxCount: 1 })).toBe(
      'aws ec2 run-instances --image-id ami-0f3a --instance-type t3.micro',
    )
    expect(ec2('RunInstances', { ...input, MinCount: 3, MaxCount: 3 })).toContain('--count 3')
    expect(ec2('RunInstances', { ...input, MinCount: 1, MaxCount: 3 })).toContain('--count 1:3')
  })

  test('writes flags, lists and shorthand', () => {
    expect(ec2('StopInstances', { InstanceIds: ['i-1', 'i-2'], DryRun: false })).toBe(
      'aws ec2 stop-instances --instance-ids i-1 i-2 --no-dry-run',
    )
    const Filters = [
      { Name: 'instance-state-name', Values: ['running', 'stopped'] },
      { Name: 'tag:Name', Values: ['web'] },
    ]
    expect(ec2('DescribeInstances', { Filters, DryRun: true })).toBe(
      'aws ec2 describe-instances --filters Name=instance-state-name,Values=running,stopped ' +
        'Name=tag:Name,Values=web --dry-run',
    )
    const TagSpecifications = [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] }]
    expect(ec2('RunInstances', { TagSpecifications })).toBe(
      "aws ec2 run-instances --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=web}]'",
    )
    expect(ec2('ModifyInstanceAttribute', { DisableApiStop: { Value: false } })).toContain(
      '--no-disable-api-stop',
    )
  })

  test('falls back to JSON where shorthand cannot hold a value', () => {
    const Tags = [{ Key: 'Name', Value: "it's a web, server" }]
    expect(ec2('CreateTags', { Resources: ['i-1'], Tags })).toBe(
      'aws ec2 create-tags --resources i-1 ' +
        `--tags '[{"Key":"Name","Value":"it'\\''s a web, server"}]'`,
    )
  })

  test('any string value comes back from the shell as it went in', () => {
    const member = fc.constantFrom('ImageId', 'KeyName', 'SubnetId', 'ClientToken')
    fc.assert(
      fc.property(fc.dictionary(member, fc.string({ unit: 'binary' })), (input) => {
        const expected = Object.entries(input).flatMap(([name, text]) => [
          `--${kebabCase(name)}`,
          text,
        ])
        expect(lex(ec2('RunInstances', input)).slice(3)).toEqual(expected)
      }),
    )
  })

  test('any list of tags comes back, from shorthand or from JSON', () => {
    const tag = fc.record({ Key: fc.string({ minLength: 1 }), Value: fc.string() })
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1, maxLength: 4 }), (Tags) => {
        const words = lex(ec2('CreateTags', { Tags })).slice(4)
        const [first = ''] = words
        const read = first.startsWith('[')
          ? JSON.parse(first)
          : words.map((word) => {
              const [, Key, Value] = /^Key=([^,=]+),Value=([^,=]+)$/.exec(word) ?? []
              return { Key, Value }
            })
        expect(read).toEqual(Tags)
      }),
    )
  })
})
