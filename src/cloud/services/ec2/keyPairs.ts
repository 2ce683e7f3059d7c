/**
 * CreateKeyPair, ImportKeyPair, DeleteKeyPair, DescribeKeyPairs.
 *
 * Keys are real (`keys/`), and come from the world's seed: they open nothing outside. The private
 * half is in the answer and nowhere else. Simplified: no PuTTY format.
 */
import { newId } from '../../compute/ids.ts'
import { type KeyPair, keyPairs } from '../../compute/rows.ts'
import { forgetTags, tagsOf } from '../../compute/tags.ts'
import { ec2Ref } from '../../kernel/ref.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import { keyOf } from '../../kernel/table.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import { FILTERS, keyed } from './describe.ts'
import { keyPairNotFound, missing, notAmong, notEmulated } from './errors.ts'
import { type FilterSet, readFilters } from './filters.ts'
import { checkIds } from './ids.ts'
import { type KeyType, newKey, type PublicKey, readPublicKey } from './keys/material.ts'
import { rowOf, rowsOf, tagShapes, timeShape } from './lookups.ts'
import { ec2Operation } from './members.ts'
import { putTags, readSpecifications, TAG_SPECIFICATIONS, type TagMap } from './tagRules.ts'

/** Constraints of the model: up to 255 ASCII characters. */
const NAME_CHARACTERS = 255
const RANDOM = 'compute/key-pair'
const TYPES: readonly KeyType[] = ['rsa', 'ed25519']

export const createKeyPair = ec2Operation<'CreateKeyPair'>({
  readOnly: false,
  members: {
    required: ['KeyName'],
    emulated: {
      ...TAG_SPECIFICATIONS,
      DryRun: 'flag',
      KeyName: 'text',
      KeyType: 'text',
      KeyFormat: 'text',
    },
  },
  run(input, at) {
    const asked = input.KeyType ?? 'rsa'
    const type = TYPES.find((each) => each === asked)
    const wrong = notAmong(asked, 'keyType', TYPES) ?? checkFormat(input.KeyFormat ?? 'pem')
    if (wrong !== null) return wrong
    const tags = checkNew(at, 'CreateKeyPair', input)
    if (!tags.ok) return tags
    const key = newKey(type ?? 'rsa', (count) => at.world.streams.hex(RANDOM, count))
    const row = put(at, input.KeyName, key, tags.value)
    return ok({ ...briefShape(at, row), KeyMaterial: key.material })
  },
})

export const importKeyPair = ec2Operation<'ImportKeyPair'>({
  readOnly: false,
  members: {
    required: ['KeyName', 'PublicKeyMaterial'],
    emulated: {
      ...TAG_SPECIFICATIONS,
      DryRun: 'flag',
      KeyName: 'text',
      PublicKeyMaterial: 'bytes',
    },
  },
  run(input, at) {
    const tags = checkNew(at, 'ImportKeyPair', input)
    if (!tags.ok) return tags
    const key = readPublicKey(new TextDecoder().decode(input.PublicKeyMaterial))
    if (key === null) {
      return fail('InvalidKey.Format', 'Key is not in valid OpenSSH public key format')
    }
    return ok(briefShape(at, put(at, input.KeyName, key, tags.value)))
  },
})

export const deleteKeyPair = ec2Operation<'DeleteKeyPair'>({
  readOnly: false,
  members: { emulated: { DryRun: 'flag', KeyName: 'text', KeyPairId: 'text' } },
  resources: (input, at) => {
    const row = named(at, input)
    return row === undefined ? [] : [ec2Ref(at.account, 'key-pair', row.id)]
  },
  run(input, at) {
    // M?: which of the two names AWS gives.
    if (input.KeyName === undefined && input.KeyPairId === undefined) return missing('KeyName')
    const wrong = checkIds('keyPair', input.KeyPairId === undefined ? [] : [input.KeyPairId])
    if (wrong !== null) return wrong
    const row = named(at, input)
    if (row === undefined) return ok({ Return: true })
    at.world.table(keyPairs).delete(keyOf(at.account, row.id))
    forgetTags(at.world, at.account, row.id)
    return ok({ Return: true, KeyPairId: row.id })
  },
})

