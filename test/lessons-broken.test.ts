/**
 * Each check of the compiler on files, data and command lines: a lesson that breaks it is refused, with this
 * sentence at this line and with nothing else.
 */
import { describe, expect, test } from 'vitest'
import {
  all,
  append,
  compiled,
  type Edit,
  expected,
  FOLDER,
  judge,
  put,
  SAMPLE,
  swap,
} from './lessonSample.ts'

const YAML = 'lesson.yaml'
const WORDS = 'en.md'
const SOLUTION = 'solution.cmds'
const SECOND = 'lessons/compute/020-second'

/** A second lesson beside the first, which is changed by an edit of its `lesson.yaml`. */
const second =
  (from: string, to: string): Edit =>
  (files) => {
    const own = [...files].filter(([path]) => path.startsWith(FOLDER))
    const copied = own.map(([path, text]) => [path.replace(FOLDER, SECOND), text] as const)
    return swap(`${SECOND}/${YAML}`, from, to)(new Map([...files, ...copied]))
  }

test('the lesson that is broken below is whole', () => {
  const { told, lessons } = compiled(SAMPLE)
  expect(told).toEqual([])
  expect(lessons.map(({ lesson }) => lesson.id)).toEqual(['sample'])
  expect(compiled(second('id: sample', 'id: second')(SAMPLE)).told).toEqual([])
})

describe('files', () => {
  judge([
    [
      'a sheet that is missing',
      put('lessons/terms.md', null),
      ['lessons/terms.md', 1, 'This file is missing.'],
    ],
    ['words that are missing', put(WORDS, null), [WORDS, 1, 'This file is missing.']],
    [
      'bytes that are no text',
      put('alt/two-new.cmds', new Uint8Array([35, 255])),
      ['alt/two-new.cmds', 1, 'This file is not text in UTF-8.'],
    ],
    [
      'a file in no lesson',
      put('lessons/notes.txt', 'x'),
      [
        'lessons/notes.txt',
        1,
        'A lesson lies in `lessons/<part>/<NNN-name>`; this file is in none.',
      ],
    ],
    [
      'a file that no lesson has',
      put('notes.txt', 'x'),
      ['notes.txt', 1, 'A lesson has no such file.'],
    ],
    ['a name with a blank', put('files/a b', 'x'), ['files/a b', 1, 'A lesson has no such file.']],
    [
      'a wrong way without feedback',
      put('wrong/none.cmds', '# step: three\naws s3 ls\n'),
      ['wrong/none.cmds', 1, 'No feedback has the id `none`.'],
    ],
    [
      'feedback without a wrong way',
      put('wrong/gone.cmds', null),
      [YAML, '      gone:', `${FOLDER}/wrong/gone.cmds is missing.`],
    ],
    [
      'two lessons of one id',
      second('minutes: 6', 'minutes: 7'),
      [`${SECOND}/${YAML}`, 1, `The lesson in ${FOLDER} has the id \`sample\` too.`],
    ],
  ])
})

describe('YAML', () => {
  judge([
    [
      'what is none',
      swap(YAML, 'minutes: 6', 'minutes: [6'),
      [
        YAML,
        'skills: [launch',
        'This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
      ],
    ],
    [
      'a key that is there twice',
      swap(YAML, 'minutes: 6', 'minutes: 6\nminutes: 7'),
      [YAML, 'minutes: 7', 'The key `minutes` is there twice.'],
    ],
    [
      'an alias',
      all(
        swap(YAML, 'skills: [launch, stop]', 'skills: &some [launch]'),
        swap(YAML, "sources: ['1.1']", 'sources: *some'),
      ),
      [YAML, 'sources: *some', 'Aliases (`*name`) are not taken: write the value again.'],
    ],
    [
      'a key that every object has',
      swap(YAML, 'minutes: 6', 'minutes: 6\n__proto__: 1'),
      [YAML, '__proto__', 'A key cannot be named `__proto__`.'],
    ],
  ])
})

