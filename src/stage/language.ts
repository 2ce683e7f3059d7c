/**
 * The command language for a step's lines, in one piece that is fetched when the first is run.
 *
 * For pages without a terminal, as the widget and the teacher's sheet: a shelf and variables are all that their lines
 * know.
 */
import { MemoryShelf } from '../bridge/shelf.ts'
import { fail } from '../cloud/kernel/result.ts'
import { callerOf } from '../command/caller.ts'
import { lessonLine } from '../command/lessonLine.ts'
import { queryPlain } from '../command/queryPlain.ts'
import { run } from '../command/run.ts'
import { uuidOf } from '../command/tokens.ts'
import { ACCESS_KEY_ID } from './account.ts'
import { Driver } from './driver.ts'
import type { Language, LessonStage, LineShell } from './pageLab.ts'

/** No table is printed. */
const COLUMNS = 80
const notHere = () => fail('NotHere', 'A lesson keeps its own world.')

export function languageOf({ lab, steer, classroom }: LessonStage): Language {
  const worlds = {
    lesson: classroom.lesson?.id ?? null,
    load: async () => notHere(),
    reset: () => Promise.reject(new Error('a lesson begins nothing anew')),
  }
  const shelf: MemoryShelf = new MemoryShelf(() => driver.nowMs())
  const driver = new Driver({ lab, steer, worlds }, shelf)
  const shell: LineShell = {
    driver,
    environment: async () => ({
      ...callerOf({
        accessKeyId: ACCESS_KEY_ID,
        secretAccessKey: (await lab.secretOf(ACCESS_KEY_ID)) ?? '',
      }),
      epoch: () => driver.epoch,
      nowMs: () => driver.nowMs(),
      shelf,
      variables: new Map(),
      columns: COLUMNS,
      newToken: () => uuidOf(crypto.getRandomValues(new Uint8Array(16))),
      palette: null,
    }),
    fill({ files }) {
      for (const [name, base64] of Object.entries(files)) shelf.writeBase64(name, base64)
    },
  }
  return {
    run: (text, environment) => lessonLine(run(text, environment)),
    queryPlain,
    shell,
  }
}