export const describeKeyPairs = ec2Operation<'DescribeKeyPairs'>({
  readOnly: true,
  members: {
    emulated: {
      ...FILTERS,
      'KeyNames[]': 'text',
      'KeyPairIds[]': 'text',
      IncludePublicKey: 'flag',
    },
  },
  run(input, at) {
    const test = readFilters('DescribeKeyPairs', filtersOf(at), input.Filters)
    if (!test.ok) return test
    const chosen = choose(at, input.KeyNames ?? [], input.KeyPairIds ?? [])
    if (!chosen.ok) return chosen
    const rows = keyed(chosen.value.filter(test.value), (row) => row.name)
    const whole = input.IncludePublicKey === true
    return ok({ KeyPairs: rows.map(([, row]) => infoShape(at, row, whole)) })
  },
})

/** A key pair by its name. */
export const keyPairOf = (at: OperationContext, name: string): KeyPair | undefined =>
  rowsOf(at, keyPairs).find((row) => row.name === name)

const named = (at: OperationContext, input: Aws.DeleteKeyPairRequest): KeyPair | undefined =>
  input.KeyPairId === undefined
    ? keyPairOf(at, input.KeyName ?? '')
    : rowOf(at, keyPairs, input.KeyPairId)

function checkFormat(format: string): Result<never> | null {
  if (format === 'ppk') return notEmulated('CreateKeyPair', 'KeyFormat', format)
  return notAmong(format, 'keyFormat', ['pem', 'ppk'])
}

/** The tags of a new key pair, or what is wrong with its name or with them. */
function checkNew(
  at: OperationContext,
  operation: string,
  input: Pick<Aws.CreateKeyPairRequest, 'KeyName' | 'TagSpecifications'>,
): Result<TagMap | undefined> {
  const { KeyName: name } = input
  if (name === '') return missing('KeyName')
  // M?: the model has the constraint; no source for its text.
  if (name.length > NAME_CHARACTERS || [...name].some((each) => each < ' ' || each > '~')) {
    return fail(
      'InvalidParameterValue',
      `Value (${name}) for parameter KeyName is invalid. Expected at most ${NAME_CHARACTERS} ASCII characters.`,
    )
  }
  const tags = readSpecifications(input.TagSpecifications, { operation, types: ['key-pair'] })
  if (!tags.ok) return tags
  if (keyPairOf(at, name) !== undefined) {
    return fail('InvalidKeyPair.Duplicate', `The keypair '${name}' already exists.`)
  }
  return ok(tags.value.get('key-pair'))
}

function put(
  at: OperationContext,
  name: string,
  key: PublicKey,
  tags: TagMap | undefined,
): KeyPair {
  const row: KeyPair = {
    id: newId(at.world, 'key'),
    name,
    fingerprint: key.fingerprint,
    type: key.type,
    publicKey: `${key.line} ${name}`,
    createdAt: at.world.now,
  }
  at.world.table(keyPairs).set(keyOf(at.account, row.id), row)
  putTags(at, row.id, 'key-pair', tags)
  return row
}

function choose(
  at: OperationContext,
  names: readonly string[],
  ids: readonly string[],
): Result<KeyPair[]> {
  if (names.length + ids.length === 0) return ok(rowsOf(at, keyPairs))
  const wrong = checkIds('keyPair', ids)
  if (wrong !== null) return wrong
  const found = new Set<KeyPair>()
  for (const name of names) {
    const row = keyPairOf(at, name)
    if (row === undefined) return keyPairNotFound(name)
    found.add(row)
  }
  for (const id of ids) {
    const row = rowOf(at, keyPairs, id)
    if (row === undefined) return keyPairNotFound(id)
    found.add(row)
  }
  return ok([...found])
}

function briefShape(at: OperationContext, row: KeyPair): Aws.ImportKeyPairResult {
  const tags = tagShapes(at, row.id)
  return {
    KeyPairId: row.id,
    KeyName: row.name,
    KeyFingerprint: row.fingerprint,
    Tags: tags.length > 0 ? tags : undefined,
  }
}

const infoShape = (at: OperationContext, row: KeyPair, whole: boolean): Aws.KeyPairInfo => ({
  KeyPairId: row.id,
  KeyName: row.name,
  KeyFingerprint: row.fingerprint,
  KeyType: row.type,
  Tags: tagShapes(at, row.id),
  CreateTime: timeShape(at, row.createdAt),
  PublicKey: whole ? row.publicKey : undefined,
})

function filtersOf(at: OperationContext): FilterSet<KeyPair> {
  return {
    values: {
      'key-pair-id': (row) => row.id,
      fingerprint: (row) => row.fingerprint,
      'key-name': (row) => row.name,
    },
    tags: (row) => tagsOf(at.world, at.account, row.id),
  }
}