describe('data', () => {
  judge([
    [
      'an unknown key',
      swap(YAML, 'minutes: 6', 'minutes: 6\nmood: gay'),
      [YAML, 'mood:', 'There is no key `mood` here.'],
    ],
    [
      'an unknown key of a step',
      swap(YAML, '    panel: machines', '    pannel: machines'),
      [YAML, 'pannel', 'There is no key `pannel` here.'],
    ],
    [
      'a missing key',
      swap(YAML, '  seed: sample\n', ''),
      [YAML, 'world:', 'The key `world.seed` is missing.'],
    ],
    [
      'another type',
      swap(YAML, 'minutes: 6', 'minutes: long'),
      [YAML, 'minutes', '`minutes` is to be number, not "long".'],
    ],
    [
      'another schema',
      swap(YAML, 'schema: 1', 'schema: 2'),
      [YAML, 'schema', '`schema` is to be 1, not 2.'],
    ],
    [
      'a kind that there is not',
      swap(YAML, 'kind: observe', 'kind: watch'),
      [
        YAML,
        'kind: watch',
        '`steps.1.kind` is one of `observe`, `predict`, `do`, `challenge` or `explain`, not "watch".',
      ],
    ],
    [
      'an id that is none',
      swap(YAML, 'id: sample', 'id: Sample'),
      [YAML, 1, 'An id is of small letters, digits and single hyphens.'],
    ],
    [
      'a variable that is none',
      swap(YAML, '  image: aws', '  Image: aws'),
      [YAML, '  Image:', 'A variable is of small letters, digits and underscores.'],
    ],
    [
      'a time that there is not',
      swap(YAML, 'scenario: empty', 'scenario: empty\n  epoch: 2026-02-30T00:00:00Z'),
      [
        YAML,
        'epoch',
        'A time is written as `2026-01-01T09:00:00Z`, the calendar has it, and it lies in 2000 to 2099.',
      ],
    ],
    [
      'a step named as the lesson’s own words are',
      swap(YAML, '  - id: launch', '  - id: lesson'),
      [YAML, '- id: lesson', 'No step is named `lesson`: its words have that name.'],
    ],
    [
      'what JSON cannot hold',
      swap(YAML, '        is: [running]', '        is: [.inf]'),
      [YAML, '.inf', 'This is not data that JSON can hold.'],
    ],
    [
      'no requirement',
      swap(
        YAML,
        "      all:\n        run: aws ec2 describe-instances --filters Name=instance-state-name,Values=running --query 'length(Reservations[].Instances[])'\n        is: 3\n",
        '      {}\n',
      ),
      [YAML, '    requirements:#2', 'At least one is needed here.'],
    ],
    [
      'a choice of one',
      swap(
        YAML,
        "        goes:\n          run: aws ec2 describe-instances --instance-ids $web --query 'length(Reservations)'\n          is: 0\n",
        '',
      ),
      [YAML, '      choices:', 'A choice has at least two answers.'],
    ],
    [
      'two predictions at once',
      swap(
        YAML,
        '      amount:\n',
        '      picture: {view: region, options: a, answer: b}\n      amount:\n',
      ),
      [
        YAML,
        '    prediction:#1',
        'A prediction is exactly one of `choices`, `picture` and `amount`.',
      ],
    ],
    [
      'an amount the wrong way round',
      swap(YAML, '        most: 5', '        most: 0'),
      [YAML, '      amount:', '`least` is less than `most`.'],
    ],
    [
      'a palette of one word',
      swap(YAML, 'ec2 terminate-instances]', 'terminate]'),
      [YAML, 'palette', 'A command of a palette is two words, such as `ec2 stop-instances`.'],
    ],
    [
      'a panel that there is not',
      swap(YAML, 'panel: machines', 'panel: weather'),
      [
        YAML,
        'panel',
        '`steps.1.panel` is to be ("placement" | "machines" | "bill" | "buckets"), not "weather".',
      ],
    ],
    [
      'a scene that there is not',
      swap(YAML, 'scene: region', 'scene: ocean'),
      // Without a scene there are no views.
      [YAML, 'scene:', 'There is no scene `ocean`.'],
      [YAML, 'view: region', 'The scene draws the views none, not `region`.'],
    ],
    [
      'a view that the scene does not draw',
      swap(YAML, 'view: region', 'view: bucket'),
      [YAML, 'view:', 'The scene draws the views `region` or `placement`, not `bucket`.'],
    ],
    [
      'a beat that is none',
      swap(
        YAML,
        'panel: machines\n    beats: [compute.placement.chosen,',
        'panel: machines\n    beats: [call.answered,',
      ),
      [
        WORDS,
        '### beat compute.placement.chosen',
        'The slot `### beat compute.placement.chosen` of `launch` belongs to nothing.',
      ],
      [YAML, '    beats: [call', 'No run can pause at `call.answered`: it is no beat.'],
    ],
  ])
})

