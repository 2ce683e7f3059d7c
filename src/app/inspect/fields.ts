/** Writes the value of an inspector's line, by its kind. Pure. */
import { instant } from '../../cloud/kernel/instant.ts'
import { asRef, parseRef, type Ref } from '../../cloud/kernel/ref.ts'
import type { Plain } from '../../cloud/kernel/result.ts'
import type { FieldView, InstanceStateName, LifecycleView } from '../../cloud/views/types.ts'
import { bytesText, dateTime, durationText, mibText } from '../format.ts'
import { inspectWords } from './words.ts'

/** Nano-dollars as dollars, in text: they may pass what a number holds. No digit is left out, so that parts add up. */
function moneyText(nanoDollars: string): string {
  const digits = nanoDollars.padStart(10, '0')
  const fraction = digits.slice(-9).replace(/0+$/, '').padEnd(2, '0')
  return `$${digits.slice(0, -9)}.${fraction}`
}

/** The text of a field's value. */
export function fieldText({ kind, value }: FieldView, epoch: string): string {
  if (value === null) return inspectWords.none
  if (typeof value === 'number') {
    if (kind === 'instant') return dateTime(instant(value), epoch)
    if (kind === 'duration') return durationText(value)
    if (kind === 'mib') return mibText(value)
    if (kind === 'bytes') return bytesText(value)
    return value.toLocaleString('en-US')
  }
  if (kind === 'money') return moneyText(String(value))
  if (kind === 'state') return inspectWords.state(String(value))
  if (kind === 'ref' && typeof value === 'string') return parseRef(value)?.id ?? value
  if (kind === 'rule') return ruleOf(value)?.peer ?? plainText(value)
  return plainText(value)
}

function plainText(value: Plain): string {
  if (typeof value === 'boolean') return value ? inspectWords.yes : inspectWords.no
  if (Array.isArray(value)) return value.map(plainText).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The things a field names that can be gone to: of a rule its peer, if that is a group. */
export function fieldRefs({ kind, value }: FieldView): Ref[] {
  if (kind === 'rule') return [ruleOf(value)?.peer ?? ''].flatMap((peer) => asRef(peer) ?? [])
  if (kind !== 'ref' || value === null) return []
  return [value].flat().flatMap((each) => (typeof each === 'string' ? (asRef(each) ?? []) : []))
}

/** A rule of a security group, as its field gives it. */
export interface Rule {
  readonly protocol: string
  readonly fromPort: number | null
  readonly toPort: number | null
  /** a CIDR, or the ref of a group */
  readonly peer: string
}

function ruleOf(value: Plain): Rule | null {
  if (typeof value !== 'object' || value === null || !('peer' in value)) return null
  const port = (each: Plain | undefined) => (typeof each === 'number' ? each : null)
  const { protocol, fromPort, toPort, peer } = value
  return {
    protocol: String(protocol),
    fromPort: port(fromPort),
    toPort: port(toPort),
    peer: String(peer),
  }
}

/** The name of a field's line; that of a rule says what it is about. */
export function fieldName({ code, kind, value }: FieldView): string {
  const rule = kind === 'rule' ? ruleOf(value) : null
  if (rule === null) return inspectWords.field(code)
  return inspectWords.rule(rule.protocol, rule.fromPort, rule.toPort)
}

/** What may be asked of an instance: EC2's operation for each action of the lifecycle's table. */
const OPERATIONS: readonly (readonly [operation: string, action: string])[] = [
  ['StopInstances', 'stop'],
  ['StartInstances', 'start'],
  ['RebootInstances', 'reboot'],
  ['TerminateInstances', 'terminate'],
]

/** The operations that buttons offer, in the order they stand. */
export const OPERATION_NAMES = OPERATIONS.map(([operation]) => operation)

/** The operations that a state allows and that do something in it. */
export function allowed(lifecycle: LifecycleView, state: InstanceStateName): string[] {
  const row = (action: string) =>
    lifecycle.rows.find((one) => one.state === state && one.action === action)
  return OPERATIONS.filter(([operation, action]) => {
    const found = row(action)
    if (found === undefined || found.error !== null) return false
    return (
      found.next !== null &&
      (operation === 'RebootInstances' ? state === 'running' : found.next !== state)
    )
  }).map(([operation]) => operation)
}
