/**
 * Holds the generated models against the packages they come from.
 *
 * Independent truth: the packages' `.d.ts`, read here by a second reader, for members and types; the
 * SDK's own serialiser and parser, at work on full samples, for names on the wire; the SDK's
 * paginators and waiters for `extra.json`. Not checked: that a page's result is the right list, a
 * waiter's attempts, and, but by its name, whether an operation only reads.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { loadDocs, loadEnums, models, type ServiceName } from '../src/models/index.ts'
import type { Element, Member } from '../src/models/model.ts'
import { generate, stale } from '../tools/models/generate.ts'
import { membersOf } from '../tools/models/members.ts'
import { services, wanted } from '../tools/models/wanted.ts'

const require = createRequire(import.meta.url)
const folderOf = (service: ServiceName): string =>
  dirname(require.resolve(`${wanted[service].package}/package.json`))
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8')
const readApi = (service: ServiceName): string =>
  read(import.meta.dirname, '..', 'src', 'cloud', 'services', service, 'api.ts')

type Types = Map<string, Map<string, string>>

/** Interfaces of a source: member name to type text, `?` before optional ones. */
function interfacesOf(text: string, into: Types = new Map()): Types {
  const file = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true)
  for (const node of file.statements) {
    if (!ts.isInterfaceDeclaration(node)) continue
    const properties = node.members.filter(ts.isPropertySignature)
    const members = properties.map((member): [string, string] => [
      member.name.getText(),
      `${member.questionToken ? '?' : ''}${member.type?.getText() ?? ''}`.replace(/\s+/g, ' '),
    ])
    into.set(node.name.text.replace(/^_/, ''), new Map(members))
  }
  return into
}

function declared(service: ServiceName): Types {
  const folder = join(folderOf(service), 'dist-types', 'models')
  const all: Types = new Map()
  for (const name of readdirSync(folder)) interfacesOf(read(folder, name), all)
  return all
}

/** What our type must be, given the SDK's. */
function expectedType(sdk: string, known: Types): string {
  const optional = sdk.startsWith('?')
  const [, name = '', list = ''] = /^\??_?(\w+)((?:\[\])*)/.exec(sdk) ?? []
  const plain = ['string', 'number', 'boolean', 'Uint8Array'].includes(name) || known.has(name)
  const one =
    name === 'Date'
      ? 'Instant'
      : name === 'Record'
        ? 'Readonly<Record<string, string>>'
        : name === 'StreamingBlobTypes'
          ? 'Uint8Array'
          : plain
            ? name
            : 'string'
  const type = list === '' ? one : `readonly ${one}[]`
  return optional ? `?${type} | undefined` : type
}

test('the committed files are what the generator gives', () => {
  expect(stale(generate())).toEqual([])
})

