/** Help and completion over a real session: what they say, and that what they say works. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Completions, complete } from '../src/command/complete.ts'
import { EXAMPLES } from '../src/command/help/examples.ts'
import { kebabCase } from '../src/command/line.ts'
import { AWS_SERVICES, LAB_SERVICE, operationsOf } from '../src/command/names.ts'
import { COMMANDS } from '../src/command/s3/options.ts'
import { loadDocs, loadEnums, models } from '../src/models/index.ts'
import type { ServiceDocs, ServiceEnums } from '../src/models/model.ts'
import { LineRunner } from '../src/session/line.ts'
import { Session } from '../src/session/session.ts'
import { IMAGE } from './ec2Lab.ts'

const docs: Record<string, ServiceDocs> = {}
const enums: Record<string, ServiceEnums> = {}

beforeAll(async () => {
  for (const name of ['ec2', 's3', 'sts'] as const) {
    docs[name] = await loadDocs(name)
    enums[name] = await loadEnums(name)
  }
})

/** A world with an instance called web, a key pair, two buckets, an object and files. */
function lab(): LineRunner {
  const runner = new LineRunner(new Session({ seed: 'help', scenario: 'empty' }), { docs, enums })
  const { shelf } = runner.environment
  const bytes = (text: string) => new TextEncoder().encode(text)
  shelf.write('hello.txt', bytes('hello'))
  for (const line of [
    'aws ec2 create-key-pair --key-name my-key --key-type ed25519',
    "aws ec2 create-key-pair --key-name 'two words' --key-type ed25519",
    `vm=$(aws ec2 run-instances --image-id ${IMAGE} --instance-type t3.micro --key-name my-key --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=web}]' --query 'Instances[0].InstanceId' --output text)`,
    'aws s3 mb s3://my-bucket',
    'aws s3 mb s3://empty-bucket',
    'aws s3 cp hello.txt s3://my-bucket/hello.txt',
    'aws s3 cp hello.txt s3://my-bucket/a/b.txt',
    'lab advance --by 5m',
  ]) {
    const { exitCode, stderr } = runner.run(line)
    expect([line, exitCode, stderr]).toEqual([line, 0, ''])
  }
  return runner
}

/** Completions at `|`, or at the end. */
function at(runner: LineRunner, line: string): Completions {
  const cursor = line.includes('|') ? line.indexOf('|') : line.length
  return runner.drive(complete(line.replace('|', ''), cursor, runner.environment))
}

const texts = (runner: LineRunner, line: string): string[] =>
  at(runner, line).items.map(({ text }) => text)

/** The line with its first completion put in. */
function taken(runner: LineRunner, line: string): string {
  const { from, to, items } = at(runner, line)
  return line.slice(0, from) + (items[0]?.text ?? '') + line.slice(to)
}

/** One world for everything that leaves no trace. */
let shared: LineRunner

beforeAll(() => {
  shared = lab()
})

