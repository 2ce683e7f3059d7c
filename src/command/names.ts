/**
 * The commands that a line can name, and the names that it cannot.
 *
 * A command stands for a service with a model: `aws ec2`, `aws sts`, `aws s3api`, and `lab`. `aws s3` is no
 * service but a set of commands of its own (see `s3/`). What AWS has and the lab has not is known by name only,
 * so that it can be refused plainly.
 */
import { models } from '../models/index.ts'
import { labModel } from '../models/lab.ts'
import type { ServiceModel } from '../models/model.ts'
import others from '../models/others.json'
import type { Program } from './errors.ts'
import { kebabCase } from './line.ts'
import { AWS_COMMANDS } from './services.ts'

/** A service as a command names it. */
export interface Service {
  readonly program: Program
  /** `ec2`, `s3api`; empty for `lab`, whose operations follow the program's name */
  readonly command: string
  /** the signing name, as calls have it */
  readonly name: string
  readonly model: ServiceModel
}

const service = (command: string, name: 'ec2' | 'sts' | 's3'): Service => ({
  program: 'aws',
  command,
  name,
  model: models[name],
})

/** The services that `aws` names. */
export const AWS_SERVICES: readonly Service[] = [
  service('ec2', 'ec2'),
  service('s3api', 's3'),
  service('sts', 'sts'),
]

/** What `lab` operates on. */
export const LAB_SERVICE: Service = { program: 'lab', command: '', name: 'lab', model: labModel }

/** The words that may follow `aws`, in the order they are listed. */
export const AWS_CHOICES: readonly string[] = ['ec2', 'sts', 's3api', 's3', 'help']

/** A service's operations: the command's name to AWS's. */
export function operationsOf(of: Service): ReadonlyMap<string, string> {
  return new Map(Object.keys(of.model.operations).map((name) => [kebabCase(name), name]))
}

/** The words that may follow a service. */
export function operationChoices(of: Service): readonly string[] {
  const wait = Object.keys(of.model.waiters).length > 0 ? ['wait'] : []
  return [...operationsOf(of).keys(), ...wait, 'help']
}

/** Whether AWS has a command that the lab has not. */
export const isOtherCommand = (word: string): boolean => AWS_COMMANDS.includes(word)

/** Whether AWS's service has an operation that the lab has not. */
export function isOtherOperation(of: Service, word: string): boolean {
  const names: Readonly<Record<string, string>> = others.services
  return (names[of.name] ?? '').split(' ').some((name) => name !== '' && kebabCase(name) === word)
}
