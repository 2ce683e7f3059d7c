/**
 * What a stranger might bring: folders of lessons made to break the reader, the page or the person, each with the
 * sentences that are said of it; or, where it is tamed, with what is then shown.
 *
 * Each is the good lesson of `lessonSample.ts` with one thing changed.
 */
import { append, type Edit, type Expected, type Files, put, swap } from '../lessonEdits.ts'

/** A folder that is refused: what is in it, and what is said first. */
export type Refused = readonly [what: string, edit: Edit, said: Expected]

const YAML = 'lesson.yaml'
const WORDS = 'en.md'
const SOLUTION = 'solution.cmds'
const TERMS = 'lessons/terms.md'
const many = (text: string, times: number): string => text.repeat(times)
const lines = (times: number, line: (index: number) => string): string =>
  Array.from({ length: times }, (_, index) => line(index)).join('\n')
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

/** Text where the prompt of the first step stands. */
const prompt = (text: string): Edit =>
  swap(WORDS, 'A machine is about to start. Watch what happens, and in which order.', text)
/** The line that it begins on. */
export const PROMPT_LINE = 23

/** Files that are no text, or none that can be read. */
const BYTES: readonly Refused[] = [
  [
    'not UTF-8',
    put(YAML, bytes(0xff, 0xfe, 0xc3, 0x28)),
    [YAML, 1, 'This file is not text in UTF-8.'],
  ],
  [
    'words that are not UTF-8',
    put(WORDS, bytes(0x80)),
    [WORDS, 1, 'This file is not text in UTF-8.'],
  ],
  [
    'a null byte',
    swap(YAML, 'minutes: 6', 'minutes: 6\0'),
    [YAML, 'minutes: 6', 'A character stands here that nobody can see: U+0000.'],
  ],
  ['an empty file', put(YAML, ''), [YAML, 1, 'This file is empty.']],
  ['empty words', put(WORDS, ''), [WORDS, 1, 'This file is empty.']],
  ['a missing file', put(SOLUTION, null), [SOLUTION, 1, 'This file is missing.']],
  [
    'a file cut off in a quoted text',
    (files) =>
      put(
        YAML,
        String(files.get(`lessons/compute/010-sample/${YAML}`))
          .slice(0, 120)
          .concat("\nother: 'x"),
      )(files),
    [YAML, 10, /This is not YAML: Missing closing/],
  ],
  [
    'a file of 100 MB',
    put(YAML, new Uint8Array(100 * 2 ** 20)),
    [YAML, 1, 'This file is larger than 64 KiB.'],
  ],
  [
    'a sheet of a megabyte',
    put(TERMS, many('a\n', 2 ** 19)),
    [TERMS, 1, 'This file is larger than 256 KiB.'],
  ],
]

