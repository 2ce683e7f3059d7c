/**
 * The shape of a service model, as `tools/models/generate.ts` writes it into `<service>.json`.
 *
 * A model says what one AWS service's operations take and give, and how that is written on the
 * wire, so that one codec serves every operation. It comes from the schemas of the AWS SDK for
 * JavaScript, joined with `tools/models/extra.json` for what schemas lack.
 *
 * What schemas cannot tell, and so no model here can: whole numbers from fractions (both are
 * `number`), ranges, patterns and lengths, defaults, and the errors of an operation.
 */

/** How requests and answers are written; a service speaks one. */
export type ProtocolName = 'ec2Query' | 'query' | 'json' | 'restJson' | 'restXml'

/** What a whole service needs said once. */
export interface ServiceRow {
  /** The SDK's name of it: `EC2`. */
  readonly id: string
  /** First label of the service's hosts: `ec2` in `ec2.us-east-1.amazonaws.com`. */
  readonly endpointPrefix: string
  /** The service in a signature's credential scope. */
  readonly signingName: string
  /** `Version=` of a query, `2016-11-15`. */
  readonly apiVersion: string
  readonly protocol: ProtocolName
  /** Namespace of the shapes, `com.amazonaws.ec2`. */
  readonly namespace: string
  /** `xmlns` of answers. */
  readonly xmlNamespace: string
  /** Before the dot of `X-Amz-Target`, for protocols that use it. */
  readonly target: string
}

/** How an operation's answers are asked for page by page; all are member names. */
export interface Pages {
  /** Input member that takes the token. */
  readonly input: string
  /** Output member that gives the next token. */
  readonly output: string
  /** Output members that hold the page's items, the bounded one first. */
  readonly result: readonly string[]
  /** Input member that bounds the number of items. */
  readonly limit: string
}

/** One operation: shape names, `null` for an input or output without members of its own. */
export interface OperationRow {
  readonly input: string | null
  readonly output: string | null
  /** True when the call changes nothing, so that it may be peeked. */
  readonly reads: boolean
  readonly pages?: Pages
  readonly traits?: Traits
}

/** When a waiter ends or goes on; matchers as in AWS's waiter definitions. */
export interface Acceptor {
  readonly state: 'success' | 'failure' | 'retry'
  readonly matcher: 'path' | 'pathAll' | 'pathAny' | 'error' | 'status'
  /** A query over the answer; absent for `error` and `status`. */
  readonly argument?: string
  /** The value, the error's code, or the HTTP status. */
  readonly expected: string | number | boolean
}

/** A condition that a command waits for by asking again. */
export interface Waiter {
  readonly operation: string
  /** Seconds between two asks. */
  readonly delay: number
  readonly attempts: number
  readonly acceptors: readonly Acceptor[]
}

/** What is said of a member, element or shape beside its type. */
export interface Traits {
  readonly required?: true
  /** Element name in XML; absent where it is the member's own name (`member` in a list). */
  readonly xmlName?: string
  /** Key in an ec2Query request, only where it differs from the capitalised `xmlName` or name. */
  readonly queryName?: string
  readonly xmlFlattened?: true
  /** Clients fill it with a random token when it is not given. */
  readonly idempotencyToken?: true
  /** Not to be written to logs. */
  readonly sensitive?: true
  readonly httpLabel?: true
  readonly httpPayload?: true
  readonly httpResponseCode?: true
  readonly httpQueryParams?: true
  readonly idempotent?: true
  /** Of an operation: method, path with `{Label}` or `{Label+}` and query, status of a success. */
  readonly http?: readonly [method: string, uri: string, status: number]
  /** Name of the header that carries the member. */
  readonly httpHeader?: string
  /** Name of the query parameter that carries the member. */
  readonly httpQuery?: string
  /** A map whose entries are headers: this, then the key. */
  readonly httpPrefixHeaders?: string
  readonly httpChecksum?: string
  readonly streaming?: true
  /** An attribute of the element, not an element in it. */
  readonly xmlAttribute?: true
  /** `xmlns` of the element: the address, or prefix and address. */
  readonly xmlNamespace?: string | readonly [prefix: string, uri: string]
}

/**
 * How an operation that has no model is told from the others by its request: method, path and
 * query as in `Traits.http`, and names of the query parameters and headers it must have.
 */
export type Route = readonly [
  method: string,
  uri: string,
  query: readonly string[],
  headers: readonly string[],
]

/**
 * What a value is: the name of a shape in the table, or one of the plain types `string`, `number`,
 * `boolean`, `blob`, `stream`, `document`, `bigInteger`, `bigDecimal`, `timestamp` (written as the
 * protocol does by default), `dateTime`, `httpDate`, `epochSeconds`; `[]` after a plain type is a
 * list of it, `{}` a map from strings to it, neither with traits.
 */
export type Target = string
/** A member of a structure. */
export type Member = readonly [name: string, target: Target, traits?: Traits]
/** An element of a list, or a key or value of a map. */
export type Element = readonly [target: Target, traits?: Traits]

/** Members stand in the order of AWS's own model, which is the order clients print them in. */
export interface StructureShape {
  readonly members: readonly Member[]
  readonly union?: true
  readonly traits?: Traits
}
/** A list. */
export interface ListShape {
  readonly list: Element
  readonly traits?: Traits
}
/** A map; keys are strings. */
export interface MapShape {
  readonly key: Element
  readonly value: Element
  readonly traits?: Traits
}
/** A named shape; told apart by `'members' in shape`, `'list' in shape`, `'key' in shape`. */
export type Shape = StructureShape | ListShape | MapShape

/** One service, whole. */
export interface ServiceModel {
  /** Where the model was generated from: package, version, licence. */
  readonly source: string
  readonly service: ServiceRow
  readonly operations: Readonly<Record<string, OperationRow>>
  readonly waiters: Readonly<Record<string, Waiter>>
  readonly shapes: Readonly<Record<string, Shape>>
  /** The service's other operations, which the lab refuses by name; only where a path tells them apart. */
  readonly others?: Readonly<Record<string, Route>>
}

/** Values of string members that have a closed list of them (AWS adds to these lists). */
export interface ServiceEnums {
  readonly source: string
  /** By enum name. */
  readonly enums: Readonly<Record<string, readonly string[]>>
  /** By shape name, then member name: the enum of the member, or of its elements. */
  readonly members: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** First sentences of AWS's documentation, as plain text, and what the lab makes of members. */
export interface ServiceDocs {
  readonly source: string
  readonly operations: Readonly<Record<string, OperationDocs>>
}

/** What AWS says of one operation, each in a sentence, and what the lab makes of its input. */
export interface OperationDocs {
  readonly text: string
  /** of the input's members */
  readonly members: Readonly<Record<string, string>>
  /** of the names that `Filters` takes; only where it is a list of them */
  readonly filters?: Readonly<Record<string, string>>
  /** members of the input that the lab refuses by name */
  readonly refused?: readonly string[]
  /** members of the input that the lab takes without effect */
  readonly harmless?: readonly string[]
}
