import { describe, expect, it } from 'vitest'
import { fail } from '../cloud/kernel/result.ts'
import { learner } from '../cloud/scenarios/scenario.ts'
import type { HttpRequest, HttpResponse } from '../wire/http.ts'
import { presign, sign } from '../wire/sigv4.ts'
import { NODE_HASHES } from './hashes.ts'
import { EndpointWorld, type EndpointWorldOptions } from './world.ts'

const START_MS = Date.UTC(2026, 6, 1, 12)
const encoder = new TextEncoder()
const textOf = ({ body }: HttpResponse): string => new TextDecoder().decode(body)
const codeOf = (response: HttpResponse): string | undefined =>
  /<Code>(\w+)<\/Code>|"__type":"(\w+)"/.exec(textOf(response))?.slice(1).find(Boolean)

/** A world, its clocks, and ways to ask it. */
function open(more: Partial<EndpointWorldOptions> = {}) {
  const wall = { ms: START_MS }
  const reports: unknown[] = []
  const world = new EndpointWorld({
    ...{ auth: 'open', defaults: 'modern', pace: 'real', journal: false },
    ...{ seed: 'world', scenario: 'empty', hashes: NODE_HASHES },
    nowMs: () => wall.ms,
    steadyMs: () => wall.ms,
    newRequestId: () => '7f3a1c52-9d0e-4b8a-a6c4-0123456789ab',
    report: (error) => void reports.push(error),
    ...more,
  })
  const ask = (
    method: string,
    target: string,
    headers: object = {},
    body: string | Uint8Array = '',
  ) =>
    world.answer({
      ...{ method, target, secure: false, sourceIp: '127.0.0.1' },
      headers: new Map([['host', '127.0.0.1'], ...Object.entries<string>({ ...headers })]),
      body: typeof body === 'string' ? encoder.encode(body) : body,
    })
  const lab = (operation: string, input: object = {}) =>
    ask(
      'POST',
      '/',
      { 'x-amz-target': `Lab.${operation}`, 'content-type': JSON_TYPE },
      JSON.stringify(input),
    )
  const ec2 = (query: string) => ask('POST', '/', FORM, `Version=2016-11-15&Action=${query}`)
  const state = () => /<name>([\w-]+)<\/name>/.exec(textOf(ec2('DescribeInstances')))?.[1]
  return { world, wall, reports, ask, lab, ec2, state }
}

const JSON_TYPE = 'application/x-amz-json-1.1'
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
const LAUNCH =
  'RunInstances&ImageId=ami-0f3a5c1e7b2d94860&InstanceType=t3.micro&MinCount=1&MaxCount=1'
