import type { ClockView, Frame, PlayOptions } from '../../bridge/protocol.ts'
import type { Answer, CallRequest } from '../../cloud/call.ts'
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { type Instant, instant } from '../../cloud/kernel/instant.ts'
import { type Ref, arn, labRef } from '../../cloud/kernel/ref.ts'
import { placementFixture, regionFixture } from '../../scenes/region/fixture.ts'
import { isBeat } from '../time/registry.ts'
import type { LabPort } from '../port.ts'

export class FakeLab implements LabPort {
  onframe: (frame: Frame) => void = () => {}
  ondeath = () => {}
  #now = 0
  #head = 0
  #events: EventRecord[] = []
  #launchedAt: number | null = null
  #watches = new Map<string, [string, { ref?: string }]>()
  #playing = false
  #pace = 1
  #beat: number | null = null
  #other = false
  async open() { this.#frame() }
  async call(request: CallRequest): Promise<Answer> {
    const at = instant(this.#now)
    if (this.#now < this.#head) { this.#events = this.#events.filter((e) => e.at <= at); this.#head = at; this.#other = true }
    this.#launchedAt ??= at
    if (this.#launchedAt > at) this.#launchedAt = at
    const view = regionFixture(true)
    const m = view.mine[0]
    const p = placementFixture(view)
    const root = arn('iam', '', '123456789012', 'root')
    const add = (type: string, when: number, subjects: Ref[], detail = {}) =>
      this.#events.push({ seq: this.#events.length + 1, at: instant(when), type, subjects, cause: this.#events.length ? this.#events.length : null, detail })
    add('call.answered', at, [labRef('call', 'c-1'), root], { service: 'ec2', operation: request.operation, account: '123456789012' })
    if (request.operation === 'RunInstances' && m) {
      const t0 = m.stages[0]?.leaves ?? 0
      const names = ['compute.placement.chosen', 'compute.instance.carved', 'compute.instance.image-attached', 'compute.instance.connected', 'compute.instance.running']
      m.stages.forEach((s, i) => this.#later.push({ when: at + s.arrives - t0, type: names[i] ?? '', subjects: [m.ref, p.chosen, root] }))
    }
    this.#add = add
    this.#frame()
    return { requestId: 'r', at, event: 1, result: { ok: true, value: { Instances: [{ InstanceId: m?.id, State: { Name: 'pending' } }] } } }
  }
  #later: { when: number; type: string; subjects: Ref[] }[] = []
  #add: (type: string, when: number, subjects: Ref[]) => void = () => {}
  async peek(request: CallRequest): Promise<Answer> {
    const value = request.operation === 'DescribeImages' ? { Images: [{ ImageId: 'ami-0f3a12c9bd8e47a60' }] }
      : request.operation === 'DescribeInstances' ? { Reservations: [{ Instances: [{ PrivateIpAddress: '172.31.16.21' }] }] }
      : { InstanceTypes: [{ InstanceType: 't3.micro', VCpuInfo: { DefaultVCpus: 2 }, MemoryInfo: { SizeInMiB: 1024 } }] }
    return { requestId: 'r', at: instant(this.#now), event: null, result: { ok: true, value } }
  }
  watch(key: string, name: string, params: object) { this.#watches.set(key, [name, params]); this.#frame() }
  unwatch(key: string) { this.#watches.delete(key) }
  async play(o: PlayOptions) {
    this.#playing = true; this.#pace = o.pace; this.#beat = null
    const tick = () => {
      if (!this.#playing) return
      this.#to(this.#now + 0.016 * 1e7 * this.#pace, o.until === 'beat')
      if (this.#beat !== null) this.#playing = false
      this.#frame()
      setTimeout(tick, 16)
    }
    tick(); this.#frame()
  }
  #to(at: number, stop: boolean) {
    const next = this.#events.find((e) => e.at > this.#now && e.at <= at && isBeat(e.type))
    if (stop && next) { this.#now = next.at; this.#beat = next.seq; return }
    const due = this.#later.filter((l) => l.when > this.#now && l.when <= at && !this.#events.some((e) => e.at === l.when))
    for (const l of due) {
      this.#add(l.type, l.when, l.subjects)
      if (stop) { this.#now = l.when; this.#beat = this.#events.length; this.#head = Math.max(this.#head, this.#now); return }
    }
    this.#now = Math.round(at); this.#head = Math.max(this.#head, this.#now)
  }
  async pause() { this.#playing = false; this.#frame() }
  async step(d: 1 | -1) {
    this.#playing = false; this.#beat = null
    if (d === 1) this.#to(this.#now + 600e7, true)
    else { const e = this.#events.findLast((x) => x.at < this.#now && isBeat(x.type)); this.#now = e?.at ?? 0; this.#beat = e?.seq ?? null }
    this.#frame()
  }
  async seek(at: Instant) { this.#playing = false; this.#beat = null; this.#now = at; this.#head = Math.max(at, this.#head); this.#frame() }
  async latest() { await this.seek(instant(this.#head)) }
  async otherFuture() { this.#frame() }
  #clock(): ClockView {
    return { upTo: instant(this.#now), head: instant(this.#head), playing: this.#playing, pace: this.#pace, behindMs: 0, pausedAtBeat: this.#beat, otherFuture: this.#other, epoch: '2026-01-01T09:00:00Z' }
  }
  #frame() {
    const launched = this.#launchedAt !== null && this.#now >= this.#launchedAt
    const shift = (this.#launchedAt ?? 0) - (regionFixture(true).mine[0]?.stages[0]?.leaves ?? 0)
    const base = regionFixture(launched)
    const move = (i: Instant) => instant(i + shift)
    const state = this.#events.some((e) => e.type.endsWith('running') && e.at <= this.#now) ? 'running' as const : 'pending' as const
    const region = { ...base, mine: base.mine.map((m) => ({ ...m, state, launchedAt: move(m.launchedAt), stages: m.stages.map((s) => ({ ...s, leaves: move(s.leaves), arrives: move(s.arrives) })) })) }
    const views: Record<string, unknown> = {}
    for (const [key, [name, params]] of this.#watches) {
      if (name === 'region') views[key] = region
      if (name === 'placement') views[key] = launched ? { ...placementFixture(regionFixture(true)), at: instant(this.#launchedAt ?? 0) } : null
      if (name === 'lifecycle') views[key] = { states: [], actions: [], rows: [{ state: 'running', action: 'stop', next: 'stopping', error: null }, { state: 'running', action: 'terminate', next: 'shutting-down', error: null }] }
      if (name === 'inspect') views[key] = { ref: params.ref, kind: params.ref?.includes('host') ? 'host' : 'instance', title: params.ref?.split('/').at(-1), groups: [{ code: 'identity', fields: [{ code: 'type', kind: 'code', value: 't3.micro' }, { code: 'memory', kind: 'mib', value: 1024 }, { code: 'host', kind: 'ref', value: 'lab:host/h-0503' }, { code: 'launched-at', kind: 'instant', value: 10000000 }] }], documents: { input: '{\n  "ImageId": "ami-0f3a12c9bd8e47a60"\n}' }, reasons: [] }
    }
    const frame: Frame = { clock: this.#clock(), views, events: [...this.#events], restart: true, save: null }
    setTimeout(() => this.onframe(frame), 0)
  }
}
