/**
 * Ids in AWS's form: their prefixes, and the rule that a malformed id is refused before any id is
 * looked up (FIDELITY 17).
 *
 * AWS's ids are a prefix and 8 (until 2016-2018) or 17 hexadecimal digits.
 */
import { fail, type Result } from '../../kernel/result.ts'
import { invalidValue } from './errors.ts'

/** Whether a text is an id with this prefix, such as `i`. */
export const isId = (prefix: string, text: string): boolean =>
  text.startsWith(`${prefix}-`) &&
  /^([0-9a-f]{8}|[0-9a-f]{17})$/.test(text.slice(prefix.length + 1))

/** How each type of id is called malformed. */
export const malformed = {
  instance: (id: string): Result<never> =>
    fail('InvalidInstanceID.Malformed', `Invalid id: "${id}"`),
  image: (id: string): Result<never> =>
    fail('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`),
  /** M?: ERRORS §3 knows two texts. */
  group: (id: string): Result<never> =>
    fail('InvalidGroupId.Malformed', `Invalid id: "${id}" (expecting "sg-...")`),
  /** No source for subnet, VPC, interface and key pair ids: the shape of the others. M? */
  subnet: (id: string): Result<never> =>
    fail('InvalidSubnetID.Malformed', `Invalid id: "${id}" (expecting "subnet-...")`),
  vpc: (id: string): Result<never> =>
    fail('InvalidVpcID.Malformed', `Invalid id: "${id}" (expecting "vpc-...")`),
  interface: (id: string): Result<never> =>
    fail('InvalidNetworkInterfaceID.Malformed', `Invalid id: "${id}" (expecting "eni-...")`),
  keyPair: (id: string): Result<never> =>
    fail('InvalidKeyPairID.Malformed', `Invalid id: "${id}" (expecting "key-...")`),
  volume: (id: string): Result<never> => invalidValue(id, 'volumes', "Expected: 'vol-...'."),
} as const

/** What an id of each type begins with. */
const PREFIX = {
  instance: 'i',
  image: 'ami',
  group: 'sg',
  subnet: 'subnet',
  vpc: 'vpc',
  interface: 'eni',
  keyPair: 'key',
  volume: 'vol',
} as const

export type IdType = keyof typeof PREFIX

/** The refusal of the first malformed id, or null. */
export function checkIds(type: IdType, ids: readonly string[]): Result<never> | null {
  const bad = ids.find((id) => !isId(PREFIX[type], id))
  return bad === undefined ? null : malformed[type](bad)
}

/**
 * The things that ids name, each once and in the order asked for; the first malformed id is
 * refused, then all unknown ones together.
 */
export function findAll<Row>(
  type: IdType,
  ids: readonly string[],
  find: (id: string) => Row | undefined,
  notFound: (ids: readonly string[]) => Result<never>,
): Result<Row[]> {
  const wrong = checkIds(type, ids)
  if (wrong !== null) return wrong
  const rows: Row[] = []
  const unknown: string[] = []
  for (const id of new Set(ids)) {
    const row = find(id)
    if (row === undefined) unknown.push(id)
    else rows.push(row)
  }
  return unknown.length > 0 ? notFound(unknown) : { ok: true, value: rows }
}