describe('Completion', () => {
  const runner = () => shared
  let id: string
  beforeAll(() => {
    id = shared.environment.variables.get('vm') ?? ''
  })

  test('programs, services, operations, waiters', () => {
    expect(texts(runner(), '')).toEqual(['aws', 'lab', 'echo'])
    expect(texts(runner(), 'aws s')).toEqual(['sts', 's3api', 's3'])
    expect(texts(runner(), 'aws ec2 describe-v')).toEqual(['describe-volumes', 'describe-vpcs'])
    expect(texts(runner(), 'aws ec2 wait instance-s')).toContain('instance-stopped')
    expect(texts(runner(), 'aws s3 r')).toEqual(['rm', 'rb'])
    expect(texts(runner(), 'lab se')).toEqual(['seek', 'set-quota'])
    expect(texts(runner(), 'aws ec2 stop|-instances')).toEqual(['stop-instances'])
  })

  test('options not yet given, required ones first, with type and first sentence', () => {
    const { items } = at(runner(), 'aws ec2 stop-instances --')
    expect(items[0]).toEqual({
      text: '--instance-ids',
      hint: 'required · list · The IDs of the instances.',
    })
    expect(texts(runner(), 'aws ec2 stop-instances --instance-ids i --')).not.toContain(
      '--instance-ids',
    )
    expect(texts(runner(), 'aws ec2 stop-instances --dry-run --')).not.toContain('--no-dry-run')
    expect(texts(runner(), 'aws ec2 run-instances --el')).toEqual([])
    expect(texts(runner(), 'aws --output ')).toEqual(['json', 'text', 'table'])
    expect(texts(runner(), 'aws --region us ec2 describe-vp')).toEqual(['describe-vpcs'])
    expect(texts(runner(), 'aws s3 ls --hu')).toEqual(['--human-readable'])
  })

  test('ids and names of what is there, with a hint, by their Name tag too', () => {
    const item = { text: id, hint: 'web · running · t3.micro' }
    expect(at(runner(), 'aws ec2 stop-instances --instance-ids ').items[0]).toEqual(item)
    expect(at(runner(), 'aws ec2 stop-instances --instance-ids we').items).toEqual([item])
    expect(texts(runner(), 'aws ec2 describe-volumes --volume-ids vol')).toHaveLength(1)
    expect(texts(runner(), 'aws ec2 describe-subnets --subnet-ids subnet').length).toBeGreaterThan(
      1,
    )
    expect(texts(runner(), 'aws ec2 run-instances --security-group-ids sg')).toHaveLength(1)
    expect(texts(runner(), `aws ec2 run-instances --image-id ${IMAGE.slice(0, 9)}`)).toEqual([
      IMAGE,
    ])
    expect(texts(runner(), 'aws ec2 run-instances --instance-type t3.mi')).toEqual(['t3.micro'])
    expect(texts(runner(), 'aws ec2 create-tags --resources vpc')).toHaveLength(1)
    expect(texts(runner(), 'aws ec2 describe-regions --region-names us-')).toContain('us-east-1')
    expect(texts(runner(), 'aws ec2 create-key-pair --key-name ')).not.toContain('my-key')
  })

  test('shorthand: names of filters that the lab takes, and their values', () => {
    const filters = 'aws ec2 describe-instances --filters '
    expect(texts(runner(), filters)).toEqual(['Name=', 'Values='])
    const names = texts(runner(), `${filters}Name=instance-state`)
    expect(names).toEqual(['instance-state-code', 'instance-state-name'])
    expect(texts(runner(), `${filters}Name=instance-state-name,Values=stop`)).toEqual([
      ...['stopped', 'stopping'],
    ])
    expect(texts(runner(), `${filters}Name=key-name,Values=my-`)).toEqual(['my-key'])
    expect(texts(runner(), `${filters}Name=tag`)).toContain('tag:')
    expect(texts(runner(), 'aws ec2 create-tags --resources x --tags Key=a,')).toEqual(['Value='])
  })

  test('every filter that is offered is taken, and the others are refused', () => {
    const known = Object.keys(docs.ec2?.operations.DescribeInstances?.filters ?? {})
    expect(known.length).toBeGreaterThan(100)
    for (const name of known) {
      const line = `aws ec2 describe-instances --filters Name=${name}`
      const isOffered = texts(runner(), line).includes(name)
      expect([name, runner().run(`${line},Values=x`).exitCode === 0]).toEqual([name, isOffered])
    }
    const all = texts(runner(), 'aws ec2 describe-instances --filters Name=')
    expect(all).toHaveLength(50)
  })

  test('closed lists, variables, files', () => {
    const attribute = 'aws ec2 describe-instance-attribute --attribute inst'
    expect(texts(runner(), attribute)).toContain('instanceType')
    expect(at(runner(), 'echo $v').items).toEqual([{ text: '$vm', hint: id }])
    expect(taken(runner(), `echo "\${v`)).toBe(`echo "\${vm}`)
    expect(texts(runner(), "echo '$v")).toEqual([])
    expect(taken(runner(), 'aws ec2 run-instances --user-data file://h')).toBe(
      'aws ec2 run-instances --user-data file://hello.txt',
    )
  })

  test('values after =, after options before the operation, and of files', () => {
    expect(texts(runner(), 'aws ec2 --output text describe-vp')).toEqual(['describe-vpcs'])
    expect(texts(runner(), 'aws ec2 --output text wait instance-st')).toContain('instance-stopped')
    expect(texts(runner(), 'aws s3 --region us-east-1 r')).toEqual(['rm', 'rb'])
    expect(texts(runner(), 'aws ec2 --output ')).toEqual(['json', 'text', 'table'])
    const line = 'aws ec2 describe-vpcs --output='
    expect([taken(runner(), `${line}te`), texts(runner(), 'aws --output=ta')]).toEqual([
      `${line}text`,
      ['table'],
    ])
    expect(texts(runner(), 'aws s3api put-object --body he')).toEqual(['hello.txt'])
    const data = 'aws ec2 run-instances --user-data file://./'
    expect(taken(runner(), data)).toBe(`${data}hello.txt`)
  })

  test('shows the beginning of a variable on one line', () => {
    const variables = new Map([['long', `a\n\n  b${'c'.repeat(100_000)}`]])
    const [item] = runner().drive(
      complete('echo $l', 7, { ...runner().environment, variables }),
    ).items
    expect(item?.hint).toBe(`a b${'c'.repeat(56)}…`)
  })

  test('offers the files of the shelf to load a world from', () => {
    const lab = runner()
    lab.environment.shelf.write('mine.world', new Uint8Array([1]))
    expect(texts(lab, 'lab load --name m')).toEqual(['mine.world'])
  })

  test('buckets, folders and keys', () => {
    expect(texts(runner(), 'aws s3 ls s3:')).toEqual(['s3://empty-bucket/', 's3://my-bucket/'])
    expect(taken(runner(), 'aws s3 ls s3://my-bucket/a')).toBe('aws s3 ls s3://my-bucket/a/')
    expect(taken(runner(), 'aws s3 ls s3://my-bucket/a/')).toBe('aws s3 ls s3://my-bucket/a/b.txt')
    expect(taken(runner(), 'aws s3 cp he')).toBe('aws s3 cp hello.txt')
    expect(texts(runner(), 'aws s3api get-object --bucket my-bucket --key h')).toEqual([
      'hello.txt',
    ])
    expect(texts(runner(), 'aws s3api create-bucket --bucket ')).not.toContain('my-bucket')
  })

  test('inside quotes, commands in commands, after && and continued lines', () => {
    const line = `aws ec2 stop-instances --instance-ids "${id.slice(0, 5)}`
    expect(taken(runner(), line)).toBe(`aws ec2 stop-instances --instance-ids "${id}`)
    expect(taken(runner(), 'x=$(aws ec2 describe-vp')).toBe('x=$(aws ec2 describe-vpcs')
    expect(taken(runner(), 'lab fork && aws st')).toBe('lab fork && aws sts')
    expect(taken(runner(), 'aws ec2 \\\n describe-vp')).toBe('aws ec2 \\\n describe-vpcs')
    expect(texts(runner(), 'aws ec2 # de')).toEqual([])
    expect(taken(runner(), 'aws ec2 delete-key-pair --key-name two')).toBe(
      'aws ec2 delete-key-pair --key-name two\\ words',
    )
    expect(taken(runner(), "aws ec2 delete-key-pair --key-name 'two")).toBe(
      "aws ec2 delete-key-pair --key-name 'two words",
    )
  })

  test('leaves no trace, and never throws', () => {
    const { cloud } = runner().session
    const before = cloud.hash()
    const lines = [
      'aws ec2 run-instances --filters Name=\'a b",Values=[{x= --',
      'aws s3 cp s3://nosuch/key --bogus',
      'aws ec2 describe-instances --instance-ids $(aws s3api get-object --bucket my-bucket --key ',
      'lab set-quota --quota "L $vm \\',
      'aws nosuch thing --',
      'aws ec2 describe-instances --filters Name=constructor,Values=',
      'aws ec2 run-instances --tag-specifications ResourceType=a,constructor=',
      'aws ec2 describe-instances --filters toString=',
      'aws ec2 wait constructor --',
      'aws ec2 constructor --',
      'aws s3 constructor __proto__ --toString=',
    ]
    for (const line of lines) {
      for (let cursor = 0; cursor <= line.length; cursor++) {
        const { from, to, items } = runner().drive(complete(line, cursor, runner().environment))
        expect(from <= to && to === cursor && items.length <= 50).toBe(true)
      }
    }
    expect(cloud.hash()).toBe(before)
  })
})

