/**
 * Each check of the validator: a lesson that is whole as a text, and that the world contradicts, is refused at its
 * line with what the world said.
 */
import { describe, expect, test } from 'vitest'
import { told } from '../src/lesson/compile.ts'
import { LessonLab, openLesson } from '../src/node/lessonLab.ts'
import { tryRandom } from '../src/node/lessonRandom.ts'
import { unplayed } from '../src/node/lessonSchool.ts'
import { type Opening, tryLesson } from '../src/node/lessonTrial.ts'
import { Walk } from '../src/node/lessonWalk.ts'
import {
  all,
  append,
  type Case,
  compiled,
  type Edit,
  expected,
  FOLDER,
  put,
  SAMPLE,
  swap,
} from './lessonSample.ts'

const YAML = 'lesson.yaml'
const WORDS = 'en.md'
const SOLUTION = 'solution.cmds'
const COUNT = "aws ec2 describe-instances --query 'length(Reservations[].Instances[])'"
const RUNNING =
  "aws ec2 describe-instances --filters Name=instance-state-name,Values=running --query 'length(Reservations[].Instances[])'"
const LEFT = "aws ec2 describe-instances --instance-ids $web --query 'length(Reservations)'"
const PLACED =
  "lab describe-placement --instance-ids $second --query 'Placements[-1].Chosen.Ref' --output text"

/** What trying a lesson says. The lesson must be whole as a text. */
async function tried(edit: Edit, open?: Opening): Promise<readonly string[]> {
  const { told: wrong, lessons } = compiled(edit(SAMPLE))
  expect(wrong).toEqual([])
  const [lesson] = lessons
  if (lesson === undefined) throw new Error('one lesson')
  return (await tryLesson(lesson, open)).map(told)
}

function judge(cases: readonly Case[]): void {
  test.each(cases.map(([what, edit, ...said]) => ({ what, edit, said })))('$what', async (one) => {
    const files = one.edit(SAMPLE)
    expect(await tried(one.edit)).toEqual(one.said.map((each) => expected(files, each)))
  })
}

test('the lesson that is broken below is good', async () => {
  expect(await tried((files) => files)).toEqual([])
})

describe('the world', () => {
  judge([
    [
      'of no scenario',
      swap(YAML, 'scenario: empty', 'scenario: ocean'),
      [YAML, 'scenario', 'There is no scenario `ocean`: `region`, `empty`, `roomy`.'],
    ],
    [
      'whose set-up is refused',
      swap(
        YAML,
        '    - aws s3 mb s3://sample-notes',
        '    - aws s3 mb s3://a-a\n    - aws s3 rb s3://b-b',
      ),
      [
        YAML,
        's3 rb',
        'Set-up line 2, `aws s3 rb s3://b-b`: remove_bucket failed: s3://b-b An error occurred (NoSuchBucket) when calling the DeleteBucket operation: The specified bucket does not exist',
      ],
    ],
  ])
})

describe('a step that a person does', () => {
  judge([
    [
      'is not met when it begins',
      swap(YAML, `        run: ${RUNNING}\n        is: 3`, `        run: ${COUNT}\n        is: 2`),
      [
        YAML,
        '      all:',
        `This is so before anything was done: \`${COUNT}\` says 2; 2 is needed.`,
      ],
    ],
    [
      'says nothing before anything was done',
      swap(
        YAML,
        `        run: ${RUNNING}\n        is: 2`,
        `        run: ${RUNNING}\n        is: 1`,
      ),
      [
        YAML,
        '      two:',
        `This would be said before anything was done: \`${RUNNING}\` says 1; 1 is needed.`,
      ],
    ],
    [
      'is met by its solution',
      swap(
        YAML,
        `        run: ${RUNNING}\n        is: 3`,
        `        run: ${RUNNING}\n        is: 4`,
      ),
      [YAML, '      all:', `The solution does not meet it: \`${RUNNING}\` says 3; 4 is needed.`],
    ],
    [
      'is met by its solution, of which the refused lines are told',
      swap(SOLUTION, 'run-instances --image-id $image', 'run-instances --image-id ami-00000000'),
      [YAML, '      all:', `The solution does not meet it: \`${RUNNING}\` says 2; 3 is needed.`],
      [
        SOLUTION,
        'ami-00000000',
        "This line was refused: An error occurred (InvalidAMIID.NotFound) when calling the RunInstances operation: The image id '[ami-00000000]' does not exist",
      ],
    ],
    [
      'has lines that can be run',
      swap(SOLUTION, 'aws ec2 run-instances', 'aws ec2 run-instances --size big'),
      [SOLUTION, '--size', 'This line cannot be run: Unknown options: --size, big'],
    ],
    [
      'keeps to its palette',
      swap(YAML, '[ec2 start-instances, ec2 terminate-instances]', '[ec2 terminate-instances]'),
      [
        SOLUTION,
        2,
        'This line cannot be run: In this step only aws ec2 terminate-instances may change anything. What only looks always works.',
      ],
    ],
    [
      'has buttons that can be pressed',
      swap(
        YAML,
        '        - aws ec2 start-instances --instance-ids $web',
        '        - aws ec2 start-instances',
      ),
      [
        YAML,
        '        - aws ec2 start-instances',
        'This line cannot be run: aws: error: the following arguments are required: --instance-ids',
      ],
    ],
  ])
})

