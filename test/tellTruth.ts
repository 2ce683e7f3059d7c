/** Prints what `lessonTruth.ts` finds of every lesson, as JSON: for tests whose runner cannot load the cloud. */
import { fileURLToPath } from 'node:url'
import type { Step } from '../src/lesson/lesson.ts'
import { compileFolder } from '../src/node/lessonFiles.ts'
import { truthOf } from './lessonTruth.ts'

/** A lesson as its folder has it, with what is right by `step/question`. */
export interface Told {
  readonly id: string
  readonly title: string
  readonly steps: readonly Step[]
  readonly truth: Readonly<Record<string, string>>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const told: Told[] = []
for (const compiled of compileFolder(root).lessons) {
  const { id, title, steps } = compiled.lesson
  told.push({ id, title, steps, truth: Object.fromEntries(await truthOf(compiled)) })
}
process.stdout.write(JSON.stringify(told))