describe.each(services)('%s', (service) => {
  const model = models[service]
  const ours = interfacesOf(readApi(service))

  test('has every wanted operation, and no other, in model and types', () => {
    const names = [...wanted[service].operations].sort()
    expect(Object.keys(model.operations)).toEqual(names)
    expect([...(ours.get(wanted[service].table)?.keys() ?? [])]).toEqual(names)
  })

  test('every input and output is the one that the package gives its command', () => {
    for (const [name, row] of Object.entries(model.operations)) {
      const text = read(folderOf(service), 'dist-types', 'commands', `${name}Command.d.ts`)
      const base = (side: string): string | null =>
        new RegExp(`${side} extends (?:Omit<)?(\\w+)`)
          .exec(text)?.[1]
          ?.replace('__MetadataBearer', '') || null
      expect([row.input, row.output], name).toEqual([base('Input'), base('Output')])
    }
  })

  test('every structure has the members that the package declares, in their order', () => {
    const truth = declared(service)
    for (const [name, shape] of Object.entries(model.shapes)) {
      if (!('members' in shape)) continue
      const members = shape.members.map(([member]) => member)
      expect(members, name).toEqual([...(truth.get(name)?.keys() ?? ['not declared'])])
    }
  })

  test('every type in api.ts is the declared one in our terms', () => {
    const truth = declared(service)
    expect(ours.size).toBeGreaterThan(1)
    for (const [name, members] of ours) {
      if (name === wanted[service].table) continue
      const expected = [...(truth.get(name) ?? [])].map(([member, type]): [string, string] => [
        member,
        expectedType(type, truth),
      ])
      expect(
        [...members].map(([m, t]) => [m, t.replace('?| ', '?')]),
        name,
      ).toEqual(expected)
    }
  })

  test('api.ts has types only, and neither any, Date nor $metadata', () => {
    const text = readApi(service)
    expect(text.split('\n')[0]).toMatch(/^\/\/ Generated by .* \(Apache-2\.0\); do not edit\.$/)
    expect(text).not.toMatch(/\bany\b|\bDate\b|\$metadata|\b(const|let|function|class|enum)\b/)
    expect(
      text
        .split('\n')
        .slice(1)
        .filter((line) => line.length > 100),
    ).toEqual([])
  })

  test('every target is a plain type or in the table, and all of the table is reached', () => {
    const plain = /^(string|number|boolean|blob|stream|timestamp|dateTime|httpDate)(\[\]|\{\})?$/
    const targets = Object.values(model.shapes).flatMap((shape) => {
      if ('members' in shape) return shape.members.map(([, target]) => target)
      return 'list' in shape ? [shape.list[0]] : [shape.key[0], shape.value[0]]
    })
    const named = targets.filter((target) => !plain.test(target))
    expect(named.filter((target) => !(target in model.shapes))).toEqual([])
    const sides = Object.values(model.operations).flatMap((row) => [row.input, row.output])
    const reached = new Set([...named, ...sides])
    expect(Object.keys(model.shapes).filter((name) => !reached.has(name))).toEqual([])
  })

  test('reading operations are those named so', () => {
    for (const [name, row] of Object.entries(model.operations)) {
      expect(row.reads, name).toBe(/^(Describe|Get|Head|List)/.test(name))
    }
  })

  test('pages are those of the SDK, and their results are lists', () => {
    const folder = join(folderOf(service), 'dist-es')
    const paged = readdirSync(folder).includes('pagination')
      ? readdirSync(join(folder, 'pagination'))
      : []
    for (const [name, row] of Object.entries(model.operations)) {
      const file = `${name}Paginator.js`
      expect(row.pages !== undefined, name).toBe(paged.includes(file))
      if (row.pages === undefined) continue
      const { input, output, limit, result } = row.pages
      expect(read(folder, 'pagination', file)).toContain(`"${input}", "${output}", "${limit}"`)
      for (const member of result) {
        expect(ours.get(row.output ?? '')?.get(member), name).toMatch(/^\?readonly /)
      }
    }
  })

  test('waiters end as those of the SDK', () => {
    for (const [name, waiter] of Object.entries(model.waiters)) {
      const camel = name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
      const text = read(folderOf(service), 'dist-es', 'waiters', `waitFor${camel}.js`)
      expect(text).toContain(`minDelay: ${waiter.delay},`)
      expect(text).toContain(`${waiter.operation}Command`)
      const states = text.matchAll(
        /(all|any)StringEq_\d+ = .*== "(.*)"|(any)StringEq_\d+ == "(.*)"/g,
      )
      const truths = [...text.matchAll(/returnComparator\(\) == true/g)].map(() => ['path', true])
      const found = [...truths, ...[...states].map((m) => [m[1] ?? m[3], m[2] ?? m[4]])]
      const errors = [...text.matchAll(/exception\.name === "(.*)"/g)].map((m) => ['error', m[1]])
      const matchers = { path: 'path', pathAll: 'all', pathAny: 'any', error: 'error' }
      // The SDK has no statuses: an answer is a success, and a 404 is the error NotFound.
      const own = waiter.acceptors.flatMap(({ matcher, expected }) => {
        if (matcher !== 'status') return [[matchers[matcher], expected]]
        return expected === 404 ? [['error', 'NotFound']] : []
      })
      expect(own, name).toEqual([...found, ...errors])
    }
  })

  test('enums and first sentences load', async () => {
    const { enums, members } = await loadEnums(service)
    for (const [shape, row] of Object.entries(members)) {
      for (const name of Object.values(row)) expect(enums[name]?.length, shape).toBeGreaterThan(0)
    }
    const docs = await loadDocs(service)
    expect(Object.keys(docs.operations)).toEqual(Object.keys(model.operations))
    for (const { text, members: said } of Object.values(docs.operations)) {
      for (const sentence of [text, ...Object.values(said)]) {
        expect(sentence).toMatch(/^[^<>]{3,400}$/)
      }
    }
  })
})

test('enums know their members', async () => {
  const { enums, members } = await loadEnums('ec2')
  expect(members.RunInstancesRequest?.InstanceType).toBe('InstanceType')
  expect(enums.InstanceType).toContain('t3.micro')
  expect(members.DescribeInstanceTypesRequest?.InstanceTypes).toBe('InstanceType')
})

