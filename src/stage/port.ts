/** What the app asks of the bridge's client: the part of `LabClient` that a scripted one in tests has too. */
import type { LabClient } from '../bridge/client.ts'

export type LabPort = Pick<
  LabClient,
  | 'onframe'
  | 'ondeath'
  | 'oninput'
  | 'open'
  | 'call'
  | 'peek'
  | 'look'
  | 'watch'
  | 'unwatch'
  | 'play'
  | 'pause'
  | 'step'
  | 'seek'
  | 'latest'
  | 'backTo'
  | 'otherFuture'
  | 'fork'
  | 'save'
  | 'openSave'
  | 'openSalvage'
  | 'secretOf'
  | 'hash'
>
