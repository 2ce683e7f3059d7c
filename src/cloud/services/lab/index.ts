/**
 * The lab's own operations: what a scenario, a lesson or a teacher may change that no AWS call can.
 *
 * They are journalled like every input, and leave no audit record and no bill.
 */
import { accountKey, accounts } from '../../identity/accounts.ts'
import { fail, ok } from '../../kernel/result.ts'
import { type Operation, operation, type Service } from '../../operation.ts'

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

const operations: Readonly<Record<string, Operation>> = { SetQuota: setQuota }

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
  unauthorised: (_principal, action) => fail('NotAllowed', `This caller may not ${action}.`),
  wrongRegion: (region) => fail('WrongRegion', `The lab runs us-east-1, not ${region}.`),
}