test('membersOf walks through lists', () => {
  const members = membersOf('ec2', 'RunInstances')
  expect(members).toContain('BlockDeviceMappings')
  expect(members).toContain('BlockDeviceMappings.Ebs.Iops')
  expect(members).toContain('TagSpecifications.Tags.Key')
  expect(new Set(members).size).toBe(members.length)
  expect(membersOf('ec2', 'CreateTags')).toEqual([
    'DryRun',
    'Resources',
    'Tags',
    'Tags.Key',
    'Tags.Value',
  ])
  expect(membersOf('sts', 'GetCallerIdentity')).toEqual([])
  expect(() => membersOf('ec2', 'LaunchRocket')).toThrow('LaunchRocket')
})

const samples: Readonly<Record<string, [value: unknown, text: string]>> = {
  string: ['x', 'x'],
  number: [7, '7'],
  boolean: [true, 'true'],
  blob: [new Uint8Array([65]), 'QQ=='],
  timestamp: [new Date(0), '1970-01-01T00:00:00Z'],
}

/** A full value of a target, its request keys and its answer's XML, by our model. */
function sample(service: ServiceName, target: string): Sampled {
  const plain = samples[target]
  if (plain) return { value: plain[0], keys: [''], xml: plain[1] }
  const shape = models[service].shapes[target]
  if (target.endsWith('[]')) return list(service, [target.slice(0, -2)])
  if (!shape || 'key' in shape) throw new Error(`No sample of ${target}`)
  if ('list' in shape) return list(service, shape.list)
  const parts = shape.members.map((member) => ({ member, ...sample(service, member[1]) }))
  return {
    value: Object.fromEntries(parts.map(({ member, value }) => [member[0], value])),
    keys: parts.flatMap(({ member, keys }) => keys.map((key) => `.${queryKey(member)}${key}`)),
    xml: parts
      .map(({ member: [name, , traits], xml }) => tag(traits?.xmlName ?? name, xml))
      .join(''),
  }
}

interface Sampled {
  readonly value: unknown
  readonly keys: readonly string[]
  readonly xml: string
}

const tag = (name: string, xml: string): string => `<${name}>${xml}</${name}>`

function list(service: ServiceName, [target, traits]: Element): Sampled {
  const { value, keys, xml } = sample(service, target)
  const flat = keys.map((key) => `.1${key}`)
  return { value: [value], keys: flat, xml: tag(traits?.xmlName ?? 'member', xml) }
}

function queryKey([name, , traits]: Member): string {
  const key = traits?.xmlName ?? name
  return traits?.queryName ?? key.charAt(0).toUpperCase() + key.slice(1)
}

type Sdk = { send(command: object): Promise<Record<string, unknown>> }

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

/** The REST services are shown by `test/wire.test.ts`, whose codec reads the same model. */
const queried = services.filter((service) => models[service].service.protocol !== 'restXml')

describe.each(queried)('the SDK speaks %s by our model', (service) => {
  const sdk: Record<string, new (given: unknown) => Sdk> = require(wanted[service].package)
  const { id, protocol, apiVersion } = models[service].service

  test.each(wanted[service].operations)('%s', async (operation) => {
    const row = models[service].operations[operation]
    const input = row?.input ? sample(service, row.input) : { value: {}, keys: [] }
    const output = row?.output ? sample(service, row.output) : { value: {}, xml: '' }
    const inner = protocol === 'query' ? tag(`${operation}Result`, output.xml) : output.xml
    const body = new TextEncoder().encode(tag(`${operation}Response`, inner || '<a>b</a>'))
    let sent = ''
    const handle = async (request: { body: string; hostname: string }): Promise<unknown> => {
      sent = request.body
      expect(request.hostname).toBe(
        `${models[service].service.endpointPrefix}.us-east-1.amazonaws.com`,
      )
      return { response: { statusCode: 200, headers: {}, body } }
    }
    const Client = sdk[`${id}Client`]
    const Command = sdk[`${operation}Command`]
    if (!Client || !Command) throw new Error(`No ${operation}`)
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    const client = new Client({
      region: 'us-east-1',
      credentials,
      requestHandler: { handle },
      ignoreConfiguredEndpointUrls: true,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
    })
    const { $metadata, ...answer } = await client.send(new Command(input.value))
    expect($metadata).toBeDefined()
    expect(answer).toEqual(output.value)
    const keys = [...new URLSearchParams(sent)].map(([key]) => key).sort()
    expect(keys).toEqual(['Action', 'Version', ...input.keys.map((key) => key.slice(1))].sort())
    expect(sent).toContain(`Action=${operation}&Version=${apiVersion}`)
  })
})
