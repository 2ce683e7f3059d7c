/**
 * A lab for one playing of a lesson: a worker of its own, over a world that nobody keeps.
 *
 * The world that the page has open is not touched, nor what is kept of it: the two share no store and no client.
 */
import { LabClient } from '../../bridge/client.ts'
import type { RegionView } from '../../cloud/views/types.ts'
import type { HashedLesson } from '../../lesson/catalogue.ts'
import { LEAD_IN } from '../../lesson/opening.ts'
import type { Lab } from '../../lesson/port.ts'
import { SCENES } from '../../scenes/registry.ts'
import { ACCOUNT } from '../../stage/account.ts'
import { LabStore } from '../../stage/lab.svelte.ts'
import { optionsOf } from '../../stage/opening.ts'
import { type LessonStage, PageLab } from '../../stage/pageLab.ts'
import { Player } from '../../stage/player.svelte.ts'
import { Steer } from '../../stage/steer.svelte.ts'
import { underWay } from '../../stage/underWay.ts'

/** A lab, and how to be rid of it. */
export interface OwnLab {
  readonly lab: Lab
  /** Resolves when its worker has died. What was asked of it rejects then. */
  readonly died: Promise<void>
  close(): void
}

const makeWorker = () =>
  new Worker(new URL('../../bridge/worker.ts', import.meta.url), { type: 'module' })

/** Nobody watches: each frame shows at once where the world stands. */
const UNSEEN = { request: () => 0, cancel: () => {}, reducedMotion: () => true }

/** Opens a lesson's world at its beginning. Rejects when the worker dies of it, or the world is refused. */
export async function openOwnLab({ lesson, setUp }: HashedLesson): Promise<OwnLab> {
  const client = new LabClient(makeWorker)
  const store = new LabStore(client)
  const player = new Player(UNSEEN)
  const stage: LessonStage = {
    ...{ lab: store, player, steer: new Steer(store, player, UNSEEN.reducedMotion) },
    console: { perform: (request) => store.call(request) },
    // What is played is passed over: all of it at once.
    classroom: { state: 'entering', lesson },
    get onTheWay() {
      return underWay((store.views.region as RegionView | undefined) ?? null)
    },
  }
  const { ondeath } = client
  const died = new Promise<void>((resolve) => {
    client.ondeath = (notice) => {
      ondeath(notice)
      resolve()
    }
  })
  store.listen((frame) => player.take(frame.clock))
  try {
    await store.open(optionsOf(lesson, setUp))
    for (const view of SCENES.region.views) store.watch(view, view, { account: ACCOUNT })
    await stage.steer.seek(LEAD_IN)
    await store.settled()
  } catch (error) {
    client.close()
    throw error
  }
  const lab = new PageLab(stage, null, async () =>
    (await import('../../stage/language.ts')).languageOf(stage),
  )
  const close = () => {
    lab.end()
    client.close()
  }
  return { lab, died, close }
}
