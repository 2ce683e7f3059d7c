/** Every sentence of the sheet for the teacher, by language. */
import type { StepKind } from '../../lesson/lesson.ts'

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

const kinds: Readonly<Record<StepKind, string>> = {
  observe: 'Watch',
  predict: 'Predict',
  do: 'Do',
  challenge: 'Challenge',
  explain: 'Explain',
}

const en = {
  /** in the place of a value that the world has not told yet */
  blank: '____',
  picked: 'your choice',
  about: (minutes: number, steps: number) =>
    `${plural(minutes, 'minute', 'minutes')}, ${plural(steps, 'step', 'steps')}`,
  print: 'Print',
  notYet: 'Print is there as soon as they are.',
  /** at the head of a paper that was printed too early */
  incomplete:
    'This paper is not complete: its answers were not computed when it was printed. A line like ____ stands for a value that is missing.',
  apart: 'One step a page',
  all: 'All lessons',
  missing: 'There is no such lesson here.',
  unread: 'The lesson could not be fetched.',
  fetching: 'One moment.',
  again: 'Try again',
  computing: (done: number, of: number) =>
    `The answers are being computed: the lesson is played. ${done} of ${of} steps are done.`,
  computed: 'The answers are there: the lesson was played, in a world of its own.',
  failed: 'The answers could not be computed. The questions can be printed without them.',
  why: (message: string) => `What went wrong: ${message}`,
  after: (title: string) => `Builds on “${title}”.`,
  terms: 'New words',
  kinds,
  step: (n: number, title: string) => `${n}. ${title}`,
  host: (label: string, free: number, of: number, mine: number) =>
    `Host ${label}: ${free} of ${of} vCPUs free, ${mine === 0 ? 'none' : mine} of your machines.`,
  named: 'Write down its name:',
  /** over the empty lines below a task */
  how: 'What do you do, and in which order?',
  amountBlank: (least: string, most: string, unit: string) =>
    `Your guess, from ${least} to ${most} ${unit}:`,
  amount: (value: string, unit: string, within: string) =>
    `${value} ${unit}. A guess within ${within} of it is right.`,
  afterRun: (question: string) => `After the run: ${question}`,
  goals: 'What it takes',
  think: 'To think about',
  answers: 'Answers',
  answersOf: (title: string) => `Answers: ${title}`,
  fold: 'Folded, the answers are not printed. They begin on a page of their own.',
  answer: 'Answer',
  unknown: 'Not computed.',
  none: 'None of these holds.',
  numbered: (n: number, text: string) => `${n}. ${text}`,
  unmet: 'The lesson’s own way does not meet this:',
  ways: 'One way to do it',
  runs: 'What the lab runs',
  /** below lines with names such as `$second` */
  names:
    'A name after $ stands for an id that the lab fills in: of the machine or the image so called.',
  hints: 'Hints',
  said: 'What is said then',
  note: 'For the teacher',
  sources: 'Sources',
} as const

/** The words of the sheet. */
export const sheetWords = en
