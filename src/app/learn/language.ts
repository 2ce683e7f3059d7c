/** The command language as lessons use it, in one piece that is fetched when it is first needed. */
import { lessonLine } from '../../command/lessonLine.ts'
import { queryPlain } from '../../command/queryPlain.ts'
import { run } from '../../command/run.ts'
import type { Language } from '../../stage/pageLab.ts'
import type { Page } from '../page.svelte.ts'
import { shellOf } from '../terminal/shell.svelte.ts'

/** The language with the page's own shell, whose lines are printed in its terminal. */
export const languageOf = (page: Page): Language => ({
  run: (text, environment) => lessonLine(run(text, environment)),
  queryPlain,
  shell: shellOf(page),
})
