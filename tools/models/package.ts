/**
 * Finds an installed AWS SDK package and reads what it says of its service as a whole.
 *
 * The service's facts stand in the package's run-time configuration. They are read as text: making
 * a client would look at the machine's own settings and print warnings.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ProtocolName, ServiceRow } from '../../src/models/model.ts'

const require = createRequire(import.meta.url)

const protocols: Readonly<Record<string, ProtocolName>> = {
  AwsEc2QueryProtocol: 'ec2Query',
  AwsQueryProtocol: 'query',
  AwsJson1_0Protocol: 'json',
  AwsJson1_1Protocol: 'json',
  AwsRestJsonProtocol: 'restJson',
  AwsRestXmlProtocol: 'restXml',
  S3RestXmlProtocol: 'restXml',
}

/** An installed package. */
export interface SdkPackage {
  /** Package, version and licence, as files generated from it state them. */
  readonly source: string
  /** Its folder of `.d.ts` files. */
  readonly types: string
  readonly exported: Readonly<Record<string, unknown>>
  /** The service, but for the endpoint prefix, which the package does not state. */
  readonly service: Omit<ServiceRow, 'endpointPrefix'>
}

function find(text: string, pattern: RegExp, what: string): string {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`The package does not state its ${what}`)
  return found
}

function readService(folder: string): SdkPackage['service'] {
  const text = readFileSync(join(folder, 'dist-es', 'runtimeConfig.shared.js'), 'utf8')
  const endpoint = readFileSync(
    join(folder, 'dist-es', 'endpoint', 'EndpointParameters.js'),
    'utf8',
  )
  const protocolClass = find(text, /protocol: config\?\.protocol \?\? (\w+)/, 'protocol')
  const protocol = protocols[protocolClass]
  if (protocol === undefined) throw new Error(`Unknown protocol ${protocolClass}`)
  return {
    id: find(text, /serviceId: .*"(.+)"/, 'service id'),
    signingName: find(endpoint, /defaultSigningName: "(.+)"/, 'signing name'),
    apiVersion: find(text, /apiVersion: "(.+)"/, 'version'),
    protocol,
    namespace: find(text, /defaultNamespace: "(.+)"/, 'namespace'),
    xmlNamespace: find(text, /xmlNamespace: "(.+)"/, 'XML namespace'),
    target: find(text, /serviceTarget: "(.+)"/, 'target'),
  }
}

/** Opens an installed package by name. */
export function openPackage(name: string): SdkPackage {
  const manifestPath = require.resolve(`${name}/package.json`)
  const manifest: { version: string; license: string } = JSON.parse(
    readFileSync(manifestPath, 'utf8'),
  )
  const folder = dirname(manifestPath)
  return {
    source: `${name} ${manifest.version} (${manifest.license})`,
    types: join(folder, 'dist-types'),
    exported: require(name),
    service: readService(folder),
  }
}