describe('ways', () => {
  judge([
    [
      'another right one passes',
      swap('alt/two-new.cmds', '--count 2', '--count 1'),
      [
        'alt/two-new.cmds',
        1,
        `By this way (${FOLDER}/alt/two-new.cmds): This way does not meet \`all\` of \`three\`: \`${RUNNING}\` says 2; 3 is needed.`,
      ],
    ],
    [
      'another right one has lines',
      put('alt/two-new.cmds', '# none\n'),
      ['alt/two-new.cmds', 1, 'This way has no lines.'],
    ],
    [
      'a wrong one does not pass',
      put(
        'wrong/two.cmds',
        '# step: three\naws ec2 run-instances --image-id $image --instance-type t3.micro --count 2\n',
      ),
      ['wrong/two.cmds', 1, 'This wrong way meets every requirement of `three`.'],
    ],
    [
      'a wrong one leads to its feedback',
      put('wrong/two.cmds', '# step: three\naws s3 ls\n'),
      [
        'wrong/two.cmds',
        1,
        `This leads to no feedback, not to \`two\`: \`${RUNNING}\` says 1; 2 is needed.`,
      ],
    ],
    [
      'a wrong one leads to its feedback before any other',
      all(
        swap(
          YAML,
          '    feedback:\n      two:',
          `    feedback:\n      some:\n        run: ${RUNNING}\n        is: 2\n      two:`,
        ),
        append(WORDS, '\n### feedback some\n\nTwo run.\n'),
        put('wrong/some.cmds', '# step: three\naws ec2 start-instances --instance-ids $web\n'),
      ),
      [
        'wrong/two.cmds',
        1,
        `This leads to the feedback \`some\`, not to \`two\`: \`${RUNNING}\` says 2; 2 is needed.`,
      ],
    ],
    [
      'a wrong one has lines in its step',
      put('wrong/two.cmds', '# step: again\naws s3 ls\n'),
      ['wrong/two.cmds', 1, 'The step `three` has no lines here.'],
    ],
  ])
})

const LAUNCH =
  "- aws ec2 run-instances --image-id $image --instance-type t3.micro --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=web}]'"

describe('a run', () => {
  judge([
    [
      'has lines that can be run',
      swap(YAML, LAUNCH, '- aws ec2 run-instances --size big'),
      [YAML, '--size', 'This line cannot be run: Unknown options: --size, big'],
    ],
    [
      'comes to each of its beats',
      all(
        swap(
          YAML,
          'panel: machines\n    beats: [compute.placement.chosen,',
          'panel: machines\n    beats: [compute.instance.terminated,',
        ),
        swap(WORDS, '### beat compute.placement.chosen', '### beat compute.instance.terminated'),
      ),
      [
        YAML,
        'beats: [compute.instance.terminated',
        /`compute.instance.terminated` does not come in this step before its run ends. What came: .*compute.instance.running.*\.$/,
      ],
    ],
    [
      'names its beats in the order in which they come',
      swap(
        YAML,
        'panel: machines\n    beats: [compute.placement.chosen, compute.instance.running]',
        'panel: machines\n    beats: [compute.instance.running, compute.placement.chosen]',
      ),
      [
        YAML,
        'beats: [compute.instance.running, compute',
        '`compute.instance.running` does not come in this step before its run ends. What came: call.answered, compute.placement.chosen.',
      ],
    ],
    [
      'has its beats in its last line',
      swap(YAML, LAUNCH, `${LAUNCH}\n      - aws s3 ls`),
      [
        YAML,
        'beats: [compute.placement.chosen, compute.instance.running]#1',
        '`compute.placement.chosen` comes, but the run does not pause at it: what a line does at once counts for the last line only.',
      ],
    ],
  ])
})

