import { describe, expect, it } from 'vitest'
import type { HttpRequest } from './http.ts'
import {
  bytesOf,
  canonicalRequest,
  chunkStringToSign,
  presign,
  type Scope,
  sha256Hex,
  sign,
  signature,
  signingKey,
  trailerStringToSign,
  wireText,
} from './sigv4.ts'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

function request(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): HttpRequest {
  return {
    method,
    target: wireText(target),
    headers: new Map(Object.entries(headers)),
    body: text(body),
    secure: true,
    sourceIp: '192.0.2.10',
  }
}

const signatureOf = (headers: ReadonlyMap<string, string>): string =>
  /Signature=(\w+)$/.exec(headers.get('authorization') ?? '')?.[1] ?? ''

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const UNRESERVED = `-._~0123456789${LETTERS}`
const VANILLA = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'

/** The cases of the aws-sig-v4-test-suite: what is sent, which headers are signed, and the signature. */
const SUITE: readonly (readonly [
  name: string,
  request: string,
  headers: Readonly<Record<string, string>>,
  expected: string,
])[] = [
  ['get-vanilla', 'GET /', {}, VANILLA],
  [
    'get-vanilla-empty-query-key',
    'GET /?Param1=value1',
    {},
    'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
  ],
  [
    'get-vanilla-query-order-key-case',
    'GET /?Param2=value2&Param1=value1',
    {},
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-vanilla-query-order-key',
    'GET /?Param1=value2&Param1=Value1',
    {},
    'eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1',
  ],
  [
    'get-vanilla-query-order-value',
    'GET /?Param1=value2&Param1=value1',
    {},
    '5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
  ],
  [
    'get-vanilla-query-order-encoded',
    'GET /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1',
    {},
    '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
  ],
  [
    'get-vanilla-query-unreserved',
    `GET /?${UNRESERVED}=${UNRESERVED}`,
    {},
    '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  ],
  [
    'get-vanilla-utf8-query',
    'GET /?ሴ=bar',
    {},
    '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  ],
  [
    'get-unreserved',
    `GET /${UNRESERVED}`,
    {},
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  ],
  ['get-utf8', 'GET /ሴ', {}, '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'],
  [
    'get-header-key-duplicate',
    'GET /',
    { 'my-header1': 'value2,value2,value1' },
    'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  ],
  [
    'get-header-value-order',
    'GET /',
    { 'my-header1': 'value4,value1,value3,value2' },
    '08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01',
  ],
  [
    'get-header-value-trim',
    'GET /',
    { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' },
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  [
    'get-header-value-multiline',
    'GET /',
    { 'my-header1': 'value1\n  value2\n     value3' },
    'cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd',
  ],
  [
    'post-vanilla',
    'POST /',
    {},
    '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  ],
  [
    'post-vanilla-query',
    'POST /?Param1=value1',
    {},
    '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  ],
  [
    'post-header-value-case',
    'POST /',
    { 'my-header1': 'VALUE1' },
    'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
  ],
  ['get-relative', 'GET /example/..', {}, VANILLA],
  ['get-relative-relative', 'GET /example1/example2/../..', {}, VANILLA],
  ['get-slash', 'GET //', {}, VANILLA],
  ['get-slash-dot-slash', 'GET /./', {}, VANILLA],
  [
    'get-slash-pointless-dot',
    'GET /./example',
    {},
    'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5',
  ],
  [
    'get-slashes',
    'GET //example//',
    {},
    '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
  ],
  [
    'get-space',
    'GET /example space/',
    {},
    '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741',
  ],
  [
    'get-special-character',
    'GET /example/$delete',
    {},
    'a853c9b21b528b19643d00910d35b83a10c366a10833ceefb45edd6c80e40f27',
  ],
  [
    'post-x-www-form-urlencoded',
    'POST /',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    'post-x-www-form-urlencoded-parameters',
    'POST /',
    { 'content-type': 'application/x-www-form-urlencoded; charset=utf8' },
    '1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe',
  ],
]

describe('the aws-sig-v4-test-suite', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
  const scope: Scope = { date: '20150830', region: 'us-east-1', service: 'service' }

  it.each(SUITE)('%s', (_name, line, headers, expected) => {
    const [method = '', ...rest] = line.split(' ')
    const all = {
      ...headers,
      host: 'example.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
    }
    const body = 'content-type' in headers ? 'Param1=value1' : ''
    const sent = request(method, rest.join(' '), all, body)
    const names = Object.keys(all).sort()
    const canonical = canonicalRequest(sent, 'service', names, sha256Hex(sent.body))
    const string = `AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n${sha256Hex(bytesOf(canonical))}`
    expect(signature(signingKey(secret, scope), string)).toBe(expected)
  })

  it('get-vanilla-with-session-token, by sign', () => {
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: secret,
      sessionToken: '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267',
    }
    const options = {
      credentials,
      region: 'us-east-1',
      service: 'service',
      nowMs: Date.UTC(2015, 7, 30, 12, 36),
    }
    const headers = sign(request('GET', '/', { host: 'example.amazonaws.com' }), options)
    expect(headers.get('authorization')).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
    )
  })
})

const S3_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const S3 = {
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: S3_SECRET },
  region: 'us-east-1',
  service: 's3',
  nowMs: Date.UTC(2013, 4, 24),
}
const S3_HOST = { host: 'examplebucket.s3.amazonaws.com' }

/** docs.aws.amazon.com/AmazonS3/latest/API/: sig-v4-header-based-auth, sigv4-query-string-auth, sigv4-streaming. */
describe("the examples of S3's documentation", () => {
  it.each([
    [
      'bucket lifecycle',
      '/?lifecycle',
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'list objects',
      '/?max-keys=2&prefix=J',
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])('GET: %s', (_name, target, expected) => {
    expect(signatureOf(sign(request('GET', target, S3_HOST), S3))).toBe(expected)
  })

  it('GET of an object, with a signed range', () => {
    const headers = {
      ...S3_HOST,
      range: 'bytes=0-9',
      'x-amz-content-sha256': sha256Hex(text('')),
      'x-amz-date': '20130524T000000Z',
    }
    const sent = request('GET', '/test.txt', headers)
    const canonical = canonicalRequest(sent, 's3', Object.keys(headers), sha256Hex(sent.body))
    expect(sha256Hex(bytesOf(canonical))).toBe(
      '7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972',
    )
  })

  it('PUT of an object, whose name is encoded once', () => {
    const headers = {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      ...S3_HOST,
      'x-amz-content-sha256': sha256Hex(text('Welcome to Amazon S3.')),
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    }
    const sent = request('PUT', '/test$file.text', headers, 'Welcome to Amazon S3.')
    const canonical = canonicalRequest(sent, 's3', Object.keys(headers), sha256Hex(sent.body))
    expect(sha256Hex(bytesOf(canonical))).toBe(
      '9e0e90d9c76de8fa5b200d8c849cd5b8dc7a3be3951ddb7f6a76b4158342019d',
    )
  })

  it('a presigned GET', () => {
    const target = presign(request('GET', '/test.txt', S3_HOST), { ...S3, expiresSeconds: 86_400 })
    expect(target).toBe(
      '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    )
  })

  const scope: Scope = { date: '20130524', region: 'us-east-1', service: 's3' }
  const key = signingKey(S3_SECRET, scope)
  const time = '20130524T000000Z'
  const chunks = [65_536, 1024, 0].map((length) => new Uint8Array(length).fill(97))
  const chain = (seed: string): string[] => {
    const found: string[] = []
    for (const chunk of chunks) {
      const before = found.at(-1) ?? seed
      found.push(signature(key, chunkStringToSign(time, scope, before, sha256Hex(chunk))))
    }
    return found
  }

  it('an upload in chunks', () => {
    expect(chain('4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9')).toEqual([
      'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
      '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
      'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
    ])
  })

  it('an upload in chunks with a trailer', () => {
    const found = chain('106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e')
    expect(found).toEqual([
      'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
    ])
    const trailers = 'x-amz-checksum-crc32c:sOO8/Q==\n'
    const string = trailerStringToSign(time, scope, found[2] ?? '', trailers)
    expect(signature(key, string)).toBe(
      'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435',
    )
  })
})

describe('the canonical path', () => {
  const pathOf = (service: string, target: string): string | undefined =>
    canonicalRequest(request('GET', target, {}), service, [], '').split('\n')[1]

  it.each([
    ['/a//b/../c/./', '/a//b/../c/./'],
    ['/a%2fb+c%7e', '/a%2Fb%2Bc~'],
    ['/100%', '/100%25'],
  ])('of S3 is taken as it is: %s', (target, expected) => {
    expect(pathOf('s3', target)).toBe(expected)
  })

  it('of the others is encoded again', () => {
    expect(pathOf('ec2', '/a%20b')).toBe('/a%2520b')
  })
})

it('takes a plus sign in the query for the space that it stands for', () => {
  const of = (target: string): string =>
    canonicalRequest(request('GET', target, {}), 's3', [], '').split('\n')[2] ?? ''
  expect(of('/?prefix=a+b')).toBe('prefix=a%20b')
  expect(of('/?prefix=a+b')).toBe(of('/?prefix=a%20b'))
  expect(of('/?prefix=a%2Bb&&x')).toBe('prefix=a%2Bb&x=')
})
