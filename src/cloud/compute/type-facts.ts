/**
 * Instance types as data: the rows of the lab's sheet of facts (§2.2): us-east-1, Linux, on demand.
 *
 * Models: what EC2 sells by name. Prices of 2026-07-20 and sizes come from karpenter-provider-aws
 * (commit 1d927085), burst figures from the EC2 user guide of June 2023. From memory: vCPU, memory
 * and GPU of p3.2xlarge; vCPU, memory and disks of i3.metal. Prices are integer nano-dollars an
 * hour. Simplified: one EBS figure (the maximum), no CPU credits, no clock speeds.
 */
import { assert, must } from '../kernel/assert.ts'

/** What the lab's table says of one type; `null` where the source has no figure. */
export interface TypeFacts {
  readonly type: string
  readonly architecture: 'x86_64' | 'arm64'
  readonly vcpus: number
  readonly memoryMib: number
  /** Gbps, each way; equal to the burst where AWS gives one figure */
  readonly networkBaselineGbps: number | null
  readonly networkBurstGbps: number | null
  readonly ebsMaxGbps: number | null
  /** all local NVMe disks together, in GB; 0 without any */
  readonly nvmeGb: number
  readonly accelerators: AcceleratorFacts | null
  readonly hypervisor: 'nitro' | 'xen' | 'bare'
  readonly maxInterfaces: number | null
  readonly ipsPerInterface: number | null
  /** null where it is not sold on demand in us-east-1 */
  readonly nanoDollarsPerHour: number | null
  /** whether it earns CPU credits (families T2, T3, T4g) */
  readonly burstable: boolean
}

/** The accelerators of a type. `memoryMib` is of each one, 0 where the source has none. */
export interface AcceleratorFacts {
  readonly model: string
  readonly count: number
  readonly memoryMib: number
}

/**
 * A line a type: name, architecture (x86_64 or arm64), vCPU, MiB, baseline and burst Gbps, EBS
 * Gbps, NVMe GB, accelerators (count x model : MiB of each), hypervisor, interfaces, addresses of
 * each, nano-dollars an hour. `-` where there is none or the source has no figure.
 */
