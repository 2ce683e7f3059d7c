/**
 * `npm run lessons`: tries every lesson, or those named, and prints what is wrong by file and line.
 * `npm run lessons -- new ID [PART]` begins one.
 */
import { argv, cwd, exit, stderr, stdout } from 'node:process'
import { told } from '../lesson/compile.ts'
import { beginLesson, tryLessons } from './lessonSchool.ts'

/** Where a lesson begins whose part is not named. */
const FIRST_PART = 'compute'

async function main([first, ...rest]: readonly string[]): Promise<number> {
  if (first === 'new') return begin(rest)
  const ids = first === undefined ? [] : [first, ...rest]
  const { played, problems } = await tryLessons(cwd(), ids, (id) => stdout.write(`${id}\n`))
  for (const problem of problems) stderr.write(`${told(problem)}\n`)
  const sum = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  stdout.write(`${played.length} played, ${sum}\n`)
  return problems.length === 0 ? 0 : 1
}

function begin([id, part = FIRST_PART]: readonly string[]): number {
  if (id === undefined) {
    stderr.write('usage: npm run lessons -- new ID [PART]\n')
    return 2
  }
  try {
    stdout.write(`${beginLesson(cwd(), id, part)}\n`)
    return 0
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
}

exit(await main(argv.slice(2)))
