/**
 * The command language beside the real CLI: the same words to both, and either the same refusal or the same
 * call. The CLI runs in one Python process, a driver a case; its calls are caught after its own checks, and
 * nothing is sent. Where awscli is not installed this is skipped.
 *
 * Passed over: lists of choices and of known members, which are those of the CLI's version; what the random
 * token is that it fills in; its encoding and page size where the lab has none.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Members } from '../src/cloud/call.ts'
import { argumentsOf } from '../src/command/arguments.ts'
import { shellQuote } from '../src/command/line.ts'
import { AWS_SERVICES, operationsOf } from '../src/command/names.ts'
import { runLine, TOKEN } from '../src/command/testLine.ts'

const PYTHON = '/usr/bin/python3'
const ORACLE = `
import base64, contextlib, io, json, sys
from awscli.clidriver import create_clidriver
from awscli.argparser import ArgTableArgParser
from botocore.client import BaseClient
from botocore.loaders import JSONFileLoader
import functools

class Caught(BaseException): pass
# Models are read once, not once a case.
JSONFileLoader.load_file = functools.cache(JSONFileLoader.load_file)
JSONFileLoader.__eq__ = lambda self, other: True
JSONFileLoader.__hash__ = lambda self: 0
convert = BaseClient._convert_to_request_dict
def caught(self, api_params, operation_model, *args, **kwargs):
    if operation_model.input_shape is not None: convert(self, api_params, operation_model, *args, **kwargs)
    raise Caught([operation_model.name, api_params])
BaseClient._convert_to_request_dict = caught

def plain(value):
    if isinstance(value, (bytes, bytearray)): return {'$bytes': base64.b64encode(value).decode()}
    if hasattr(value, 'read'): return {'$bytes': base64.b64encode(value.read()).decode()}
    if isinstance(value, dict): return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list): return [plain(v) for v in value]
    return value

def run(argv):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        driver = create_clidriver()
        handle = driver._error_handler.handle_exception
        def handler(e, stdout, stderr):
            if isinstance(e, Caught): raise e
            return handle(e, stdout=out, stderr=err)
        driver._error_handler.handle_exception = handler
        try: code = driver.main(argv)
        except Caught as e: return {'call': plain(e.args[0])}
    return {'exitCode': code, 'stdout': out.getvalue(), 'stderr': err.getvalue()}

def tables(services):
    driver = create_clidriver()
    found = {}
    for service, operations in services.items():
        commands = driver.subcommand_table[service].subcommand_table
        for operation in operations:
            if operation not in commands: continue
            actions = ArgTableArgParser(commands[operation].arg_table, {})._actions
            found[service + ' ' + operation] = [
                [(a.option_strings or [None])[0], a.dest, a.nargs, a.required] for a in actions]
    return found

sys.argv = ['aws']
asked = json.load(sys.stdin)
print(json.dumps({'cases': [run(argv) for argv in asked['cases']], 'tables': tables(asked['services'])}))
`

const files = {
  'user.txt': 'echo hello\n',
  'ids.json': '["i-1", "i-2"]',
  'ids.txt': 'i-1',
  'input.json': '{"InstanceIds": ["i-9"], "DryRun": true}',
  'broken.json': '{"a": ',
  'key.pub': 'ssh-ed25519 AAAA',
  'latin.txt': new Uint8Array([0x61, 0xe9, 0x62]),
}

const EC2 = ['aws', 'ec2']
const S3 = ['aws', 's3api']
const RUN = [...EC2, 'run-instances', '--image-id', 'ami-1']
const SHOW = [...EC2, 'describe-instances']
const STOP = [...EC2, 'stop-instances', '--instance-ids']
const TAG = [...EC2, 'create-tags', '--resources', 'i-1', '--tags']
const MODIFY = [...EC2, 'modify-instance-attribute', '--instance-id', 'i-1']

/** Each is given to both. */
const cases: readonly (readonly string[])[] = [
  // Readers of words.
  ['aws'],
  ['aws', '--output', 'yml', 'ec2', 'describe-instances'],
  ['aws', '--query'],
  ['aws', '--no', 'ec2'],
  ['aws', '--no-paginate=1', 'ec2', 'describe-instances'],
  EC2,
  [...EC2, 'run-instnces'],
  [...EC2, 'describe-instance', '--foo'],
  [...EC2, 'stop-instances'],
  [...EC2, 'stop-instances', '--instnce-ids', 'i-1'],
  [...EC2, 'create-tags', '--dry-run'],
  [...EC2, 'wait'],
  [...EC2, 'wait', 'instance-runing'],
  [...RUN.slice(0, 3), '--image-id'],
  [...RUN, '--dry-run=yes'],
  [...RUN, '--dry', '--key', 'k'],
  [...RUN, '--no-disable-api-termination'],
  [...RUN, '--enable-api-termination', '--disable-api-stop'],
  [...RUN, '--security-group', 'sg-1'],
  [...SHOW, 'a', 'b', '--foo', 'c'],
  [...SHOW, '-x'],
  [...SHOW, '--instance-i', 'i-1', 'i-2'],
  [...SHOW, '--instance-ids=i-1', 'i-2'],
  [...SHOW, '--instance-ids', '-1', '--', '--query'],
  [...STOP],
  [...STOP, 'i-1', '--force', '--no-force'],
  [...S3, 'get-object', '--bucket', 'b'],
  [...S3, 'get-object', '--bucket', 'b', '--key', 'k', 'out', 'more'],
  // Pages.
  [...SHOW, '--max-items', 'a'],
  [...SHOW, '--max-items', '1', '--no-paginate'],
  [...SHOW, '--max-results', '5', '--page-size', '7'],
  [...SHOW, '--page-size', '7', '--max-items', '2'],
  [...SHOW, '--max-results', 'a'],
  [...EC2, 'describe-vpcs', '--page-size', '3'],
  [...S3, 'list-objects-v2', '--bucket', 'b', '--page-size', '2', '--starting-token', 'abc'],
  // Values.
  [...SHOW, '--filters', 'Name'],
  [...SHOW, '--filters', 'Name=a,Values=b,c', 'Name=tag:x,Values=d'],
  [...SHOW, '--filters', 'Name=a,Values=b', '{"Name":"c"}'],
  [...SHOW, '--filters', '[{"Name": "a", "Values": ["b"]}]'],
  [...SHOW, '--filters', '[{"Name": "a" "Values": ["b"]}]'],
  [...SHOW, '--filters', '{"Name": "a"}', '{"Name": "b",}'],
  [...SHOW, '--filters', 'Nome=a,Values=b'],
  [...SHOW, '--filters', 'Name=[a],Values=b'],
  [...SHOW, '--filters', '""'],
  [...TAG, 'Key=a,Key=b'],
  [...TAG, 'Key=a,Value='],
  [...TAG, 'Key=a,Value="b, c"', "Key=q,Value='it\\'s'"],
  [...TAG, 'Key=a, Value=b'],
  [...TAG, '{"Key": 1, "Value": null}'],
  [...TAG, '[1, 2.5, true, "a"]'],
  [...RUN, '--tag-specifications', 'ResourceType=instance,Tags=[{Key=Name,Value=web}]'],
  [...RUN, '--tag-specifications', 'ResourceType=instance,Tags=[{Key=Name,Value=web}'],
  [
    ...RUN,
    '--block-device-mappings',
    'DeviceName=/dev/xvda,Ebs={VolumeSize=20,DeleteOnTermination=false}',
  ],
  [...RUN, '--block-device-mappings', 'DeviceName=/dev/xvda,Ebs={VolumeSize=big}'],
  [...RUN, '--block-device-mappings', 'DeviceName=a,Ebs={VolumeSize=[1]}'],
  [...RUN, '--block-device-mappings', 'DeviceName=a,Ebs={Encrypted=maybe}'],
  [...RUN, '--placement', '{a'],
  [...RUN, '--placement', '{"Tenancy": ["a", null, 1.5, true]}'],
  [...RUN, '--placement', 'Tenancy'],
  [...RUN, '--monitoring', 'Enabled=true'],
  [...RUN, '--monitoring', 'true'],
  [...RUN, '--iam-instance-profile', 'Name=a,Arn='],
  // run-instances.
  [...RUN, '--count', '2'],
  [...RUN, '--count', '1:3'],
  [...RUN, '--user-data', 'hello'],
  [...RUN, '--user-data', 'file://user.txt'],
  [...RUN, '--user-data', 'fileb://latin.txt'],
  [...RUN, '--user-data', 'file://latin.txt'],
  [...RUN, '--user-data', 'file://nope.txt'],
  [
    ...RUN,
    '--subnet-id',
    'subnet-1',
    '--security-group-ids',
    'sg-1',
    '--associate-public-ip-address',
  ],
  [...RUN, '--private-ip-address', '10.0.0.1', '--no-associate-public-ip-address'],
  [...RUN, '--secondary-private-ip-addresses', '10.0.0.2', '10.0.0.3'],
  [...RUN, '--secondary-private-ip-address-count', '2', '--subnet-id', 's'],
  [...RUN, '--secondary-private-ip-address-count', 'two'],
  [...RUN, '--network-interfaces', 'DeviceIndex=0', '--associate-public-ip-address'],
  [...RUN, '--network-interfaces', 'DeviceIndex=0,Groups=sg-1,SubnetId=s'],
  [
    ...RUN,
    '--network-interfaces',
    'DeviceIndex=0,Groups=sg-1,AssociatePublicIpAddress=true',
    '--subnet-id',
    's',
  ],
  // Flags for structures.
  [...MODIFY, '--disable-api-stop'],
  [...MODIFY, '--no-disable-api-termination'],
  [...MODIFY, '--disable-api-stop', 'Value=false'],
  [...MODIFY, '--disable-api-stop', 'false'],
  [...MODIFY, '--disable-api-stop', '--no-disable-api-stop'],
  [...MODIFY, '--instance-type', 't3.small'],
  [...MODIFY, '--instance-type', 'Value=t3.small'],
  [...MODIFY, '--instance-type', '{"Value": "t3.small"}'],
  [...MODIFY, '--user-data', 'Value=aGk='],
  [...MODIFY, '--user-data', 'Value=a'],
  [...MODIFY, '--groups', 'sg-1', 'sg-2'],
  // Files and JSON.
  [...STOP, 'file://ids.json'],
  [...STOP, 'file://ids.txt'],
  [...STOP, 'file://nope'],
  [...STOP, '["i-1", 2]'],
  [...STOP.slice(0, 3), '--cli-input-json', 'file://input.json'],
  [...STOP, 'i-1', '--cli-input-json', 'file://input.json'],
  [...STOP, 'i-1', '--cli-input-json', 'file://broken.json'],
  [...STOP, 'i-1', '--cli-input-json', '["a"]'],
  [...STOP, 'i-1', '--cli-input-json', '{"Foo": 1}'],
  [...STOP.slice(0, 3), '--cli-input-json', '{"InstanceIds": "i-1", "DryRun": "yes"}'],
  [...STOP.slice(0, 3), '--cli-input-json', '{}'],
  [...STOP, 'i-1', '--generate-cli-skeleton', 'in'],
  // Blobs.
  [...EC2, 'import-key-pair', '--key-name', 'k', '--public-key-material', 'fileb://key.pub'],
  [...EC2, 'import-key-pair', '--key-name', 'k', '--public-key-material', 'c3NoLXJzYQ=='],
  [...EC2, 'import-key-pair', '--key-name', 'k', '--public-key-material', 'c3No!LXJzYQ'],
  [
    'aws',
    '--cli-binary-format',
    'raw-in-base64-out',
    ...EC2.slice(1),
    'import-key-pair',
    '--key-name',
    'k',
    '--public-key-material',
    'raw',
  ],
  [...S3, 'put-object', '--bucket', 'b', '--key', 'k', '--body', 'user.txt'],
  [...S3, 'put-object', '--bucket', 'b', '--key', 'k', '--body', 'nope'],
  [...S3, 'put-object', '--bucket', 'b', '--key', 'k', '--body', 'file://user.txt'],
  // S3's own.
  [...S3, 'put-object', '--bucket', 'b', '--key', 'k', '--metadata', 'a=b,c=d'],
  [...S3, 'put-object', '--bucket', 'b', '--key', 'k', '--metadata', '{"a": "é"}'],
  [...S3, 'put-object', '--bucket', 'b', '--key', 'k', '--metadata', '{"a": 1}'],
  [...S3, 'head-object', '--bucket', 'a b', '--key', ''],
  [...S3, 'head-object', '--bucket', 'b', '--key', ''],
  [...S3, 'head-object', '--bucket', 'b', '--key', 'k', '--if-modified-since', 'soon'],
  [...S3, 'head-object', '--bucket', 'b', '--key', 'k', '--part-number', 'one'],
  [...S3, 'copy-object', '--bucket', 'b', '--key', 'k', '--copy-source', 'c/a b+é%20.txt'],
  [...S3, 'delete-objects', '--bucket', 'b', '--delete', 'Objects=[{Key=a},{Key=b}],Quiet=true'],
  [...S3, 'delete-objects', '--bucket', 'b', '--delete', '{"Objects": [{"Key": ""}]}'],
  [
    ...S3,
    'create-bucket',
    '--bucket',
    'b',
    '--create-bucket-configuration',
    'LocationConstraint=eu-west-1',
  ],
  // Options that every command takes.
  ['aws', '--profile', 'x', 'ec2', 'describe-instances'],
  ['aws', '--endpoint-url', 'localhost', 'ec2', 'describe-instances'],
  ['aws', 'ec2', 'describe-instances', '--query', 'a['],
  ['aws', 'ec2', 'describe-instances', '--region', 'us-east-1', '--output', 'text'],
]