const TABLE = `
t2.micro         x86   1    1024     -     -     -     0 -                xen    2  2     11600000
t3.nano          x86   2     512 0.032     5 2.085     0 -                nitro  2  2      5200000
t3.micro         x86   2    1024 0.064     5 2.085     0 -                nitro  2  2     10400000
t3.small         x86   2    2048 0.128     5 2.085     0 -                nitro  3  4     20800000
t3.medium        x86   2    4096 0.256     5 2.085     0 -                nitro  3  6     41600000
t3.large         x86   2    8192 0.512     5  2.78     0 -                nitro  3 12     83200000
t3.xlarge        x86   4   16384 1.024     5  2.78     0 -                nitro  4 15    166400000
t3.2xlarge       x86   8   32768 2.048     5  2.78     0 -                nitro  4 15    332800000
t4g.micro        arm   2    1024 0.064     5 2.085     0 -                nitro  2  2      8400000
t4g.medium       arm   2    4096 0.256     5 2.085     0 -                nitro  3  6     33600000
m4.large         x86   2    8192     -     -  0.45     0 -                xen    2 10    100000000
m5.large         x86   2    8192  0.75    10  4.75     0 -                nitro  3 10     96000000
m5.xlarge        x86   4   16384  1.25    10  4.75     0 -                nitro  4 15    192000000
m5.4xlarge       x86  16   65536     5    10  4.75     0 -                nitro  8 30    768000000
m5.24xlarge      x86  96  393216    25    25    19     0 -                nitro 15 50   4608000000
m6i.large        x86   2    8192 0.781  12.5    10     0 -                nitro  3 10     96000000
m6i.32xlarge     x86 128  524288    50    50    40     0 -                nitro 15 50   6144000000
m6g.large        arm   2    8192  0.75    10  4.75     0 -                nitro  3 10     77000000
m7i.large        x86   2    8192 0.781 0.781    10     0 -                nitro  3 10    100800000
m7i-flex.large   x86   2    8192  0.39  0.39    10     0 -                nitro  3 10     95800000
m7a.large        x86   2    8192 0.781 0.781    10     0 -                nitro  3 10    115900000
m7g.medium       arm   1    4096  0.52  12.5    10     0 -                nitro  2  4     40800000
m7g.large        arm   2    8192 0.937  12.5    10     0 -                nitro  3 10     81600000
m7g.16xlarge     arm  64  262144    30    30    20     0 -                nitro 15 50   2611200000
m8g.large        arm   2    8192 0.937 0.937    10     0 -                nitro  3 10     89800000
m8g.48xlarge     arm 192  786432    50    50    40     0 -                nitro 15 50   8617000000
m8i.large        x86   2    8192 0.937 0.937    10     0 -                nitro  3 20    105800000
m9g.large        arm   2    8192     1     1    12     0 -                nitro  3 20     97800000
c5.large         x86   2    4096  0.75    10  4.75     0 -                nitro  3 10     85000000
c5.4xlarge       x86  16   32768     5    10  4.75     0 -                nitro  8 30    680000000
c5n.18xlarge     x86  72  196608   100   100    19     0 -                nitro 15 50   3888000000
c6i.large        x86   2    4096 0.781  12.5    10     0 -                nitro  3 10     85000000
c6in.32xlarge    x86 128  262144   200   200   100     0 -                nitro 16 50   7257600000
c7i.large        x86   2    4096 0.781 0.781    10     0 -                nitro  3 10     89200000
c7g.large        arm   2    4096 0.937  12.5    10     0 -                nitro  3 10     72500000
c7gn.16xlarge    arm  64  131072   200   200    40     0 -                nitro 15 50   3993600000
c8g.large        arm   2    4096 0.937 0.937    10     0 -                nitro  3 10     79800000
c8gn.large       arm   2    4096  6.25  6.25    10     0 -                nitro  3 10    118500000
r5.large         x86   2   16384  0.75    10  4.75     0 -                nitro  3 10    126000000
r6i.large        x86   2   16384 0.781  12.5    10     0 -                nitro  3 10    126000000
r7g.large        arm   2   16384 0.937  12.5    10     0 -                nitro  3 10    107100000
r7i.large        x86   2   16384 0.781 0.781    10     0 -                nitro  3 10    132300000
r7iz.large       x86   2   16384 0.781 0.781    10     0 -                nitro  3 10    186000000
r8g.large        arm   2   16384 0.937 0.937    10     0 -                nitro  3 10    117800000
x1.32xlarge      x86 128 1998848    25    25    14     0 -                xen    8 30  13338000000
x2idn.16xlarge   x86  64 1048576    50    50    40  1900 -                nitro 15 50   6669000000
x2iedn.32xlarge  x86 128 4194304   100   100    80  3800 -                nitro 15 50  26676000000
x2gd.medium      arm   1   16384   0.5    10  4.75    59 -                nitro  2  4     83500000
x8g.large        arm   2   32768 0.937 0.937    10     0 -                nitro  3 10    195400000
u-6tb1.112xlarge x86 448 6291456   100   100    38     0 -                nitro 15 50  54600000000
i3.large         x86   2   15616  0.75  0.75 0.425   475 -                xen    3 10    156000000
i3en.large       x86   2   16384   2.1    25  4.75  1250 -                nitro  3 10    226000000
i3en.24xlarge    x86  96  786432   100   100    19 60000 -                nitro 15 50  10848000000
i4i.large        x86   2   16384 0.781    10    10   468 -                nitro  3 10    172000000
i7ie.large       x86   2   16384 2.083 2.083    10  1250 -                nitro  3 10    259900000
i8g.large        arm   2   16384 1.172 1.172    10   468 -                nitro  3 10    171600000
d3.xlarge        x86   4   32768     3     3   2.8  5940 -                nitro  4  3    499000000
d3en.xlarge      x86   4   16384     6     6   2.8 27960 -                nitro  4  3    526000000
h1.2xlarge       x86   8   32768   2.5   2.5  1.75     0 -                xen    4 15    468000000
z1d.large        x86   2   16384  0.75    10  3.17    75 -                nitro  3 10    186000000
g4dn.xlarge      x86   4   16384     5    25   3.5   125 1xt4:16384       nitro  3 10    526000000
g5.xlarge        x86   4   16384   2.5    10   3.5   250 1xa10g:22888     nitro  4 15   1006000000
g5.48xlarge      x86 192  786432   100   100    19  7600 8xa10g:22888     nitro  7 50  16288000000
g6.xlarge        x86   4   16384   2.5   2.5     5   250 1xl4:22888       nitro  4 15    804800000
g6e.xlarge       x86   4   32768   2.5   2.5     5   250 1xl40s:45776     nitro  4 15   1861000000
p3.2xlarge       x86   8   62464   2.5    10     -     0 1xv100:16384     xen    4 15   3060000000
p4d.24xlarge     x86  96 1179648   400   400    19  8000 8xa100:40960     nitro 60 50  21957600000
p4de.24xlarge    x86  96 1179648   400   400    19  8000 8xa100:81920     nitro 60 50  27447100000
p5.4xlarge       x86  16  262144   100   100    10  3800 1xh100:81920     nitro  4 30   6880000000
p5.48xlarge      x86 192 2097152  3200  3200    80 30400 8xh100:81920     nitro 64 50  55040000000
p5en.48xlarge    x86 192 2097152  3200  3200   100 30400 8xh200:144384    nitro 64 50  63296000000
p6-b200.48xlarge x86 192 2097152  3200  3200   100 30400 8xb200:183359    nitro 32 50 113932800000
inf1.xlarge      x86   4    8192     5     5  4.75     0 1xinferentia:0   nitro  4 10    228000000
inf2.xlarge      x86   4   16384 2.083 2.083    10     0 1xinferentia2:0  nitro  4 15    758200000
inf2.48xlarge    x86 192  786432   100   100    60     0 12xinferentia2:0 nitro 15 50  12981300000
trn1.2xlarge     x86   8   32768 3.125 3.125    20   474 1xtrainium:0     nitro  4 15   1343800000
trn1.32xlarge    x86 128  524288   800   800    80  7600 16xtrainium:0    nitro 40 50  21500000000
trn2.48xlarge    x86 192 2097152  3200  3200    80  7600 16xtrainium2:0   nitro  -  -            -
hpc6a.48xlarge   x86  96  393216   100   100 2.085     0 -                nitro  -  -            -
hpc7g.16xlarge   arm  64  131072   200   200 2.085     0 -                nitro  4 50   1683200000
hpc7a.96xlarge   x86 192  786432   300   300 2.085     0 -                nitro  -  -            -
f2.6xlarge       x86  24  262144  12.5  12.5   7.5   940 -                nitro  8 30   1980000000
vt1.3xlarge      x86  12   24576  3.12  3.12  4.75     0 -                nitro  4 15    650000000
m5.metal         x86  96  393216    25    25    19     0 -                bare  15 50   4608000000
i3.metal         x86  72  524288    25    25     - 15200 -                bare  15 50   4992000000
`

