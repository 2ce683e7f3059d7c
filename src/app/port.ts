/**
 * What the app asks of the bridge's client: the shape that `LabClient` has, and a scripted one in tests.
 */
import type { Frame, OpenOptions, PlayOptions } from '../bridge/protocol.ts'
import type { Answer, CallRequest } from '../cloud/call.ts'
import type { Instant } from '../cloud/kernel/instant.ts'
import type { ViewName, Views } from '../cloud/views/types.ts'

export interface LabPort {
  onframe: (frame: Frame) => void
  ondeath: (notice: { reason: string; recovered: boolean; droppedInput: string | null }) => void
  open(options: OpenOptions): Promise<void>
  call(request: CallRequest): Promise<Answer>
  peek(request: CallRequest): Promise<Answer>
  watch<Name extends ViewName>(key: string, name: Name, params: Views[Name]['params']): void
  unwatch(key: string): void
  play(options: PlayOptions): Promise<void>
  pause(): Promise<void>
  step(direction: 1 | -1, by: 'event' | 'beat'): Promise<void>
  seek(at: Instant): Promise<void>
  latest(): Promise<void>
  otherFuture(): Promise<void>
}
