/**
 * Calls to lines and back: whatever the page prints as a command makes the same call when it is typed.
 *
 * Over every operation with a model. Left out: times (a line has no epoch), bodies (a line names their files),
 * texts that begin like a file's address or are `--`, and run-instances' interfaces beside the members that the CLI moves
 * into them.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Members } from '../cloud/call.ts'
import { encodeBase64 } from '../cloud/kernel/base64.ts'
import type { Value } from '../cloud/kernel/value.ts'
import { commandLine } from './line.ts'
import { AWS_SERVICES, LAB_SERVICE, type Service } from './names.ts'
import { runLine, TOKEN } from './testLine.ts'
import { isStream, isToken, membersOf, typeOf } from './values.ts'

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'ab1 \'"\\$`=,[]{}#;&|<>*-@:/.~\n') }),
    fc.constantFrom(
      '',
      '-x',
      '--query',
      'i-1',
      'true',
      'a=b',
      '[a',
      ' [',
      '{',
      '-1',
      'None',
      '$vm',
    ),
  )
  .filter((each) => each !== '--' && !/^fileb?:\/\//.test(each))

/** A key as botocore puts it into the header of a copy. */
const asSource = (key: string): string =>
  `b/${encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`

/** Values that AWS's own checks, or the CLI's, want in a form. */
function special(operation: string, member: string, target: string): fc.Arbitrary<Value> | null {
  if (member === 'MaxResults') return fc.integer({ min: 5, max: 1000 })
  if (member === 'MinCount' || member === 'MaxCount') return fc.integer({ min: 0, max: 99 })
  if (member === 'Bucket' && target === 'string') return fc.stringMatching(/^[a-z0-9.-]{3,9}$/)
  if (member === 'Key') return text.map((each) => `k${each}`)
  if (member === 'UserData' && operation === 'RunInstances')
    return fc
      .string({ unit: 'grapheme' })
      .map((each) => encodeBase64(new TextEncoder().encode(each)))
  if (member === 'CopySource') return fc.string({ unit: 'grapheme' }).map(asSource)
  if (member === 'Metadata') return fc.dictionary(fc.string({ minLength: 1 }), fc.string())
  return null
}

function someValue(
  service: Service,
  operation: string,
  target: string,
  depth: number,
): fc.Arbitrary<Value> {
  const type = typeOf(service.model, target)
  switch (type.kind) {
    case 'structure':
      return structureOf(service, operation, target, depth + 1)
    case 'list':
      return fc.array(someValue(service, operation, type.element, depth + 1), { maxLength: 3 })
    case 'map':
      return fc.dictionary(text, someValue(service, operation, type.value, depth + 1))
    case 'number':
      return fc.integer()
    case 'boolean':
      return fc.boolean()
    case 'blob':
      return fc.uint8Array({ maxLength: 9 })
    default:
      return text
  }
}

function structureOf(
  service: Service,
  operation: string,
  shape: string,
  depth: number,
): fc.Arbitrary<Members & Value> {
  const members = membersOf(service.model, shape).filter(
    ([, target]) => !isStream(target) && typeOf(service.model, target).kind !== 'timestamp',
  )
  const required = members.filter(([, , traits]) => traits?.required)
  const others = members.filter(([, , traits]) => !traits?.required)
  const chosen = fc.subarray(others, { maxLength: depth > 3 ? 0 : Math.min(4, others.length) })
  return chosen.chain((some) => {
    const entries = [...required, ...some].map(
      ([name, target]) =>
        [
          name,
          special(operation, name, target) ?? someValue(service, operation, target, depth),
        ] as const,
    )
    return fc.record(Object.fromEntries(entries))
  })
}

const MOVED = [
  'SubnetId',
  'SecurityGroupIds',
  'PrivateIpAddress',
  'Ipv6AddressCount',
  'Ipv6Addresses',
]

function inputOf(service: Service, operation: string): fc.Arbitrary<Members> {
  const shape = service.model.operations[operation]?.input ?? null
  if (shape === null) return fc.constant({})
  return structureOf(service, operation, shape, 0).map((input) => {
    if (operation !== 'RunInstances' || !MOVED.some((name) => name in input)) return input
    const { NetworkInterfaces, ...rest } = input as Members
    return rest
  })
}

/** What the CLI fills in where nothing is given. */
function tokensOf({ model }: Service, operation: string): Members {
  const members = membersOf(model, model.operations[operation]?.input ?? null)
  const tokens = members.filter(([, , traits]) => isToken(traits))
  return Object.fromEntries(tokens.map(([name]) => [name, TOKEN]))
}

const operations = [...AWS_SERVICES, LAB_SERVICE].flatMap((service) =>
  Object.keys(service.model.operations).map(
    (name) => [`${service.name} ${name}`, service, name] as const,
  ),
)

describe('a call printed as a line and typed', () => {
  test.each(operations)('is the same call: %s', (_, service, operation) => {
    fc.assert(
      fc.property(inputOf(service, operation), (input) => {
        const line = commandLine({ service: service.name, operation, input })
        const { effects, result } = runLine(line)
        expect(result.stderr, line).toBe('')
        const [effect] = effects
        const asked =
          effect?.kind === 'call' ? effect.request : effect?.kind === 'session' ? effect : null
        expect(asked?.operation).toBe(operation)
        expect(asked?.input, line).toEqual({ ...tokensOf(service, operation), ...input })
      }),
      { numRuns: 25 },
    )
  })
})
