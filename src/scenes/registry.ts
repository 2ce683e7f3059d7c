/**
 * The scenes there are, without their drawings: which views each is made of, and how it speaks.
 *
 * Lessons and the shell read it without loading a picture: nothing here imports Svelte. `Views` is handed in as
 * a type, so a scene that names a view which does not exist is a compile error.
 */
import type { RegionView, ViewName } from '../cloud/views/types.ts'
import { describe as describeRegion } from './region/describe.ts'

/** A picture's name in lessons and addresses. */
export type SceneId = 'region'

/** One scene: the views it draws, its first the one that it speaks of. */
export interface SceneEntry<View> {
  readonly id: SceneId
  readonly views: readonly ViewName[]
  /** what changed, in sentences of at most 25 words; before is null at the first sight */
  readonly describe: (before: View | null, after: View) => readonly string[]
}

/** Every scene by its id. */
export const SCENES = {
  region: {
    id: 'region',
    views: ['region', 'placement'],
    describe: (before, after) => describeRegion(before, after),
  } satisfies SceneEntry<RegionView>,
} as const
