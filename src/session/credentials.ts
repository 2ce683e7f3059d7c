/** The access keys that command lines sign with. */
import type { Cloud } from '../cloud/cloud.ts'
import { accountKey, accounts } from '../cloud/identity/accounts.ts'
import { assert } from '../cloud/kernel/assert.ts'
import type { Environment } from '../command/types.ts'

/** The access key of an account's root. Throws when the cloud has no such account. */
export function credentialsIn(cloud: Cloud, account: string): Environment['credentials'] {
  const row = cloud.world.table(accounts).get(accountKey(account))
  assert(row !== undefined, `the world has the account ${account}`)
  return { accessKeyId: row.accessKeyId, secretAccessKey: row.secretAccessKey }
}
