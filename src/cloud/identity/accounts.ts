/**
 * Accounts, and who a caller is.
 *
 * Models: AWS accounts with their root user. Simplified: users, roles and policies come with a later issue;
 * today a console or a correctly signed caller is the account's root. Every account has a number `owner`,
 * which gives it its colour and texture in pictures.
 */
import type { Caller, Verdict } from '../call.ts'
import { arn, type Ref } from '../kernel/ref.ts'
import { dictionary, type Infer, integer, record, text } from '../kernel/schema.ts'
import { defineTable, keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'

const account = record({
  id: text,
  name: text,
  owner: integer,
  /** AWS's quotas by bucket, such as `standard-vcpus`; the scenario sets them. */
  quotas: dictionary(integer),
  /** the access key of the account's root */
  accessKeyId: text,
  secretAccessKey: text,
})

/** One account. */
export type Account = Infer<typeof account>

/** All accounts of the world, keyed as the lab's own things. */
export const accounts = defineTable('identity.account', account)

/** The key of an account's row. */
export const accountKey = (id: string): string => keyOf('lab', id)

/** Who acts: what the policy engine and the audit trail see. */
export interface Principal {
  readonly type: 'Root' | 'AWSService'
  readonly account: string
  readonly arn: Ref
  readonly principalId: string
  readonly accessKeyId: string | null
  readonly service: string | null
}

/** Why a caller is nobody. There are no temporary keys yet, so that no session token is a good one. */
export type AuthenticationError =
  | 'unknown-key'
  | 'invalid-token'
  | 'unsigned'
  | Exclude<Verdict, 'valid'>

/** The principal behind a caller, or why there is none. */
export function authenticate(world: World, caller: Caller): Principal | AuthenticationError {
  switch (caller.kind) {
    case 'console':
      return root(world, caller.account, false)
    case 'service':
      return service(caller.service, caller.account)
    case 'anonymous':
      return 'unsigned'
    case 'signed': {
      const owner = ownerOf(world, caller.accessKeyId)
      if (owner === undefined) return 'unknown-key'
      if (caller.sessionToken !== null) return 'invalid-token'
      if (caller.verdict !== 'valid') return caller.verdict
      return root(world, owner.id, true)
    }
  }
}

/** The account whose root has an access key. */
const ownerOf = (world: World, accessKeyId: string): Account | undefined =>
  world
    .table(accounts)
    .all()
    .find((each) => each.accessKeyId === accessKeyId)

/** The secret of an access key, for whoever checks signatures; undefined when there is no such key. */
export const secretOf = (world: World, accessKeyId: string): string | undefined =>
  ownerOf(world, accessKeyId)?.secretAccessKey

function root(world: World, id: string, signed: boolean): Principal | AuthenticationError {
  const row = world.table(accounts).get(accountKey(id))
  if (row === undefined) return 'unknown-key'
  return {
    type: 'Root',
    account: id,
    arn: arn('iam', '', id, 'root'),
    principalId: id,
    accessKeyId: signed ? row.accessKeyId : null,
    service: null,
  }
}

function service(name: string, id: string): Principal {
  const principal = `${name}.amazonaws.com`
  return {
    type: 'AWSService',
    account: id,
    arn: arn('iam', '', id, `service/${principal}`),
    principalId: principal,
    accessKeyId: null,
    service: principal,
  }
}

/** What authorisation is asked with. The policy engine of a later issue answers from the same four. */
export interface AuthorisationRequest {
  readonly principal: Principal
  /** `ec2:RunInstances` */
  readonly action: string
  readonly resources: readonly Ref[]
  readonly context: { readonly sourceIp: string; readonly secureTransport: boolean }
}

/** Whether a call may go on: today the account's root and the cloud's own services may do all. */
export function authorise(request: AuthorisationRequest): boolean {
  return request.principal.type === 'Root' || request.principal.type === 'AWSService'
}