/** YAML that is alive. */
const YAMLS: readonly Refused[] = [
  [
    'aliases of aliases, which would become a billion words',
    put(
      YAML,
      `a: &a [x, x]\n${lines(30, (n) => `b${n}: &b${n} [*${n === 0 ? 'a' : `b${n - 1}`}, *${n === 0 ? 'a' : `b${n - 1}`}]`)}`,
    ),
    [YAML, 2, 'Aliases (`*name`) are not taken: write the value again.'],
  ],
  [
    'an anchor within itself',
    put(YAML, 'a: &a [*a]'),
    [YAML, 1, 'Aliases (`*name`) are not taken: write the value again.'],
  ],
  ['a merge key', append(YAML, '<<: {id: other}\n'), [YAML, '<<', 'There is no key `<<` here.']],
  [
    'a tag that would be a function',
    append(YAML, "x: !!js/function 'function () { return 1 }'\n"),
    [YAML, '!!js', /This is not YAML: Unresolved tag/],
  ],
  [
    'a tag of nobody’s',
    append(YAML, 'x: !run now\n'),
    [YAML, '!run', /This is not YAML: Unresolved tag/],
  ],
  [
    'a key twice',
    append(YAML, 'minutes: 7\n'),
    [YAML, 'minutes: 7', 'The key `minutes` is there twice.'],
  ],
  ...['__proto__', 'constructor', 'prototype'].map(
    (key): Refused => [
      `a variable named ${key}`,
      swap(YAML, 'variables:', `variables:\n  ${key}: aws s3 ls`),
      [YAML, `  ${key}:`, `A key cannot be named \`${key}\`.`],
    ],
  ),
  [
    'a step named constructor',
    swap(YAML, '- id: launch', '- id: constructor'),
    [YAML, '- id: constructor', 'This word cannot be an id.'],
  ],
  [
    'brackets 100,000 deep',
    put(YAML, `a: ${many('[', 1e5 / 2)}`),
    [YAML, 1, 'A line has at most 2000 characters.'],
  ],
  [
    'brackets deep within a line',
    put(YAML, `a: ${many('[', 1900)}`),
    [YAML, 1, 'At most 20 brackets stand within each other.'],
  ],
  [
    'lists deep within a line',
    put(YAML, many('- ', 900)),
    [YAML, 1, 'A line is indented by at most 60 columns.'],
  ],
  [
    'maps deep by indentation',
    put(
      YAML,
      lines(300, (n) => `${many(' ', n)}a:`),
    ),
    [YAML, 62, 'A line is indented by at most 60 columns.'],
  ],
  [
    'thousands of keys',
    put(
      YAML,
      lines(7000, (n) => `k${n}: 1`),
    ),
    [YAML, 2001, 'A file of YAML has at most 2000 lines.'],
  ],
  [
    'as many keys as may stand there',
    put(
      YAML,
      lines(2000, (n) => `k${n}: 1`),
    ),
    [YAML, 1, /The key `id` is missing\./],
  ],
  [
    'thousands of steps',
    put(YAML, `steps:\n${many('  - id: a\n', 1900)}`),
    [YAML, 1, /The key `id` is missing\./],
  ],
  [
    'thousands of answers',
    swap(
      YAML,
      '        stays:',
      `${lines(1700, (n) => `        a${n}: {run: aws}`)}\n        stays:`,
    ),
    [YAML, '      choices:', 'There are at most 40 here.'],
  ],
  [
    'a step of too many lines',
    swap(
      YAML,
      '    run:\n      - aws ec2 stop-instances --instance-ids $web\n    beats: [compute.instance.stopped]\n    prediction:\n      amount:',
      `    run:\n${many('      - aws s3 ls\n', 100)}    prediction:\n      amount:`,
    ),
    [YAML, '    run:#2', 'There are at most 40 here.'],
  ],
  [
    'a schema from the future',
    swap(YAML, 'schema: 1', 'schema: 99'),
    [YAML, 'schema', '`schema` is to be 1, not 99.'],
  ],
  [
    'a world at the end of the calendar',
    swap(YAML, '  scenario: empty', '  scenario: empty\n  epoch: 9999-12-31T23:59:59Z'),
    [
      YAML,
      'epoch',
      'A time is written as `2026-01-01T09:00:00Z`, the calendar has it, and it lies in 2000 to 2099.',
    ],
  ],
  [
    'a seed without end',
    swap(YAML, 'seed: sample', `seed: ${many('s', 1900)}`),
    [YAML, 'seed', 'This has at most 60 characters.'],
  ],
  [
    'a number that is none',
    swap(YAML, 'most: 5', 'most: .inf'),
    [YAML, 'most', 'A number has an end.'],
  ],
  [
    'words that turn around, by their code',
    swap(YAML, 'unit: machines', 'unit: "\\u202Esenihcam"'),
    [YAML, 'unit', 'A character stands here that nobody can see.'],
  ],
]

