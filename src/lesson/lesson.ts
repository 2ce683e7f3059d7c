/**
 * A compiled lesson: plain data, as the compiler makes it, the keep holds it and the runtime plays it.
 *
 * The words are in place, in one language, as token trees: no HTML and no address outside the lab. Commands are
 * text of the command language. Nothing here is code, so a stranger's lesson is safe to open. A change of shape
 * raises `LESSON_FORMAT`; a reader refuses another format by name.
 */

/** The form of compiled lessons. */
export const LESSON_FORMAT = 1

/** What JSON can hold: the answers of commands, and what a check compares them with. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/** A piece of a line of text. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  /** a word that `terms.md` explains */
  | { readonly kind: 'term'; readonly id: string; readonly children: readonly Inline[] }
  /** the value of a variable of the lesson's at the instant shown */
  | { readonly kind: 'value'; readonly name: string }

/** A piece of a text. */
export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Prose[] }
  | { readonly kind: 'code'; readonly text: string }

/** A text: what Markdown becomes. */
export type Prose = readonly Block[]

/**
 * A read-only command line and the value that its JSON output must equal; text that is no JSON is compared as a
 * string. It is peeked: a command that would change anything is an error of the lesson.
 */
export interface Check {
  readonly run: string
  readonly is: Json
}

/** An answer to choose. `holds` is checked on the world after the run; exactly one of a group holds. */
export interface Choice {
  readonly id: string
  readonly text: Prose
  readonly holds: Check
  readonly feedback: Prose
}

/** What a person commits to before a run. */
export type Prediction =
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  /**
   * On the picture: `options` is a query (JMESPath) over the view that gives Refs, of which one is pointed at;
   * `answer` is a command line that prints the right Refs after the run. The same Refs are a radio group.
   */
  | {
      readonly kind: 'picture'
      readonly view: string
      readonly options: string
      readonly answer: string
      readonly right: Prose
      readonly wrong: Prose
    }
  /**
   * A mark to drag to where it will end. `answer` is a command line that prints the number after the run; a
   * prediction within `within` of it is right.
   */
  | {
      readonly kind: 'amount'
      readonly least: number
      readonly most: number
      readonly step: number
      readonly within: number
      readonly unit: string
      readonly answer: string
      readonly right: Prose
      readonly wrong: Prose
    }

/** An event type that a run pauses at, and what is said there. The words may be missing: the registry's serve. */
export interface Beat {
  readonly type: string
  readonly title: string | null
  readonly text: Prose
}

/** What the learner saw, asked before any explanation. */
export interface Saw {
  readonly question: Prose
  readonly choices: readonly Choice[]
}

export interface Requirement {
  readonly id: string
  readonly say: Prose
  readonly check: Check
}

/** An answer to a known wrong way; the first whose `when` holds is said. */
export interface Feedback {
  readonly id: string
  readonly when: Check
  readonly say: Prose
}

/** A button of the step's own: it runs its lines, and prints them. */
export interface StepAct {
  readonly id: string
  readonly label: string
  readonly run: readonly string[]
}

/** What every step has. */
interface StepBase {
  readonly id: string
  readonly title: string
  /** at most 60 words */
  readonly prompt: Prose
  /** the panel beside the words: `placement`, `machines`, `bill`, `buckets`, or none */
  readonly panel: string | null
  readonly beats: readonly Beat[]
  /** for whoever teaches with it */
  readonly note: Prose
}

/** The lab runs, the learner watches. `go` is the button's label. */
export interface ObserveStep extends StepBase {
  readonly kind: 'observe'
  readonly go: string | null
  readonly run: readonly string[]
  /** said when the run has ended */
  readonly after: Prose
}

/** Commit to an answer, see the run, say what was seen, then be told. */
export interface PredictStep extends StepBase {
  readonly kind: 'predict'
  readonly prediction: Prediction
  readonly go: string | null
  readonly run: readonly string[]
  readonly saw: Saw | null
  readonly after: Prose
}

/** Reach a state of the world. A challenge is one without a worked example. */
export interface DoStep extends StepBase {
  readonly kind: 'do' | 'challenge'
  readonly requirements: readonly Requirement[]
  /** commands that may change the world in this step, as `ec2 stop-instances`; null when all may */
  readonly palette: readonly string[] | null
  readonly acts: readonly StepAct[]
  /** at most three */
  readonly hints: readonly Prose[]
  readonly feedback: readonly Feedback[]
  /** said when all requirements hold */
  readonly after: Prose
  /** the lesson's own way, shown by "compare with ours" */
  readonly solution: readonly string[]
}

/** Pick the cause, the decider and the smallest change; each is compared with the trace. */
export interface ExplainStep extends StepBase {
  readonly kind: 'explain'
  readonly parts: readonly {
    readonly id: 'cause' | 'decider' | 'change'
    readonly question: Prose
    readonly choices: readonly Choice[]
  }[]
  readonly after: Prose
}

export type Step = ObserveStep | PredictStep | DoStep | ExplainStep
export type StepKind = Step['kind']

/** The state that a step begins in, for a learner as on the wall. */
export const FIRST_STATE = {
  observe: 'ready',
  predict: 'asking',
  do: 'open',
  challenge: 'open',
  explain: 'picking',
} as const satisfies Readonly<Record<StepKind, string>>

/** A word and its one sentence. An everyday word does not count against a lesson's three. */
export interface Term {
  readonly id: string
  readonly word: string
  readonly sentence: Prose
  readonly everyday: boolean
}

/** A section of the sheet of facts that a lesson rests on. */
export interface Source {
  readonly section: string
  readonly text: Prose
}

/** The world that a lesson begins in. Set-up lines run before instant 0. */
export interface LessonWorld {
  readonly seed: string
  readonly scenario: string
  /** ISO 8601 of instant 0; the scenario's when null */
  readonly epoch: string | null
  readonly setUp: readonly string[]
}

export interface Lesson {
  readonly format: number
  /** stable for ever; progress is kept under it */
  readonly id: string
  /** the folder it lies in, such as `compute`, and its place there */
  readonly part: string
  readonly number: number
  readonly language: string
  readonly title: string
  /** one sentence for the catalogue */
  readonly summary: Prose
  readonly minutes: number
  readonly skills: readonly string[]
  /** ids of lessons */
  readonly prerequisites: readonly string[]
  /** ids of the terms that it introduces, at most three that are no everyday words */
  readonly introduces: readonly string[]
  /** every term that it may use: its own and its prerequisites' */
  readonly terms: readonly Term[]
  readonly world: LessonWorld
  readonly scene: string
  /** what `file://` reads: base64 by name */
  readonly files: Readonly<Record<string, string>>
  /** command lines that print a text, by name: `$vm` in lines and checks, `{vm}` in words */
  readonly variables: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
  /** the last line: a question about the world still running */
  readonly question: Prose
  readonly sources: readonly Source[]
  /** for whoever teaches with it */
  readonly note: Prose
}
