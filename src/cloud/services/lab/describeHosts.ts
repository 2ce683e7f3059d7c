/**
 * DescribeHosts: the hosts of the Region, what is free on each, and who is there.
 *
 * AWS shows a customer no hosts but dedicated ones; which there are here is the lab's choice (`compute/hosts.ts`).
 * Of other accounts' instances only their number and their size are told.
 */
import { allHosts, freeOf, hostRef } from '../../compute/hosts.ts'
import { type Host, instances, type Slice } from '../../compute/rows.ts'
import { must } from '../../kernel/assert.ts'
import { parseRef } from '../../kernel/ref.ts'
import { fail, ok } from '../../kernel/result.ts'
import { keyOf } from '../../kernel/table.ts'
import type { World } from '../../kernel/world.ts'
import { type Operation, operation } from '../../operation.ts'
import type {
  DescribeHostsRequest,
  DescribeHostsResult,
  HostDescription,
  HostInstance,
} from './api.ts'
import { readList } from './values.ts'

export const describeHosts: Operation = operation<DescribeHostsRequest, DescribeHostsResult>({
  readOnly: true,
  members: { emulated: ['HostIds'] },
  run(input, { world, account }) {
    const wanted = readList('HostIds', input.HostIds)
    if (!wanted.ok) return wanted
    const all = allHosts(world)
    const unknown = input.HostIds?.find((id) => all.every((host) => host.id !== id))
    if (unknown !== undefined) return fail('NoSuchHost', `The lab has no host ${unknown}.`)
    const some = all.filter(({ id }) => wanted.value === null || wanted.value(id))
    return ok({ Hosts: some.map((host) => describe(world, account, host)) })
  },
})

function describe(world: World, account: string, host: Host): HostDescription {
  const free = freeOf(host)
  const others = host.slices.filter((slice) => slice.account !== account)
  const sum = (of: (slice: Slice) => number) => others.reduce((total, one) => total + of(one), 0)
  return {
    HostId: host.id,
    Ref: hostRef(host.id),
    Label: host.label,
    Zone: host.zone,
    Rack: host.rack,
    Hardware: host.hardware,
    VCpus: host.vcpus,
    FreeVCpus: free.vcpus,
    MemoryMiB: host.memoryMib,
    FreeMemoryMiB: free.memoryMib,
    ...(host.accelerators === 0
      ? {}
      : {
          Accelerator: host.accelerator,
          Accelerators: host.accelerators,
          FreeAccelerators: free.accelerators,
        }),
    Instances: host.slices
      .filter((slice) => slice.account === account)
      .map((slice) => own(world, slice)),
    OtherInstances: others.length,
    OtherVCpus: sum(({ vcpus }) => vcpus),
    OtherMemoryMiB: sum(({ memoryMib }) => memoryMib),
  }
}

function own(world: World, slice: Slice): HostInstance {
  const { id } = must(parseRef(slice.instance), `the ref ${slice.instance}`)
  const row = must(world.table(instances).get(keyOf(slice.account, id)), `instance ${id}`)
  return {
    InstanceId: id,
    Ref: slice.instance,
    InstanceType: row.type,
    VCpus: slice.vcpus,
    MemoryMiB: slice.memoryMib,
  }
}
