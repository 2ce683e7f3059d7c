/** What a widget tells its host as things happen, and what it does when the host asks. */
import { catalogue } from 'virtual:lessons'
import type { FlowSnapshot } from '../lesson/machine.ts'
import type { Host } from './host.ts'
import type { Incoming } from './messages.ts'
import type { Widget } from './widget.svelte.ts'

/** Connects the two. */
export function talk(widget: Widget, host: Host): void {
  widget.flow.onchange = (before) => tell(widget, host, before)
  host.onmessage = (message) => follow(widget, host, message)
}

/** Tells what is other than it was. */
function tell({ flow, lesson, now }: Widget, host: Host, before: FlowSnapshot | null): void {
  const { snapshot, step, record, state } = flow
  if (snapshot === null || lesson === null) return
  const moved = before?.context.at !== snapshot.context.at
  if (moved || before?.value !== snapshot.value) {
    host.say({ type: 'step', lesson, step: step?.id ?? null, state, at: now })
  }
  if (state === 'finished' && before?.value !== 'finished') {
    host.say({ type: 'complete', lesson, step: null })
  }
  if (step === null || state === 'entering') return
  const { id } = step
  const was = before?.context.records[id]
  if (record !== null && step.kind === 'predict') {
    const { predicted: value, right } = record
    if (was !== undefined && (was.predicted !== value || was.right !== right)) {
      host.say({ type: 'prediction', step: id, value, right })
    }
  }
  const met = metOf(snapshot)
  if ('requirements' in step && (moved || !sameMet(met, metOf(before)))) {
    host.say({ type: 'check', step: id, met })
  }
  if (state === 'done' && before?.value !== 'done' && before !== null) {
    host.say({ type: 'complete', lesson, step: id })
  }
}

/** Which requirements hold. */
const metOf = (snapshot: FlowSnapshot | null): Readonly<Record<string, boolean>> =>
  Object.fromEntries(
    Object.entries(snapshot?.context.standing.met ?? {}).map(([name, { holds }]) => [name, holds]),
  )

const sameMet = (a: Readonly<Record<string, boolean>>, b: Readonly<Record<string, boolean>>) =>
  Object.keys({ ...a, ...b }).every((name) => a[name] === b[name])

/** Does what the host asks for. */
async function follow(widget: Widget, host: Host, message: Incoming): Promise<void> {
  switch (message.type) {
    case 'goto': {
      const { lesson, step } = message
      const entry = catalogue.find(({ id }) => id === lesson)
      const there = step === null || entry?.steps.some(({ id }) => id === step)
      if (entry === undefined || there !== true) {
        const name = step === null ? lesson : `${lesson}/${step}`
        return host.say({ type: 'error', code: 'missing', message: `There is no ${name}.` })
      }
      await widget.show(lesson, step)
      return host.say({ type: 'step', lesson, step: widget.stepId, state: null, at: widget.now })
    }
    case 'play':
      return widget.moving ? undefined : widget.press()
    case 'pause':
      if (widget.moving) await widget.world.steer.pause()
      return
    case 'step':
      return widget.stepBy(message.direction)
    case 'seek':
      return widget.seek(message.at)
    case 'reset':
      return widget.reset()
    case 'setTheme':
      widget.theme = message.theme
      return
    case 'getState':
      return host.say({ type: 'state', id: message.id, state: await widget.state() })
    case 'setState':
      if ((await widget.take(message.state)) !== 'unreadable') return
      return host.say({ type: 'error', code: 'unreadable', message: 'That state cannot be read.' })
  }
}
