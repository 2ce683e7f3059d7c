/**
 * Commands at random in a lesson's world: whatever somebody types, nothing is thrown.
 *
 * Lines of the lesson, lines of the language with values that the lesson knows, and both with words lost, doubled
 * and exchanged. The dice are the lesson's own, so that a failure comes again.
 */
import { argumentsOf } from '../command/arguments.ts'
import { AWS_SERVICES, operationsOf } from '../command/names.ts'
import type { CompiledLesson } from '../lesson/compile.ts'
import type { Lesson } from '../lesson/lesson.ts'
import { type Checkpoint, Halt, problemAt, Walk } from './lessonWalk.ts'

/** So many commands a lesson. */
const COMMANDS = 200
/** After so many the lesson looks at its world. */
const BETWEEN_LOOKS = 10
const WORDS = [
  ...['', '0', '1', '-1', '3', 'a', 'web', 'é', '{}', '[]', '*', '$vm', '$none', '"', "'", '$('],
  ...['t3.micro', 'ami-0f3a5c1e7b2d94860', 'i-00000000', 'us-east-1a', 'file://none', 's3://a/b'],
  ...['Name=instance-state-name,Values=running', 'Key=Name,Value=web', '--query', 'text'],
]
const OTHERS = [
  ...['lab advance --by 3s', 'lab advance --by 1h', 'lab seek --to 2s', 'lab help', 'aws s3 ls'],
  ...['aws s3 mb s3://random-notes', 'aws s3 cp none s3://random-notes/a', 'aws help'],
]

/** Numbers from a text, the same everywhere: mulberry32 over FNV-1a. For tests only, never for a world. */
class Dice {
  #state = 0x811c9dc5

  constructor(seed: string) {
    for (let i = 0; i < seed.length; i++) {
      this.#state = Math.imul(this.#state ^ seed.charCodeAt(i), 0x01000193)
    }
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % end
  }

  pick<T>(from: readonly T[], otherwise: T): T {
    return from[this.below(Math.max(1, from.length))] ?? otherwise
  }
}

/** Lines that the lesson itself has. */
function linesIn({ lesson, solution, alt, wrong }: CompiledLesson): readonly string[] {
  const scripts = [solution, ...alt, ...wrong].flatMap(({ steps }) => [...steps.values()].flat())
  const own = lesson.steps.flatMap((step): readonly string[] => {
    if ('run' in step) return step.run
    if ('acts' in step) return step.acts.flatMap(({ run }) => run)
    return []
  })
  return [...scripts.map(({ text }) => text), ...own, ...Object.values(lesson.variables)]
}

/** Every operation as the words that begin its command, and its options. */
const OPERATIONS = AWS_SERVICES.flatMap((service) =>
  [...operationsOf(service)].map(([command, operation]) => ({
    begin: `aws ${service.command} ${command}`,
    options: argumentsOf(service, operation).flatMap(({ flag }) => flag ?? []),
  })),
)

function lineOf(dice: Dice, own: readonly string[]): string {
  const kind = dice.below(10)
  if (kind < 3) return dice.pick(own, 'aws s3 ls')
  if (kind < 6) return changed(dice, dice.pick(own, 'aws s3 ls'))
  if (kind < 7) return dice.pick(OTHERS, 'lab help')
  const { begin, options } = dice.pick(OPERATIONS, { begin: 'aws', options: [] })
  const given = Array.from({ length: dice.below(4) }, () => {
    const option = dice.pick(options, '--none')
    return `${option} ${dice.pick(WORDS, '')}`
  })
  const line = [begin, ...given].join(' ')
  return kind < 9 ? line : changed(dice, line)
}

/** A line with one word lost, doubled, or exchanged for another. */
function changed(dice: Dice, line: string): string {
  const words = line.split(' ')
  const at = dice.below(words.length)
  const kind = dice.below(3)
  const word = words[at] ?? ''
  const instead = kind === 0 ? [] : kind === 1 ? [word, word] : [dice.pick(WORDS, '')]
  return words.toSpliced(at, 1, ...instead).join(' ')
}

/** Runs lines in the worlds in which a person acts, shared among them. */
export async function tryRandom(
  compiled: CompiledLesson,
  starts: readonly Checkpoint[],
): Promise<void> {
  const { lesson } = compiled
  const dice = new Dice(lesson.id)
  const own = linesIn(compiled)
  const each = Math.ceil(COMMANDS / Math.max(1, starts.length))
  for (const start of starts) {
    const walk = Walk.from(compiled, start)
    await walk.runtime.start()
    for (let number = 1; number <= each; number++) {
      const line = lineOf(dice, own)
      try {
        await tryLine(walk, line, number % BETWEEN_LOOKS === 0 || number === each)
      } catch (error) {
        throw new Halt(problemAt(compiled.at(['world']), thrown(lesson, number, line, error)))
      }
    }
  }
}

async function tryLine(walk: Walk, line: string, looks: boolean): Promise<void> {
  const { world, runtime } = walk
  const { session } = world
  await world.run(line, runtime.variables)
  await world.ask(line, runtime.variables)
  if (world.session !== session) throw new Error('the line put another world in the place of this')
  if (!looks) return
  await world.toBeat([])
  await runtime.look()
}

const thrown = ({ id }: Lesson, number: number, line: string, error: unknown): string =>
  `Command ${number} at random in \`${id}\`, \`${line}\`, throws: ${String(error)}`
