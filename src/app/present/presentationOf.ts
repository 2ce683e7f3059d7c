/** A lesson's presentation over the lab's page. */

import type { HashedLesson } from '../../lesson/catalogue.ts'
import { PageLab } from '../../stage/pageLab.ts'
import type { Page } from '../page.svelte.ts'
import { Presentation } from './presentation.svelte.ts'

const language = () => import('../learn/language.ts')

export const presentationOf = (page: Page, lesson: HashedLesson): Presentation =>
  new Presentation(page, lesson, (classroom, left) => {
    const { lab, player, steer, console } = page
    const stage = {
      ...{ lab, player, steer, console, classroom },
      get onTheWay() {
        return page.onTheWay
      },
    }
    return new PageLab(stage, left, async () => (await language()).languageOf(page))
  })