describe('Help', () => {
  const COMMANDS_OF_ALL = [
    ...AWS_SERVICES.flatMap((service) =>
      [...operationsOf(service).keys()].map((name) => `${service.command} ${name}`),
    ),
    ...Object.keys(COMMANDS).map((name) => `s3 ${name}`),
    ...[...operationsOf(LAB_SERVICE).keys()].map((name) => `lab ${name}`),
  ]
  const lineOf = (command: string) => (command.startsWith('lab') ? command : `aws ${command}`)

  test.for(COMMANDS_OF_ALL)('%s: a page with every heading', (command) => {
    const { exitCode, stdout } = shared.run(`${lineOf(command)} help`)
    const headings = stdout.split('\n').filter((line) => /^[A-Z]/.test(line))
    const options = command === 'lab fork' ? [] : ['OPTIONS']
    expect(exitCode).toBe(0)
    expect(headings).toEqual(
      expect.arrayContaining(['NAME', 'DESCRIPTION', 'SYNOPSIS', ...options]),
    )
    expect(stdout).toContain(`       ${command.split(' ')[1]} -\n`)
    const filled = stdout
      .split('\n')
      .filter((line) => /^ {10}\w/.test(line) && !line.includes('aws '))
    for (const line of filled) expect(line.length).toBeLessThanOrEqual(80)
  })

  test.for(COMMANDS_OF_ALL.filter((command) => EXAMPLES[command] !== undefined))(
    '%s: its example works',
    (command) => {
      const runner = lab()
      const shown = runner
        .run(`${lineOf(command)} help`)
        .stdout.split('EXAMPLES\n')[1]
        ?.trim()
      if (command === 'ec2 import-key-pair') publicKey(runner)
      if (command === 'ec2 start-instances') runner.run('aws ec2 stop-instances --instance-ids $vm')
      if (command === 'lab load') runner.run('lab save --name lesson.world')
      if (command === 'ec2 start-instances') runner.run('lab advance --by 5m')
      const { exitCode, stderr } = runner.run(shown ?? '')
      expect([shown, exitCode, stderr]).toEqual([shown, 0, ''])
    },
  )

  test('every command has an example', () => {
    const without = ['s3 website']
    expect(COMMANDS_OF_ALL.filter((command) => EXAMPLES[command] === undefined)).toEqual(without)
    expect(Object.keys(EXAMPLES).sort()).toEqual(
      [...COMMANDS_OF_ALL, 'ec2 wait'].filter((each) => !without.includes(each)).sort(),
    )
  })

  test('says what the lab refuses, and what changes nothing here', () => {
    const page = shared.run('aws ec2 run-instances help').stdout
    const note = (option: string) => page.split(`--${option} `)[2]?.split('\n\n')[0] ?? ''
    expect(note('elastic-gpu-specification')).toContain('The lab does not have this')
    expect(note('image-id')).not.toContain('The lab')
  })

  test('pages above the operations', () => {
    const page = (line: string) => shared.run(line).stdout
    expect(page('aws help')).toContain('AVAILABLE SERVICES')
    expect(page('aws --region us-east-1 ec2 help')).toContain('       o run-instances\n')
    expect(page('aws s3 help')).toContain('       o presign\n')
    expect(page('lab help')).toContain('       o advance\n          Lets cloud time pass.\n')
    for (const name of Object.keys(models.ec2.waiters)) {
      expect(page('aws ec2 wait help')).toContain(`       o ${kebabCase(name)}\n`)
    }
    expect(page('aws ec2 wait instance-running help').replace(/\s+/g, ' ')).toContain(
      'Wait until JMESPath query Reservations[].Instances[].State.Name returns running for all ' +
        'elements when polling with describe-instances. It will poll every 15 seconds until a ' +
        'successful state has been reached. This will exit with a return code of 255 after 40 ' +
        'failed checks.',
    )
  })
})

/** Puts the lab's own public key on the shelf. */
function publicKey(runner: LineRunner): void {
  const asked = "aws ec2 describe-key-pairs --include-public-key --query 'KeyPairs[0].PublicKey'"
  const { stdout } = runner.run(`${asked} --output text`)
  runner.environment.shelf.write('key.pub', new TextEncoder().encode(stdout.trim()))
}