interface Theirs {
  readonly call?: readonly [string, Record<string, unknown>]
  readonly exitCode?: number
  readonly stdout?: string
  readonly stderr?: string
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
}

/** An input without what only the CLI adds, and with our token where it filled in one of its own. */
function asOurs(operation: string, input: Record<string, unknown>): Record<string, unknown> {
  const { EncodingType, ...rest } = input
  const filled = UUID.test(String(input.ClientToken)) ? { ClientToken: TOKEN } : {}
  return { ...(operation.startsWith('ListObjects') ? rest : input), ...filled }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Without the lists that differ between versions and services. */
const comparable = (text: string): string =>
  text
    .replace(/(valid choices are:\n)[\s\S]*?(\n\n\nInvalid choice|\n$)/, '$1…$2')
    .replace(/must be one of: .*/g, 'must be one of: …')
    .replace(/( {2}\* .*\n)+/g, '  * …\n')

function ours(words: readonly string[]) {
  const { result, requests } = runLine(words.map(shellQuote).join(' '), { files })
  const [first] = requests
  if (first === undefined) return { exitCode: result.exitCode, stderr: comparable(result.stderr) }
  return { call: [first.operation, plain(first.input)] }
}

const folder = mkdtempSync(join(tmpdir(), 'cloudglass-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

function ask(): {
  cases: Theirs[]
  tables: Record<string, [string | null, string, unknown, boolean][]>
} | null {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  const services = Object.fromEntries(
    AWS_SERVICES.map((service) => [service.command, [...operationsOf(service).keys()]]),
  )
  const { stdout, status } = spawnSync(PYTHON, ['-c', ORACLE], {
    cwd: folder,
    encoding: 'utf8',
    input: JSON.stringify({ cases: cases.map((words) => words.slice(1)), services }),
    maxBuffer: 64 * 1024 * 1024,
    env: {
      HOME: folder,
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      LC_ALL: 'C.UTF-8',
    },
  })
  return status === 0 ? JSON.parse(stdout) : null
}

const hasOracle =
  spawnSync(PYTHON, ['-c', 'import awscli.clidriver'], { encoding: 'utf8' }).status === 0
// Where the tests must run, nothing is left out in silence.
if (!hasOracle && process.env.CI) throw new Error(`no awscli for ${PYTHON}`)
if (!hasOracle) console.info('cli-errors: not compared, because awscli is not installed here')
const theirs = hasOracle ? ask() : null

describe.skipIf(!hasOracle)('the command language beside the real CLI', () => {
  test('the CLI answered', () => expect(theirs?.cases).toHaveLength(cases.length))

  test.each(cases.map((words, i) => [words.join(' '), words, i] as const))('%s', (_, words, i) => {
    const { call, exitCode, stderr } = theirs?.cases[i] ?? {}
    const expected =
      call === undefined
        ? { exitCode, stderr: comparable(stderr ?? '') }
        : { call: [call[0], asOurs(call[0], call[1])] }
    const found = ours(words)
    expect(found).toEqual(expected)
  })

  test.each(AWS_SERVICES.map((service) => [service.command, service] as const))(
    'the options of %s are those of the CLI',
    (command, service) => {
      for (const [name, operation] of operationsOf(service)) {
        const own = argumentsOf(service, operation).map(({ flag, key, takes, required }) => {
          const nargs = { one: null, each: '+', two: 2, optional: '?', many: '*', none: 0 }[takes]
          return [flag ?? key, nargs, required]
        })
        for (const [flag, dest, nargs, required] of theirs?.tables[`${command} ${name}`] ?? []) {
          expect(own, name).toContainEqual([flag ?? dest, nargs, required])
        }
      }
    },
  )
})

test('a case that calls gives its operation an input', () => {
  const input: Members | undefined = runLine('aws ec2 stop-instances --instance-ids i-1')
    .requests[0]?.input
  expect(input).toEqual({ InstanceIds: ['i-1'] })
})
