/**
 * The compiler of lessons: files of the folder `lessons` in, plain data out, or what is wrong, by file and line.
 *
 * One for the build, the validator and, lazily, the page's imports; so it knows no file system and no clock. It
 * judges form and words. Whether commands do what the lesson says, only a world can tell: that is the validator's.
 *
 * A file that is not expected is a problem too: nothing lies in a lesson's folder without effect.
 */
import { SCENES } from '../scenes/registry.ts'
import { type CommandLine, readScript, type Script } from './compile/commands.ts'
import {
  isWithin,
  type Kind,
  MOST_FILE_BYTES,
  MOST_LESSON_FILES,
  MOST_LESSONS,
  MOST_SHEET_BYTES,
  MOST_TEXT_BYTES,
} from './compile/limits.ts'
import { type Place, type Problem, Problems } from './compile/problem.ts'
import {
  checkForm,
  checkIntroduced,
  checkScript,
  checkVariables,
  checkWords,
  termsOf,
  type Vocabulary,
} from './compile/rules.ts'
import { type LessonData, type PlaceOf, readLesson } from './compile/schema.ts'
import { readFacts, readTerms, type Sheets } from './compile/sheets.ts'
import { type Slot, Slots, WORDS } from './compile/slots.ts'
import { stepsOf } from './compile/steps.ts'
import { readYaml } from './compile/yamlFile.ts'
import { LESSON_FORMAT, type Lesson } from './lesson.ts'

export { told } from './compile/problem.ts'
export type { CommandLine, Place, Problem, Script }

/** Files by path, from the folder that holds `lessons`: `lessons/terms.md`. Text may come as UTF-8 bytes. */
export type LessonFiles = ReadonlyMap<string, string | Uint8Array>

/** A lesson, with what only its tests need. */
export interface CompiledLesson {
  readonly lesson: Lesson
  /** `lessons/compute/010-eight-seconds` */
  readonly folder: string
  readonly solution: Script
  /** other right ways */
  readonly alt: readonly Script[]
  /** wrong ways, named after the feedback that they lead to */
  readonly wrong: readonly Script[]
  /** where something stands in `lesson.yaml`, by its path in the data */
  at: PlaceOf
}

/** All lessons that are whole, and every problem of the others. */
export interface Compilation {
  readonly lessons: readonly CompiledLesson[]
  readonly problems: readonly Problem[]
}

/** The sheets, and the file for authors. */
const TERMS = 'lessons/terms.md'
const FACTS = 'lessons/facts.md'
const README = 'lessons/README.md'
const IN_FOLDER = /^(lessons\/([a-z][a-z0-9-]*)\/(\d{3})-[a-z0-9-]+)\/(.+)$/
/** Names within names, none of which begins with a dot: no way leads out of the folder. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/

/** A lesson's folder, read as far as its data. */
interface Draft {
  readonly folder: string
  readonly part: string
  readonly number: number
  readonly files: ReadonlyMap<string, string | Uint8Array>
  readonly data: LessonData
  readonly at: PlaceOf
  readonly problems: Problems
}

/** Compiles every lesson among files. */
export function compileLessons(files: LessonFiles): Compilation {
  const shared = new Problems()
  const sheet = (path: string) => textOf(path, files.get(path), shared)
  const sheets: Sheets = {
    terms: readTerms(TERMS, sheet(TERMS), shared),
    facts: readFacts(FACTS, sheet(FACTS), shared),
  }
  const problems = [shared]
  const drafts: Draft[] = []
  const folders = foldersOf(files, shared)
  if (folders.size > MOST_LESSONS) {
    shared.add({ file: 'lessons', line: 1 }, `At most ${MOST_LESSONS} lessons are read together.`)
    return { lessons: [], problems: shared.all() }
  }
  for (const [folder, within] of folders) {
    const own = new Problems()
    problems.push(own)
    const draft = draftOf(folder, within, own)
    if (draft === null) continue
    const twin = drafts.find(({ data }) => data.id === draft.data.id)
    if (twin !== undefined) {
      own.add(draft.at(['id']), `The lesson in ${twin.folder} has the id \`${draft.data.id}\` too.`)
    } else drafts.push(draft)
  }
  const compiled = drafts.map((draft) => ({ draft, made: make(draft, drafts, sheets) }))
  return {
    lessons: compiled.filter(({ draft }) => draft.problems.none).map(({ made }) => made),
    problems: problems.flatMap((each) => each.all()),
  }
}

