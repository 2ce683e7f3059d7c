/**
 * Physical cores behind vCPUs (FACTS §1.3): a vCPU is a hardware thread, two a core, except on T2,
 * on Graviton, and on AMD's seventh generation (that last one from memory), where it is a core.
 */
import type { InstanceType } from '../../compute/types.ts'

/** How many threads of a core a type's vCPUs are: 1 or 2. */
export function threadsPerCore(type: InstanceType): number {
  const one = type.architecture === 'arm64' || /^(t2|[cmr]7a)\./.test(type.type)
  return one || type.vcpus === 1 ? 1 : 2
}

/** How many cores a type has. */
export const coresOf = (type: InstanceType): number => Math.ceil(type.vcpus / threadsPerCore(type))