const signedBy = (key: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260701/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0`,
})

describe('time', () => {
  it('begins at the wall clock and follows it', () => {
    const { ec2, wall, state } = open()
    expect(textOf(ec2(LAUNCH))).toContain('<launchTime>2026-07-01T12:00:00.000Z</launchTime>')
    expect(state()).toBe('pending')
    wall.ms += 120_000
    expect(state()).toBe('running')
  })

  it('runs 600 times as fast when it is to be fast', () => {
    const { ec2, wall, state } = open({ pace: 'fast' })
    ec2(LAUNCH)
    wall.ms += 200
    expect(state()).toBe('running')
  })

  it('stands, by hand, until it is advanced or given a pace', () => {
    const { ec2, lab, wall, state } = open({ pace: 'manual' })
    ec2(LAUNCH)
    wall.ms += 1e9
    expect(state()).toBe('pending')
    expect([lab('Advance', { By: '2m' }).status, state()]).toEqual([200, 'running'])
    ec2(LAUNCH)
    lab('Pace', { Pace: 10 })
    wall.ms += 12_000
    expect(textOf(ec2('DescribeInstances'))).not.toContain('<name>pending</name>')
  })

  it('never stumbles over its own end', () => {
    const { wall, ask, lab } = open({ pace: 'fast' })
    wall.ms += 1e12
    expect(ask('GET', '/').status).toBe(200)
    expect(codeOf(lab('Advance', { By: '1s' }))).toBe('InvalidDuration')
  })

  it('goes on when the wall clock goes back', () => {
    const { wall, ask } = open()
    wall.ms -= 3_600_000
    expect(ask('GET', '/').status).toBe(200)
  })
})

describe('a new beginning', () => {
  it.each([false, true])(
    'by POST /_lab/reset or Lab.Reset forgets everything (journal: %s)',
    (journal) => {
      const { ask, lab, wall } = open({ journal })
      ask('PUT', '/one')
      expect(textOf(ask('GET', '/'))).toContain('<Name>one</Name>')
      wall.ms += 5000
      expect(ask('POST', '/_lab/reset')).toMatchObject({ status: 204, body: new Uint8Array(0) })
      expect(textOf(ask('GET', '/'))).not.toContain('<Name>')
      ask('PUT', '/two')
      expect(textOf(ask('GET', '/'))).toContain(
        '<CreationDate>2026-07-01T12:00:05.000Z</CreationDate>',
      )
      expect(lab('Reset').status).toBe(200)
      expect(textOf(ask('GET', '/'))).not.toContain('<Name>')
    },
  )

  it.each(['open', 'verify'] as const)('is not for web pages (%s)', (auth) => {
    const { world, ask } = open({ auth })
    const before = world.cloud
    const asked = ask('POST', '/_lab/reset', { origin: 'https://example.com' })
    expect([asked.status, codeOf(asked)]).toEqual([403, 'AccessDenied'])
    expect(world.cloud).toBe(before)
    expect(ask('POST', '/_lab/reset').status).toBe(204)
    expect(world.cloud).not.toBe(before)
  })
})

describe('the session operations', () => {
  it('need a journal where they are about the past', () => {
    const { lab } = open()
    for (const [operation, input] of Object.entries({
      Seek: { To: '1s' },
      Fork: {},
      Save: { Name: 'a' },
      Load: { Name: 'a' },
    })) {
      expect(codeOf(lab(operation, input))).toBe('NoJournal')
    }
  })

  it('go back and on, and act in the past', () => {
    const { lab, ec2, wall, state } = open({ journal: true })
    ec2(LAUNCH)
    wall.ms += 120_000
    expect(state()).toBe('running')
    expect(lab('Seek', { To: '1ms' }).status).toBe(200)
    expect(state()).toBe('pending')
    expect(lab('Seek', { To: '2m' }).status).toBe(200)
    expect(state()).toBe('running')
    expect(lab('Seek', { To: '0s' }).status).toBe(200)
    expect(lab('Fork').status).toBe(200)
    expect(codeOf(lab('Seek', { To: 'x' }))).toBe('InvalidTime')
  })

  it('save and load a world by name', () => {
    const { lab, ask } = open({ journal: true })
    ask('PUT', '/before')
    expect(lab('Save', { Name: 'one' }).status).toBe(200)
    ask('PUT', '/afterwards')
    expect(lab('Load', { Name: 'one' }).status).toBe(200)
    expect(textOf(ask('GET', '/')).match(/<Name>\w+/g)).toEqual(['<Name>before'])
    expect(codeOf(lab('Load', { Name: 'two' }))).toBe('NoSuchSave')
    expect(codeOf(lab('Save', { Name: '../x' }))).toBe('InvalidName')
  })

  it('refuse what they do not know, and callers who are nobody', () => {
    const { lab } = open()
    expect(codeOf(lab('Advance', { By: 'soon' }))).toBe('InvalidDuration')
    expect(codeOf(lab('Advance', {}))).toBe('MissingParameter')
    expect(codeOf(lab('Pace', { Pace: -1 }))).toBe('InvalidPace')
    expect(codeOf(lab('Frobnicate'))).toBe('UnknownOperation')
    expect(codeOf(open({ auth: 'verify' }).lab('Advance', { By: '1s' }))).toBe('NoCaller')
  })
})

describe('callers where no signature is checked', () => {
  it('are the account of twelve digits, else the learner', () => {
    const { ask } = open()
    const accountOf = (headers: object) => {
      const body = 'Action=GetCallerIdentity&Version=2011-06-15'
      return /<Account>(\d+)/.exec(textOf(ask('POST', '/', { ...FORM, ...headers }, body)))?.[1]
    }
    expect(accountOf({})).toBe(learner.id)
    expect(accountOf(signedBy('whoever'))).toBe(learner.id)
    expect(accountOf(signedBy(learner.id))).toBe(learner.id)
    expect(accountOf(signedBy('111122223333'))).toBe('111122223333')
    expect(accountOf(signedBy('111122223333'))).toBe('111122223333')
  })
})

describe('signatures where they are checked', () => {
  const request = (method: string, target: string): HttpRequest => ({
    ...{ method, target, secure: false, sourceIp: '127.0.0.1', body: new Uint8Array(0) },
    headers: new Map([['host', '127.0.0.1:4566']]),
  })
  const options = { credentials: learner, region: 'us-east-1', service: 's3', nowMs: START_MS }

  it('are taken from the learner and looked at by the wall clock', () => {
    const { world, wall } = open({ auth: 'verify', pace: 'manual' })
    const list = request('GET', '/')
    const signed = { ...list, headers: sign(list, options) }
    expect(world.answer(signed).status).toBe(200)
    expect(codeOf(world.answer(list))).toBe('AccessDenied')
    wall.ms += 16 * 60_000
    expect(codeOf(world.answer(signed))).toBe('RequestTimeTooSkewed')
  })

  it('in a URL are good until it expires', () => {
    const { world, wall } = open({ auth: 'verify' })
    const put = request('PUT', '/bucket')
    world.answer({ ...put, headers: sign(put, options) })
    const list = request('GET', '/bucket?list-type=2')
    const target = presign(list, { ...options, expiresSeconds: 60 })
    wall.ms += 59_000
    expect(world.answer({ ...list, target }).status).toBe(200)
    wall.ms += 2000
    const late = world.answer({ ...list, target })
    expect([late.status, codeOf(late)]).toEqual([403, 'AccessDenied'])
    expect(textOf(late)).toContain('<Message>Request has expired</Message>')
  })

  it('for another Region are refused with the right one', () => {
    const { world } = open({ auth: 'verify' })
    const list = request('GET', '/')
    const response = world.answer({
      ...list,
      headers: sign(list, { ...options, region: 'eu-west-1' }),
    })
    expect([response.status, codeOf(response)]).toEqual([400, 'AuthorizationHeaderMalformed'])
    expect(textOf(response)).toContain('<Region>us-east-1</Region>')
  })
})

describe('trouble', () => {
  it('inside the cloud is a fault of the server in the shape of its service, and is reported', () => {
    const { world, reports, ask, ec2 } = open()
    world.cloud.call = () => {
      throw new Error('trouble')
    }
    const answers = [
      ec2('DescribeVpcs'),
      ask('GET', '/'),
      ask('POST', '/', FORM, 'Action=GetCallerIdentity&Version=2011-06-15'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500])
    expect(answers.map(codeOf)).toEqual(['InternalError', 'InternalError', 'InternalFailure'])
    expect(textOf(answers[2] ?? expect.fail())).toContain('<Type>Receiver</Type>')
    expect(reports).toHaveLength(3)
  })

  it('with a body that was not taken has the shape of its service', () => {
    const { world } = open()
    const failure = fail('EntityTooLarge', 'Too large').error
    const head = {
      method: 'POST',
      target: '/',
      secure: false,
      sourceIp: '',
      body: new Uint8Array(0),
    }
    const shapes = [{}, FORM, { 'x-amz-target': 'Lab.Advance' }].map((headers) =>
      textOf(
        world.refuse(
          { ...head, headers: new Map(Object.entries<string>({ ...headers })) },
          failure,
        ),
      ),
    )
    expect(shapes).toEqual([
      expect.stringMatching(/^<\?xml.*<Error><Code>EntityTooLarge<\/Code>.*<HostId>/s),
      expect.stringMatching(/<Response><Errors><Error><Code>EntityTooLarge<\/Code>/),
      expect.stringMatching(/^{"__type":"EntityTooLarge"/),
    ])
  })

  it('with memory is told as overload, and what is deleted makes room', () => {
    const { ask } = open()
    ask('PUT', '/bucket')
    const body = new Uint8Array(130_000_000)
    const headers = { 'content-length': String(body.length) }
    const put = (key: string) => ask('PUT', `/bucket/${key}`, headers, body).status
    expect([put('1'), put('2'), put('3')]).toEqual([200, 200, 503])
    expect(codeOf(ask('PUT', '/bucket/3', headers, body))).toBe('SlowDown')
    expect(ask('DELETE', '/bucket/1').status).toBe(204)
    expect(put('3')).toBe(200)
  })
})

describe('the body of an object', () => {
  it('is neither copied on its way in nor on its way out', () => {
    const { ask } = open()
    ask('PUT', '/bucket')
    const body = new Uint8Array(100_000).fill(7)
    expect(ask('PUT', '/bucket/key', {}, body).status).toBe(200)
    const { status, body: found } = ask('GET', '/bucket/key')
    expect([status, found.length, found.buffer === body.buffer]).toEqual([200, 100_000, true])
  })
})
