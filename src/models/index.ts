/**
 * The generated models, typed.
 *
 * The models themselves are small and needed by every request, so they are imported at once; enums
 * and documentation serve completion and help, and load when first asked for. The files are written
 * by `tools/models/generate.ts` and held to their types by `test/models.test.ts`, so nothing is
 * checked again here.
 */
import ec2 from './ec2.json'
import type { ServiceDocs, ServiceEnums, ServiceModel } from './model.ts'
import s3 from './s3.json'
import sts from './sts.json'

/** The services that have a model. */
export type ServiceName = 'ec2' | 'sts' | 's3'

const trusted = <T>(generated: unknown): T => generated as T

/** Every service's model. */
export const models: Readonly<Record<ServiceName, ServiceModel>> = {
  ec2: trusted(ec2),
  sts: trusted(sts),
  s3: trusted(s3),
}

const enumFiles: Readonly<Record<ServiceName, () => Promise<{ default: unknown }>>> = {
  ec2: () => import('./ec2.enums.json'),
  sts: () => import('./sts.enums.json'),
  s3: () => import('./s3.enums.json'),
}

const docFiles: Readonly<Record<ServiceName, () => Promise<{ default: unknown }>>> = {
  ec2: () => import('./ec2.docs.json'),
  sts: () => import('./sts.docs.json'),
  s3: () => import('./s3.docs.json'),
}

/** Loads a service's enum values. */
export async function loadEnums(service: ServiceName): Promise<ServiceEnums> {
  return trusted((await enumFiles[service]()).default)
}

/** Loads a service's first sentences. */
export async function loadDocs(service: ServiceName): Promise<ServiceDocs> {
  return trusted((await docFiles[service]()).default)
}