function factsOf(line: string): TypeFacts {
  const cells = line.split(/ +/)
  const cell = (at: number) => must(cells[at], `cell ${at} of ${line}`)
  const figure = (at: number) => (cell(at) === '-' ? null : Number(cell(at)))
  const hypervisor = cell(9)
  assert(hypervisor === 'nitro' || hypervisor === 'xen' || hypervisor === 'bare', line)
  return {
    type: cell(0),
    architecture: cell(1) === 'arm' ? 'arm64' : 'x86_64',
    vcpus: Number(cell(2)),
    memoryMib: Number(cell(3)),
    networkBaselineGbps: figure(4),
    networkBurstGbps: figure(5),
    ebsMaxGbps: figure(6),
    nvmeGb: Number(cell(7)),
    accelerators: acceleratorsOf(cell(8)),
    hypervisor,
    maxInterfaces: figure(10),
    ipsPerInterface: figure(11),
    nanoDollarsPerHour: figure(12),
    burstable: /^t[234]g?\./.test(cell(0)),
  }
}

function acceleratorsOf(cell: string): AcceleratorFacts | null {
  const found = /^(\d+)x(\w+):(\d+)$/.exec(cell)
  if (found === null) return null
  return { count: Number(found[1]), model: found[2] ?? '', memoryMib: Number(found[3]) }
}

/** Every row of the table, in its order. */
export const typeFacts: readonly TypeFacts[] = TABLE.trim().split('\n').map(factsOf)
