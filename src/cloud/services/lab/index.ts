/**
 * The lab's own operations: what a scenario, a lesson or a teacher may change that no AWS call can, and questions
 * about what AWS shows nobody: hosts, why one was chosen, what happened, what it costs by now.
 *
 * They are journalled like every input, and leave no audit record and no bill.
 */
import { DEFAULT_QUOTAS } from '../../compute/quotas.ts'
import { accountKey, accounts } from '../../identity/accounts.ts'
import { fail, ok } from '../../kernel/result.ts'
import { createDefaultNetwork } from '../../network/defaults.ts'
import { type Operation, operation, type Service } from '../../operation.ts'
import { describeCosts } from './describeCosts.ts'
import { describeEvents, describeRefusals } from './describeEvents.ts'
import { describeHosts } from './describeHosts.ts'
import { describePlacement } from './describePlacement.ts'

/** `Account` defaults to the caller's. `Quota` is a bucket such as `standard-vcpus`; `Value` a count. */
export interface SetQuotaInput {
  readonly Account?: string
  readonly Quota: string
  readonly Value: number
}

const setQuota: Operation = operation<
  SetQuotaInput,
  { readonly Quota: string; readonly Value: number }
>({
  readOnly: false,
  members: { required: ['Quota', 'Value'], emulated: ['Account', 'Quota', 'Value'] },
  run(input, at) {
    const key = accountKey(input.Account ?? at.account)
    const table = at.world.table(accounts)
    const row = table.get(key)
    if (row === undefined) return fail('NoSuchAccount', `The lab has no account ${input.Account}.`)
    if (!Object.hasOwn(row.quotas, input.Quota)) {
      const known = Object.keys(row.quotas).sort().join(', ')
      return fail('NoSuchQuota', `There is no quota '${input.Quota}'. The quotas are: ${known}.`)
    }
    if (!Number.isSafeInteger(input.Value) || input.Value < 0) {
      return fail('InvalidQuotaValue', 'A quota is a whole number, 0 or more.')
    }
    table.set(key, { ...row, quotas: { ...row.quotas, [input.Quota]: input.Value } })
    return ok({ Quota: input.Quota, Value: input.Value })
  },
})

/** `Account` is twelve digits; `Name` defaults to it. */
export interface CreateAccountInput {
  readonly Account: string
  readonly Name?: string
}

/** The root key of an account made here is its own number: this is a lab, and nothing is kept from anyone. */
const createAccount: Operation = operation<CreateAccountInput, { readonly Account: string }>({
  readOnly: false,
  members: { required: ['Account'], emulated: ['Account', 'Name'] },
  run({ Account: id, Name: name }, at) {
    const table = at.world.table(accounts)
    if (!/^\d{12}$/.test(id)) return fail('InvalidAccount', 'An account is twelve digits.')
    if (table.get(accountKey(id)) !== undefined) {
      return fail('AccountExists', `The lab has an account ${id} already.`)
    }
    table.set(accountKey(id), {
      id,
      name: name ?? id,
      owner: table.size,
      quotas: { ...DEFAULT_QUOTAS },
      accessKeyId: id,
      secretAccessKey: id,
    })
    createDefaultNetwork(at.world, id)
    return ok({ Account: id })
  },
})

const operations: Readonly<Record<string, Operation>> = {
  SetQuota: setQuota,
  CreateAccount: createAccount,
  DescribeCosts: describeCosts,
  DescribeEvents: describeEvents,
  DescribeHosts: describeHosts,
  DescribePlacement: describePlacement,
  DescribeRefusals: describeRefusals,
}

/** The service `lab`. */
export const lab: Service = {
  name: 'lab',
  eventSource: null,
  operations,
  unknownOperation: (name) =>
    fail(
      'UnknownOperation',
      `The lab has no operation ${name}. It has: ${Object.keys(operations).join(', ')}.`,
    ),
  unauthenticated: () => fail('NoCaller', 'A lab operation needs an account to act for.'),
  overloaded: () => fail('WorldFull', 'This world is full. Reset it, or go back in time.'),
  unauthorised: (_principal, action) => fail('NotAllowed', `This caller may not ${action}.`),
  wrongRegion: (region) => fail('WrongRegion', `The lab runs us-east-1, not ${region}.`),
}
