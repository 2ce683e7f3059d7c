/** The worker: a lab behind one Comlink object. It holds no logic of its own. */
import * as Comlink from 'comlink'
import { ok } from '../cloud/kernel/result.ts'
import { Lab, type LabHost } from './lab.ts'
import type { OpenOptions, Salvage, Sink, WorkerLab } from './protocol.ts'

/** Comlink's remote of the page's sink: every post is answered. Held here, since a collected proxy goes silent. */
let sink: (frame: Parameters<Sink>[0]) => Promise<void> = async () => {}
let lab: Lab | null = null

const host: LabHost = {
  nowMs: () => performance.now(),
  soon: (task, delayMs) => void setTimeout(task, delayMs),
  crash(error) {
    // Thrown outside every promise, so that the page hears it as the worker's `error` event.
    setTimeout(() => {
      throw error
    }, 0)
  },
  post(frame) {
    const bytes = frame.save?.bytes
    return sink(
      bytes === undefined ? frame : Comlink.transfer(frame, [bytes.buffer as ArrayBuffer]),
    )
  },
}

function current(): Lab {
  if (lab === null) throw new Error('no world is open')
  return lab
}

function begin(next: Lab, to: Sink): ReturnType<Lab['clock']> {
  lab?.close()
  sink = to as unknown as typeof sink
  lab = next
  return next.clock()
}

const api: WorkerLab = {
  open: async (options: OpenOptions, to: Sink) => {
    const begun = await Lab.open(host, options)
    return begun.ok ? ok(begin(begun.value, to)) : begun
  },
  recover: async (salvage: Salvage, to: Sink) => begin(await Lab.recover(host, salvage), to),
  openSave: async (bytes: Uint8Array, to: Sink) => {
    const read = await Lab.ofSave(host, bytes)
    if (!read.ok) return read
    const clock = begin(read.value, to)
    // Time stands, which the first frame tells.
    await read.value.pause()
    return ok(clock)
  },
  call: (request) => current().call(request),
  peek: (request) => current().peek(request),
  look: (line, variables) => current().look(line, variables),
  watch: (key, name, params) => current().watch(key, name, params),
  unwatch: (key) => current().unwatch(key),
  view: (name, params) => current().view(name, params),
  play: (options) => current().play(options),
  pause: () => current().pause(),
  step: (direction, by, types) => current().step(direction, by, types),
  seek: (at) => current().seek(at),
  latest: () => current().latest(),
  backTo: (at, position) => current().backTo(at, position),
  fork: () => current().fork(),
  otherFuture: () => current().otherFuture(),
  hash: () => current().hash(),
  save: async () => {
    const bytes = await current().save()
    return Comlink.transfer(bytes, [bytes.buffer as ArrayBuffer])
  },
  secretOf: (accessKeyId) => current().secretOf(accessKeyId),
  ping: async () => true,
}

Comlink.expose(api)
