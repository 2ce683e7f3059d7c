/**
 * The options of an operation, as the CLI makes them of its input.
 *
 * Models aws-cli 2's argument tables: a member is an option in kebab-case, a boolean two of them, a list takes
 * any number of words; and its customisations that matter here: `--count`, `--enable-api-termination` and the
 * options for one interface of run-instances; a flag for each of EC2's structures that only wrap a boolean; the
 * place of the file that a streamed body is written to; `--cli-input-json`, `--generate-cli-skeleton`;
 * `--starting-token`, `--page-size`, `--max-items` of what comes in pages.
 */
import type { Pages, Target } from '../models/model.ts'
import { kebabCase } from './line.ts'
import type { Service } from './names.ts'
import type { Option } from './parser.ts'
import type { Word } from './types.ts'
import { isStream, isToken, membersOf, type Type, typeOf, wrapped } from './values.ts'

/** What becomes of the words given to an option. */
export type Role =
  | { readonly kind: 'member'; readonly member: string; readonly target: Target }
  | { readonly kind: 'flag'; readonly member: string; readonly on: boolean }
  /** a structure that only wraps a boolean */
  | {
      readonly kind: 'wrapped'
      readonly member: string
      readonly target: Target
      readonly on: boolean
    }
  | { readonly kind: 'count' }
  /** a member of run-instances' one interface */
  | { readonly kind: 'interface'; readonly member: InterfaceMember; readonly on: boolean }
  | { readonly kind: 'page'; readonly name: 'StartingToken' | 'PageSize' | 'MaxItems' }
  | { readonly kind: 'inputJson' | 'inputYaml' | 'skeleton' | 'outfile' | 'help' }

export type InterfaceMember =
  | 'PrivateIpAddresses'
  | 'SecondaryPrivateIpAddressCount'
  | 'AssociatePublicIpAddress'

/** An option of an operation. */
export interface Argument extends Option {
  readonly role: Role
}

/** The output member of an operation that is streamed to a file, or null. */
export function streamedMember(service: Service, operation: string): string | null {
  const shape = service.model.operations[operation]?.output ?? null
  const found = membersOf(service.model, shape).find(([, target]) => isStream(target))
  return found?.[0] ?? null
}

/** What botocore asks for in pages and the SDK, which the models come from, does not. */
const MORE_PAGES: Readonly<Record<string, Pages>> = {
  ListObjects: {
    input: 'Marker',
    output: 'NextMarker || Contents[-1].Key',
    limit: 'MaxKeys',
    result: ['Contents', 'CommonPrefixes'],
  },
}

/** How an operation is asked for page by page, if it is. The output token is a query. */
export const pagesOf = (service: Service, operation: string): Pages | undefined =>
  service.model.operations[operation]?.pages ?? MORE_PAGES[operation]

/** The options of an operation in the CLI's order. */
export function argumentsOf(service: Service, operation: string): Argument[] {
  const { model } = service
  const own = membersOf(model, model.operations[operation]?.input ?? null).flatMap(
    ([name, target, traits]) =>
      memberArguments(
        service,
        operation,
        name,
        target,
        traits?.required === true && !isToken(traits),
      ),
  )
  const all = [...own, ...customised(service, operation)]
  if (streamedMember(service, operation) !== null) {
    const outfile = { flag: null, key: 'outfile', takes: 'one', required: true } as const
    return [...all, { ...outfile, role: { kind: 'outfile' } }, HELP]
  }
  return [...all, ...everywhere(pagesOf(service, operation)), HELP]
}

const named = (
  name: string,
  takes: Option['takes'],
  role: Role,
  more: Partial<Option> = {},
): Argument => ({ flag: `--${name}`, key: name, takes, required: false, ...more, role })

const HELP: Argument = {
  flag: null,
  key: 'help',
  takes: 'optional',
  required: false,
  role: { kind: 'help' },
}

const RENAMED: Readonly<Record<string, string>> = {
  'no-disable-api-termination': 'enable-api-termination',
}

function memberArguments(
  service: Service,
  operation: string,
  member: string,
  target: Target,
  required: boolean,
): Argument[] {
  const name = kebabCase(member)
  const type: Type = typeOf(service.model, target)
  // run-instances has --count instead.
  if (operation === 'RunInstances' && (member === 'MinCount' || member === 'MaxCount')) return []
  if (type.kind === 'boolean') {
    const off = `no-${name}`
    const offName = service.name === 'ec2' ? (RENAMED[off] ?? off) : off
    // A boolean is never missed here: that a required one is missing shows when the input is checked.
    return [
      named(name, 'none', { kind: 'flag', member, on: true }),
      named(offName, 'none', { kind: 'flag', member, on: false }, { key: name }),
    ]
  }
  if (service.name === 'ec2' && wrapped(service.model, type)?.kind === 'boolean') {
    return [
      named(name, 'optional', { kind: 'wrapped', member, target, on: true }),
      named(`no-${name}`, 'none', { kind: 'wrapped', member, target, on: false }),
    ]
  }
  const takes = type.kind === 'list' ? 'many' : 'one'
  return [named(name, takes, { kind: 'member', member, target }, { required })]
}

/** What the CLI adds to one operation. */
function customised(service: Service, operation: string): Argument[] {
  if (service.name !== 'ec2' || operation !== 'RunInstances') return []
  const of = (member: InterfaceMember, on = true): Role => ({ kind: 'interface', member, on })
  return [
    named('count', 'one', { kind: 'count' }),
    named('secondary-private-ip-addresses', 'many', of('PrivateIpAddresses')),
    named('secondary-private-ip-address-count', 'one', of('SecondaryPrivateIpAddressCount'), {
      whole: true,
    }),
    named('associate-public-ip-address', 'none', of('AssociatePublicIpAddress')),
    named('no-associate-public-ip-address', 'none', of('AssociatePublicIpAddress', false)),
  ]
}

/** What the CLI adds to every operation whose answer is not a file. */
function everywhere(pages: Pages | undefined): Argument[] {
  const paging =
    pages === undefined
      ? []
      : [
          named('starting-token', 'one', { kind: 'page', name: 'StartingToken' }),
          named('page-size', 'one', { kind: 'page', name: 'PageSize' }, { whole: true }),
          named('max-items', 'one', { kind: 'page', name: 'MaxItems' }, { whole: true }),
        ]
  return [
    named('cli-input-json', 'one', { kind: 'inputJson' }),
    named('cli-input-yaml', 'one', { kind: 'inputYaml' }),
    ...paging,
    named(
      'generate-cli-skeleton',
      'optional',
      { kind: 'skeleton' },
      {
        choices: ['input', 'output', 'yaml-input'],
      },
    ),
  ]
}

/** Nothing is required of a line that gives its input as JSON, or asks what it may be. */
export function requiredOf(all: readonly Argument[], words: readonly Word[]): readonly Argument[] {
  const texts = words.map((word) => word.text)
  const skeleton = texts.indexOf('--generate-cli-skeleton')
  const free =
    texts.includes('--cli-input-json') ||
    texts.includes('--cli-input-yaml') ||
    (skeleton >= 0 && texts[skeleton + 1] !== 'output')
  return free ? all.map((argument) => ({ ...argument, required: false })) : all
}