/** A file's text, empty where it cannot be read, which `problems` then says. */
function textOf(path: string, file: string | Uint8Array | undefined, problems: Problems): string {
  const place = { file: path, line: 1 }
  const refuse = (message: string): '' => {
    problems.add(place, message)
    return ''
  }
  if (file === undefined) return refuse('This file is missing.')
  if (file.length === 0) return refuse('This file is empty.')
  const most = path === TERMS || path === FACTS ? MOST_SHEET_BYTES : MOST_TEXT_BYTES
  if (file.length > most) return refuse(`This file is larger than ${most / 1024} KiB.`)
  try {
    const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n')
    return isWithin(path, text, kindOf(path), problems) ? text : ''
  } catch {
    return refuse('This file is not text in UTF-8.')
  }
}

const kindOf = (path: string): Kind =>
  path.endsWith('.yaml') ? 'yaml' : path.endsWith('.md') ? 'markdown' : 'lines'

/** The files of each lesson's folder, by their names in it. */
function foldersOf(files: LessonFiles, problems: Problems) {
  const folders = new Map<string, Map<string, string | Uint8Array>>()
  for (const [path, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (path === TERMS || path === FACTS || path === README) continue
    const [, folder, , , name] = IN_FOLDER.exec(path) ?? []
    if (folder === undefined || name === undefined) {
      problems.add(
        { file: path, line: 1 },
        'A lesson lies in `lessons/<part>/<NNN-name>`; this file is in none.',
      )
      continue
    }
    const within = folders.get(folder) ?? new Map<string, string | Uint8Array>()
    folders.set(folder, within.set(name, file))
  }
  return folders
}

function draftOf(folder: string, files: Draft['files'], problems: Problems): Draft | null {
  checkFiles(folder, files, problems)
  if (files.size > MOST_LESSON_FILES) return null
  const file = `${folder}/lesson.yaml`
  const source = textOf(file, files.get('lesson.yaml'), problems)
  const yaml = problems.none || source !== '' ? readYaml(file, source, problems) : null
  const data = yaml === null || source === '' ? null : readLesson(yaml, problems)
  if (yaml === null || data === null) return null
  const [, part = '', number = ''] = /([^/]+)\/(\d{3})-[^/]*$/.exec(folder) ?? []
  const at: PlaceOf = (path) => yaml.at(path)
  return { folder, part, number: Number(number), files, data, at, problems }
}

/** Whether a lesson's files are those that it may have. */
function checkFiles(folder: string, files: Draft['files'], problems: Problems): void {
  if (files.size > MOST_LESSON_FILES) {
    problems.add({ file: folder, line: 1 }, `A lesson has at most ${MOST_LESSON_FILES} files.`)
    return
  }
  for (const [name, { length }] of files) {
    const place = { file: `${folder}/${name}`, line: 1 }
    const known =
      /^(lesson\.yaml|en\.md|solution\.cmds|(alt|wrong)\/[a-z0-9-]+\.cmds)$/.test(name) ||
      (name.startsWith('files/') && FILE_NAME.test(name.slice('files/'.length)))
    if (!known) problems.add(place, 'A lesson has no such file.')
    else if (name.startsWith('files/') && length > MOST_FILE_BYTES) {
      problems.add(place, `A file of a lesson's is no larger than ${MOST_FILE_BYTES / 1024} KiB.`)
    }
  }
}

function make(draft: Draft, drafts: readonly Draft[], sheets: Sheets): CompiledLesson {
  const { folder, files, data, at, problems } = draft
  const text = (name: string) => textOf(`${folder}/${name}`, files.get(name), problems)
  checkForm(data, at, problems)
  checkVariables(data, at, problems)
  const doable = new Set(data.steps.flatMap((step) => ('requirements' in step ? [step.id] : [])))
  const script = (name: string) => readScript(`${folder}/${name}`, text(name), doable, problems)
  const scripts = (under: string) =>
    [...files.keys()].filter((name) => name.startsWith(under)).map(script)
  const solution = script('solution.cmds')
  const wrong = scripts('wrong/')
  const alt = scripts('alt/')
  checkWrongWays(draft, wrong)
  for (const each of [solution, ...alt, ...wrong]) checkScript(each, data, problems)
  const variables = new Set(['picked', ...Object.keys(data.variables)])
  // Of a file that is missing or cannot be read, one thing is to be said, not one for each of its texts.
  const prose = text(WORDS)
  const slotProblems = prose === '' && !problems.none ? new Problems() : problems
  const slots = new Slots(`${folder}/${WORDS}`, prose, variables, slotProblems)
  const vocabulary: Vocabulary = {
    terms: sheets.terms,
    own: data.introduces,
    earlier: earlierTerms(draft, drafts),
  }
  const lesson = put(draft, slots, solution, sheets, vocabulary)
  return { lesson, folder, solution, alt, wrong, at }
}

/** The lesson itself: data and words. */
function put(
  draft: Draft,
  slots: Slots,
  solution: Script,
  sheets: Sheets,
  vocabulary: Vocabulary,
): Lesson {
  const { data, at, problems, part, number } = draft
  const scene = Object.values(SCENES).find(({ id }) => id === data.scene)
  if (scene === undefined) problems.add(at(['scene']), `There is no scene \`${data.scene}\`.`)
  const summary = slots.summary.prose
  const question = slots.need('lesson', 'question')
  const note = slots.need('lesson', 'note').prose
  const views = scene?.views ?? []
  const steps = stepsOf(data, { slots, at, solution, views, problems })
  slots.tellLeftovers()
  checkQuestion(question, problems)
  checkIntroduced(vocabulary, slots.taken, at, problems)
  checkWords(vocabulary, slots.taken, problems)
  const { world, id, minutes, skills, prerequisites, introduces } = data
  return {
    format: LESSON_FORMAT,
    id,
    part,
    number,
    language: 'en',
    title: slots.title,
    summary,
    minutes,
    skills,
    prerequisites,
    introduces,
    terms: termsOf(vocabulary, slots.taken),
    world: { ...world, epoch: world.epoch ?? null },
    scene: data.scene,
    files: filesOf(draft.files),
    variables: data.variables,
    steps,
    question: question.prose,
    sources: sourcesOf(draft, sheets),
    note,
  }
}

/** The last line is a question about the world that is still running. */
function checkQuestion({ prose, place }: Slot, problems: Problems): void {
  const last = prose[prose.length - 1]
  const end = last?.kind === 'paragraph' ? last.children[last.children.length - 1] : undefined
  if (prose.length > 0 && !(end?.kind === 'text' && end.text.trim().endsWith('?'))) {
    problems.add(place, 'The last line of a lesson is a question.')
  }
}

/** Each feedback has a wrong way that leads to it, and each wrong way a feedback. */
function checkWrongWays({ folder, data, at, problems }: Draft, wrong: readonly Script[]): void {
  const names = new Set(wrong.map(({ name }) => name))
  const answers = new Set<string>()
  for (const [index, step] of data.steps.entries()) {
    for (const id of 'feedback' in step ? Object.keys(step.feedback) : []) {
      answers.add(id)
      if (names.has(id)) continue
      problems.add(at(['steps', index, 'feedback', id]), `${folder}/wrong/${id}.cmds is missing.`)
    }
  }
  for (const { name, place } of wrong) {
    if (!answers.has(name)) problems.add(place, `No feedback has the id \`${name}\`.`)
  }
}

/** The terms that the lessons before this one introduce. */
function earlierTerms(draft: Draft, drafts: readonly Draft[]): readonly string[] {
  const terms: string[] = []
  const seen = new Set<string>()
  const visit = (from: Draft): void => {
    for (const [index, id] of from.data.prerequisites.entries()) {
      const place = from.at(['prerequisites', index])
      const before = drafts.find(({ data }) => data.id === id)
      if (before === undefined) from.problems.add(place, `There is no lesson \`${id}\`.`)
      else if (before === draft) from.problems.add(place, 'A lesson cannot build on itself.')
      else if (!seen.has(id)) {
        seen.add(id)
        terms.push(...before.data.introduces)
        visit(before)
      }
    }
  }
  visit(draft)
  return terms
}

function sourcesOf({ data, at, problems }: Draft, { facts }: Sheets): Lesson['sources'] {
  return data.sources.flatMap((section, index) => {
    const text = facts.get(section)
    if (text !== undefined) return [{ section, text }]
    problems.add(at(['sources', index]), `facts.md has no section \`${section}\`.`)
    return []
  })
}

function filesOf(files: Draft['files']): Lesson['files'] {
  const entries = [...files].flatMap(([name, file]) =>
    name.startsWith('files/') ? [[name.slice('files/'.length), base64(file)] as const] : [],
  )
  return Object.fromEntries(entries)
}

function base64(file: string | Uint8Array): string {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