describe('the whole of a lesson', () => {
  judge([
    [
      'too long',
      swap(YAML, 'minutes: 6', 'minutes: 13'),
      [YAML, 'minutes', 'A lesson takes 5 to 12 whole minutes, not 13.'],
    ],
    [
      'a step too many',
      all(
        swap(
          YAML,
          '  - id: count',
          '  - id: more\n    kind: observe\n    run: [aws s3 ls]\n\n  - id: count',
        ),
        append(
          WORDS,
          '\n## more\n\n### title\n\nMore\n\n### prompt\n\nLook.\n\n### after\n\nSeen.\n',
        ),
      ),
      [YAML, 'steps:', 'A lesson has 4 to 7 steps, not 8.'],
    ],
    [
      'no challenge',
      swap(YAML, 'kind: challenge', 'kind: do'),
      [YAML, 'steps:', 'A lesson has a step of the kind `challenge`.'],
    ],
    [
      'two feedbacks of one id',
      all(
        swap(YAML, '      two:\n', '      gone:\n'),
        swap(WORDS, '### feedback two', '### feedback gone'),
        put('wrong/two.cmds', null),
      ),
      [YAML, '      gone:#2', 'The feedback `gone` is there twice.'],
    ],
    [
      'a variable that there is not',
      swap(
        YAML,
        '      start:\n        - aws ec2 start-instances --instance-ids $web',
        '      start:\n        - aws ec2 start-instances --instance-ids $vm',
      ),
      [YAML, '$vm', 'There is no variable `vm`.'],
    ],
    [
      'a variable that there is not, in a file of lines',
      append('wrong/two.cmds', 'x=1; echo $x\necho $y\n'),
      ['wrong/two.cmds', '$y', 'There is no variable `y`.'],
    ],
    [
      'a lesson that there is not',
      swap(YAML, 'minutes: 6', 'minutes: 6\nprerequisites: [none]'),
      [YAML, 'prereq', 'There is no lesson `none`.'],
    ],
    [
      'a lesson that builds on itself',
      swap(YAML, 'minutes: 6', 'minutes: 6\nprerequisites: [sample]'),
      [YAML, 'prereq', 'A lesson cannot build on itself.'],
    ],
    [
      'a section twice',
      swap(YAML, "['1.1']", "['1.1', '1.1']"),
      [YAML, 'sources', 'This stands here twice.'],
    ],
    [
      'a lesson before it twice',
      swap(YAML, 'minutes: 6', 'minutes: 6\nprerequisites: [none, none]'),
      [YAML, 'prereq', 'This stands here twice.'],
    ],
    [
      'a section that there is not',
      swap(YAML, "['1.1']", "['1.2']"),
      [YAML, 'sources', 'facts.md has no section `1.2`.'],
    ],
  ])
})

test('two steps of one id are refused, beside what their words then lack', () => {
  const files = swap(YAML, '  - id: why', '  - id: next')(SAMPLE)
  const said = expected(files, [YAML, '- id: next#2', 'The id `next` is there twice.'])
  expect(compiled(files).told).toContain(said)
})

describe('command lines', () => {
  judge([
    [
      'a line of no step',
      swap(SOLUTION, '# step: again\n', 'aws s3 ls\n# step: again\n'),
      [SOLUTION, 1, 'A line stands under a `# step: id`.'],
    ],
    [
      'a step twice',
      append(SOLUTION, '# step: again\naws s3 ls\n'),
      [SOLUTION, '# step: again#2', 'The step `again` is there twice.'],
    ],
    [
      'a step that runs its own lines',
      append(SOLUTION, '# step: launch\naws s3 ls\n'),
      [
        SOLUTION,
        '# step: launch',
        '`launch` is no step of the kind do or challenge: others run their own lines.',
      ],
    ],
    [
      'a step without lines',
      swap(SOLUTION, '# step: again\naws ec2 start-instances --instance-ids $web\n', ''),
      [SOLUTION, 1, 'The step `again` has no lines here.'],
    ],
  ])
})