const STAYS = `        stays:\n          run: ${LEFT}\n          is: 1`
const STOPPED =
  "aws ec2 describe-instances --instance-ids $web --query 'Reservations[0].Instances[0].State.Name'"

describe('a question', () => {
  judge([
    [
      'has an answer that is right',
      swap(YAML, STAYS, STAYS.replace('is: 1', 'is: 2')),
      [
        YAML,
        '      choices:',
        `No answer is right. \`stays\`: \`${LEFT}\` says 1; 2 is needed. \`goes\`: \`${LEFT}\` says 1; 0 is needed.`,
      ],
    ],
    [
      'has no second one',
      swap(
        YAML,
        `        goes:\n          run: ${LEFT}\n          is: 0`,
        `        goes:\n          run: ${LEFT}\n          is: 1`,
      ),
      [
        YAML,
        '        goes:',
        `Exactly one answer is right, but \`stays\` and \`goes\` are. \`stays\`: \`${LEFT}\` says 1; 1 is needed. \`goes\`: \`${LEFT}\` says 1; 1 is needed.`,
      ],
    ],
    [
      'has one answer whatever was picked',
      all(
        swap(YAML, STAYS, '        stays:\n          run: echo $picked\n          is: stays'),
        swap(
          YAML,
          `        goes:\n          run: ${LEFT}\n          is: 0`,
          '        goes:\n          run: echo $picked\n          is: goes',
        ),
      ),
      [
        YAML,
        '      choices:',
        'Which answer is right depends on what was picked: for `stays` it is `stays`, for `goes` it is `goes`.',
      ],
    ],
    [
      'of what was seen has one answer',
      swap(
        YAML,
        `      stopped:\n        run: ${STOPPED}\n        is: stopped`,
        `      stopped:\n        run: ${STOPPED}\n        is: gone`,
      ),
      [
        YAML,
        '    saw:',
        `No answer is right. \`stopped\`: \`${STOPPED}\` says "stopped"; "gone" is needed. \`left\`: \`${STOPPED}\` says "stopped"; "terminated" is needed.`,
      ],
    ],
    [
      'of an explanation has one answer',
      swap(
        YAML,
        `        launch:\n          run: ${STOPPED}\n          is: terminated`,
        `        launch:\n          run: ${STOPPED}\n          is: stopped`,
      ),
      [
        YAML,
        '        launch:',
        `Exactly one answer is right, but \`start\` and \`launch\` are. \`start\`: \`${STOPPED}\` says "stopped"; "stopped" is needed. \`launch\`: \`${STOPPED}\` says "stopped"; "stopped" is needed.`,
      ],
    ],
    [
      'on the picture has two or more things to point at',
      swap(YAML, 'options: zones[].racks[].hosts[].ref', 'options: zones[0].racks[0].hosts[0].ref'),
      [
        YAML,
        'options:',
        'The query is to give two or more Refs, each once; it gives "lab:host/h-0101".',
      ],
    ],
    [
      'on the picture can be asked',
      swap(YAML, 'options: zones[].racks[].hosts[].ref', 'options: zones['),
      [YAML, 'options:', /This query cannot be asked: Error: Bad value for --query zones\[: /],
    ],
    [
      'on the picture has its answer among them',
      swap(YAML, PLACED, 'echo lab:host/h-9999'),
      [
        YAML,
        'answer: echo',
        /Exactly one of the 36 things to point at is right, not 0: `echo lab:host\/h-9999` says \["lab:host\/h-9999"\]; one can point at /,
      ],
    ],
    [
      'on the picture has an answer that can be asked',
      swap(YAML, PLACED, 'lab describe-placement --instance-ids i-1'),
      [YAML, 'answer: lab', /`lab describe-placement --instance-ids i-1` fails: /],
    ],
    [
      'of an amount has a number',
      swap(YAML, `answer: ${COUNT}`, 'answer: echo many'),
      [YAML, 'answer: echo', '`echo many` says "many", which is no number.'],
    ],
    [
      'of an amount can be set to it',
      swap(YAML, '        least: 0', '        least: 2'),
      [
        YAML,
        `answer: ${COUNT}`,
        'Nobody can set the mark to the answer: it is 1, the marks go from 2 to 5 by 1, and 0 off counts as right.',
      ],
    ],
    [
      'of an amount can be set to it, between two marks',
      all(swap(YAML, '        step: 1', '        step: 2')),
      [
        YAML,
        `answer: ${COUNT}`,
        'Nobody can set the mark to the answer: it is 1, the marks go from 0 to 5 by 2, and 0 off counts as right.',
      ],
    ],
    [
      'of an amount can be answered wrongly',
      swap(YAML, '        within: 0', '        within: 4'),
      [YAML, 'within:', 'Every mark is right: the answer is 1, and 4 off counts as right.'],
    ],
  ])
})

describe('asking', () => {
  judge([
    [
      'only looks',
      swap(
        YAML,
        `        run: ${RUNNING}\n        is: 2`,
        '        run: aws ec2 stop-instances --instance-ids $web\n        is: 2',
      ),
      [
        YAML,
        'run: aws ec2 stop-instances',
        '`aws ec2 stop-instances --instance-ids $web` cannot be asked: A check only looks: StopInstances changes the world.',
      ],
    ],
    [
      'is a command that there is',
      swap(
        YAML,
        `        run: ${RUNNING}\n        is: 2`,
        '        run: aws ec2 count-instances\n        is: 2',
      ),
      [
        YAML,
        'count-instances',
        /`aws ec2 count-instances` cannot be asked: aws: error: argument operation: Invalid choice/,
      ],
    ],
    [
      'for a variable gives something',
      swap(YAML, 'Values=second', 'Values=third'),
      [YAML, 'answer: lab', /Exactly one of the 36 things to point at is right, not 0: .*/],
      [YAML, '  second:', /`second` is never anything: `aws ec2 describe-instances .*Values=third/],
    ],
  ])
})

describe('playing', () => {
  /** Opens a lesson's world, and another kind of it the `nth` time. */
  function opening(nth: number, other: Opening): Opening {
    let opened = 0
    return (lesson) => {
      opened += 1
      return opened === nth ? other(lesson) : openLesson(lesson)
    }
  }
  const otherSeed: Opening = ({ world, files }) =>
    openLesson({ files, world: { ...world, seed: 'another' } })

  test.each([
    [2, 'Played twice, it comes to another end.'],
    [3, 'From saves it comes to another end.'],
    [4, 'After going back and forth it comes to another end.'],
  ])('comes to one end: the walk %i', async (nth, message) => {
    const said = await tried((files) => files, opening(nth, otherSeed))
    expect(said).toEqual([`${FOLDER}/${YAML}:1 ${message}`])
  })

  test('changes nothing by asking', async () => {
    class Nosy extends LessonLab {
      override async ask(line: string, variables: Readonly<Record<string, string>>) {
        const outcome = await super.ask(line, variables)
        this.runNow('aws s3 mb s3://nosy', {})
        return outcome
      }
    }
    const nosy: Opening = (lesson) => new Nosy(openLesson(lesson).session)
    const [first] = await tried((files) => files, opening(1, nosy))
    expect(first).toBe(`${FOLDER}/${YAML}:17 Asking the questions of \`launch\` changes the world.`)
  })

  test('throws for no command at random', async () => {
    const [lesson] = compiled(SAMPLE).lessons
    if (lesson === undefined) throw new Error('one lesson')
    class Brittle extends LessonLab {
      override copy(): LessonLab {
        return new Brittle(super.copy().session)
      }
      override async run(line: string, variables: Readonly<Record<string, string>>) {
        if (/^aws s3api/.test(line)) throw new Error('broken')
        return super.run(line, variables)
      }
    }
    const walk = new Walk(lesson, new Brittle(openLesson(lesson.lesson).session))
    await expect(tryRandom(lesson, [walk.checkpoint()])).rejects.toThrow(
      /^Command \d+ at random in `sample`, `aws s3api .*`, throws: Error: broken$/,
    )
  })

  test('leaves no folder out', () => {
    const { lessons } = compiled(SAMPLE)
    expect(unplayed([FOLDER], lessons)).toEqual([])
    expect(unplayed([FOLDER, 'lessons/compute/020-lost'], lessons).map(told)).toEqual([
      'lessons/compute/020-lost:1 The lesson in this folder is not played.',
    ])
  })
})