/** Names of files and folders. */
const within = (name: string): string => `lessons/compute/010-sample/${name}`
const NOT_A_FILE = 'A lesson has no such file.'
const PATHS: readonly Refused[] = [
  ...[
    '../../evil.md',
    'files/../../evil',
    'files/a/../b',
    'files//a',
    'files/.hidden',
    'files/a\\b',
    'files/\u202Etxt.exe',
    'run.js',
    'files/',
  ].map(
    (name): Refused => [
      `a file named ${JSON.stringify(name)}`,
      put(within(name), 'x'),
      [within(name).replace('\u202E', 'U+202E'), 1, NOT_A_FILE],
    ],
  ),
  [
    'a file from the root',
    put('lessons//etc/passwd', 'x'),
    [
      'lessons//etc/passwd',
      1,
      'A lesson lies in `lessons/<part>/<NNN-name>`; this file is in none.',
    ],
  ],
  [
    'more files than a lesson has',
    (files: Files) =>
      new Map([
        ...files,
        ...Array.from({ length: 1e5 }, (_, n): [string, string] => [within(`files/f${n}`), 'x']),
      ]),
    ['lessons/compute/010-sample', 1, 'A lesson has at most 100 files.'],
  ],
  [
    'a large file for commands',
    put('files/big', new Uint8Array(2 ** 20 + 1)),
    ['files/big', 1, 'A file of a lesson’s is no larger than 1024 KiB.'.replace('’', "'")],
  ],
]

const HTML = 'HTML is not allowed in a lesson.'
const LINK = 'A link leads only to a term: `[words](term:id)`.'
const IMAGE = 'Images are not allowed in a lesson: the scene is the picture.'
const at = (message: string | RegExp, line = PROMPT_LINE): Expected => [WORDS, line, message]

/** Markdown that would be more than words. */
const MARKDOWN: readonly Refused[] = [
  ['a script', prompt('<script>window.hit = 1</script>'), at(HTML)],
  ['HTML within a line', prompt('Look <b onclick="window.hit = 1">here</b>.'), at(HTML)],
  ['an image that fails on purpose', prompt('<img src=x onerror="window.hit = 1">'), at(HTML)],
  ['HTML that never ends', prompt('<div '), at(HTML, PROMPT_LINE)],
  ['a comment', prompt('<!-- a -->'), at(HTML)],
  ['a link that runs', prompt('[Look](javascript:window.hit=1).'), at(LINK)],
  ['a link of data', prompt('[Look](data:text/html,x).'), at(LINK)],
  ['a link away', prompt('[Look](https://example.org).'), at(LINK)],
  ['a term that is more', prompt('[Look](term:host "title").'), at(LINK)],
  ['an image from elsewhere', prompt('![x](https://example.org/x.png)'), at(IMAGE)],
  ['an address that becomes a link', prompt('See https://example.org for it.'), at(LINK)],
  ['an address in brackets', prompt('See <javascript:window.hit=1>.'), at(LINK)],
  ['a mail address', prompt('Ask a@example.org.'), at(LINK)],
  ['a link by definition', prompt('[Look][x].\n\n[x]: javascript:window.hit=1'), at(LINK)],
  ['an entity', prompt('A &lt;script&gt;.'), at('Write the character itself, not `&lt;`.')],
  ['a table', prompt('| a |\n| - |\n| b |'), at('Tables are not allowed in a lesson: use a list.')],
  ['quotes 10,000 deep', prompt(many('> ', 1e4)), at('A line has at most 2000 characters.')],
  [
    'quotes deep within a line',
    prompt(`${many('>', 50)} x`),
    at('At most 8 lists or quotes stand within each other.'),
  ],
  [
    'lists deep by indentation',
    prompt(lines(100, (n) => `${many('  ', n)}- x`)),
    at('A line is indented by at most 60 columns.', PROMPT_LINE + 30),
  ],
  [
    'a paragraph without end',
    prompt(lines(10, () => many('*a **b ', 280))),
    at('A paragraph or list has at most 6000 characters.', PROMPT_LINE + 3),
  ],
  [
    'words that turn around',
    prompt('A \u202Emachine.'),
    at('A character stands here that nobody can see: U+202E.'),
  ],
  [
    'words with gaps of no width',
    prompt('A ma\u200Bchine.'),
    at('A character stands here that nobody can see: U+200B.'),
  ],
  [
    'a title of markup',
    swap(WORDS, '# A lesson to change', '# <img src=x onerror=alert(1)>'),
    [WORDS, 1, 'The title is one line of plain words.'],
  ],
  [
    'a title without end',
    swap(WORDS, '# A lesson to change', `# ${many('word ', 100)}`),
    [WORDS, 1, 'The title has at most 100 characters.'],
  ],
  [
    'a button’s label without end',
    swap(WORDS, '### title\n\nLaunch one', `### title\n\n${many('word ', 100)}`),
    [WORDS, PROMPT_LINE - 6, 'The slot `### title` has at most 100 characters.'],
  ],
  [
    'a term of too many words',
    append(TERMS, `\n## more\n\n${lines(20, (n) => `word: w${n}`)}\n\nIt is more.\n`),
    [TERMS, '## more', 'The term `more` has at most 8 words of 60 characters.'],
  ],
  [
    'a thousand terms',
    append(
      TERMS,
      lines(1000, (n) => `\n## t${n}\n\nword: w${n}\n\nIt is one.\n`),
    ),
    [TERMS, '## t498', 'The sheet has at most 500 terms.'],
  ],
]

