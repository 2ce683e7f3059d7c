/** The terminal's sentences, by language. What the CLI prints is the CLI's. */
const en = {
  title: 'Terminal',
  close: 'Close the terminal',
  clear: 'Clear what was printed',
  resize: 'Height of the terminal',
  table: 'What it printed, a table',
  log: 'Commands and what they printed',
  input: 'Command',
  run: 'Run',
  stop: 'Stop',
  hint: 'Type a command of the AWS CLI, or aws help. Tab completes. One that works:',
  /** the file that the shelf begins with */
  sample: { name: 'hello.txt', text: 'Hello from a file on the shelf.\n' },
  running: 'running',
  waiting: 'waiting while cloud time passes',
  stopped: '^C',
  lost: 'The cloud stopped before it answered. Run the line again.',
  byButton: 'made by a button',
  undone: { part: 'undone in part', all: 'undone' },
  /** under lines that are marked so */
  otherFuture: 'The lines marked “undone” belong to another future.',
  unknown: 'The lab does not know',
  meant: 'Did you mean',
  whole: 'What the CLI says',
  mend: (word: string) => `Put ${word} in its place`,
  copyCommand: 'Copy the command',
  copyOutput: 'Copy what it printed',
  edit: 'Edit and run again',
  select: (name: string) => `Select ${name}`,
  cut: (more: string) => `… and ${more} more. Copying takes all of it.`,
  completions: (n: number) => (n === 1 ? 'One completion.' : `${n} completions.`),
  list: 'Completions',
  asMeant: 'Put the corrected line into the input',
  download: (name: string) => `Download ${name}`,
  take: 'Put a file of yours on the shelf',
  /** a comment, as the command language has it */
  taken: (name: string, bytes: number) =>
    `# ${name}: ${bytes === 1 ? '1 byte' : `${bytes.toLocaleString('en-US')} bytes`}, on the shelf`,
}

/** The words of the terminal. */
export const terminalWords = en