/** Command lines that try what is not a lesson's. */
const FORBIDDEN = ['reset', 'load --name x', 'save --name x', 'fork', 'seek --to 9s']
const COMMANDS: readonly Refused[] = [
  ...FORBIDDEN.map(
    (line): Refused => [
      `a run of lab ${line}`,
      swap(
        YAML,
        "      - aws ec2 run-instances --image-id $image --instance-type t3.micro --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=web}]'",
        `      - lab ${line}`,
      ),
      [YAML, `- lab ${line}`, `A lesson's line cannot use \`lab ${line.split(' ')[0]}\`.`],
    ],
  ),
  [
    'a check that begins the world anew',
    swap(
      YAML,
      "run: aws ec2 describe-instances --instance-ids $web --query 'contains(Reservations[0].Instances[0].StateTransitionReason, `Server`)'",
      'run: aws s3 ls; lab reset',
    ),
    [YAML, 'lab reset', "A lesson's line cannot use `lab reset`."],
  ],
  [
    'a solution of a million lines',
    append(SOLUTION, many('lab advance --by 1s\n', 1e6)),
    [SOLUTION, 1, 'This file is larger than 64 KiB.'],
  ],
  [
    'a line without end',
    append(SOLUTION, many('a', 5000)),
    [SOLUTION, many('a', 5000), 'A line has at most 2000 characters.'],
  ],
]

export const REFUSED: readonly Refused[] = [...BYTES, ...YAMLS, ...PATHS, ...MARKDOWN, ...COMMANDS]

/** A folder that is taken, since what looks like harm in it is only text. */
export type Tamed = readonly [what: string, edit: Edit, shown: string]

export const TAMED: readonly Tamed[] = [
  [
    'a mark of byte order',
    (files) => put(WORDS, `\uFEFF${files.get(within(WORDS))}`)(files),
    'A machine is about to start.',
  ],
  [
    'markup in code',
    prompt('Look at `<img src=x onerror=alert(1)>` here.'),
    '<img src=x onerror=alert(1)>',
  ],
  ['escaped markup', prompt('A \\<script> is text.'), 'A <script> is text.'],
  ['emphasis without end', prompt(many('*a **b ', 20)), '*a **b'],
  ['brackets without end', prompt(many('[', 500)), many('[', 500)],
]
