/**
 * An answer that comes in pages, asked for page after page: put together, or printed as they come.
 *
 * Models botocore's PageIterator: items of all pages under their names, nothing else of the answers; at most
 * `--max-items`, with a `NextToken` of the CLI's own that says where to go on: Base64 of JSON, the service's token
 * and how many items of its page were given already. A token of the old form, `token___2`, is read too.
 */
import { decodeBase64, encodeBase64 } from '../cloud/kernel/base64.ts'
import type { Value } from '../cloud/kernel/value.ts'
import type { Pages } from '../models/model.ts'
import { CommandError, EXIT } from './errors.ts'
import type { Paging } from './input.ts'
import { isList, isObject, type Json } from './json.ts'
import { isDict, readWhole, reprText } from './python.ts'
import { compileQuery } from './query.ts'
import { JsonProblem, readValue } from './readJson.ts'
import type { Steps } from './types.ts'

type Input = { readonly [member: string]: Value }

/** Makes one call and gives its answer. */
type Ask = (input: Input) => Steps<Json>

/** Asks for pages until there is enough, and puts them together. Throws `CommandError`. */
export function* askPages(pages: Pages, paging: Paging, input: Input, ask: Ask): Steps<Json> {
  const whole = new Map<string, Json>()
  const token = yield* eachPage(pages, paging, input, ask, (page) => addPage(pages, whole, page))
  if (token !== null) whole.set('NextToken', token)
  return whole
}

/**
 * Asks for pages until there is enough, and prints each by itself, as the CLI does in text: with nothing but the
 * items, null where a page has none, and at the end the token to go on with. Throws `CommandError` with what was
 * printed until then.
 */
export function* printPages(
  pages: Pages,
  paging: Paging,
  input: Input,
  ask: Ask,
  print: (data: Json) => string,
): Steps<string> {
  let stdout = ''
  try {
    const token = yield* eachPage(pages, paging, input, ask, (page) => {
      stdout += print(new Map(pages.result.map((name) => [name, page.get(name) ?? null])))
    })
    if (token === null) return stdout
    return stdout + print(new Map([['NextToken', new Map([['NextToken', token]])]]))
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    throw new CommandError(error.exitCode, error.message, { ...error.about, stdout })
  }
}

/** Asks for page after page; gives the token to go on with where `--max-items` ended it, or null. */
function* eachPage(
  pages: Pages,
  paging: Paging,
  input: Input,
  ask: Ask,
  take: (page: ReadonlyMap<string, Json>) => void,
): Steps<string | null> {
  const start = readToken(pages, paging.startingToken)
  let token = start.token
  let skip = start.skip
  let total = 0
  for (let first = true; ; first = false) {
    const answer = yield* ask(withPage(pages, input, token))
    const page = new Map(isObject(answer) ? answer : [])
    if (first && paging.startingToken !== null) skipItems(pages, page, skip)
    else skip = 0
    const items = itemsOf(page, pages.result[0])
    const over = paging.maxItems === null ? 0 : total + items.length - paging.maxItems
    if (over > 0) {
      page.set(pages.result[0] ?? '', items.slice(0, items.length - over))
      take(page)
      return writeToken(pages, token, items.length - over + skip)
    }
    take(page)
    total += items.length
    const next = nextToken(pages, page)
    if (next === null) return null
    if (total === paging.maxItems) {
      return writeToken(pages, next, null)
    }
    if (next === token && !first) {
      const shown = reprText({ [pages.input]: next })
      const message = `Error during pagination: The same next token was received twice: ${shown}`
      throw new CommandError(EXIT.general, message)
    }
    token = next
  }
}

function withPage(pages: Pages, input: Input, token: string | null): Input {
  return token === null ? input : { ...input, [pages.input]: token }
}

const itemsOf = (page: ReadonlyMap<string, Json>, name: string | undefined): readonly Json[] => {
  const items = page.get(name ?? '')
  return items !== undefined && isList(items) ? items : []
}

/** Of a page that was given in part: the rest of its first list, and none of the others. */
function skipItems(pages: Pages, page: Map<string, Json>, skip: number): void {
  for (const [i, name] of pages.result.entries()) {
    const items = page.get(name)
    page.set(name, items !== undefined && isList(items) ? (i === 0 ? items.slice(skip) : []) : null)
  }
}

function addPage(pages: Pages, whole: Map<string, Json>, page: ReadonlyMap<string, Json>): void {
  for (const name of pages.result) {
    const items = page.get(name)
    if (items === undefined || !isList(items)) continue
    whole.set(name, [...itemsOf(whole, name), ...items])
  }
}

/** The next page's token, by a query; S3 says by `IsTruncated` that there is none. */
function nextToken(pages: Pages, page: ReadonlyMap<string, Json>): string | null {
  const query = compileQuery(pages.output)
  const found = query.ok ? query.value(page) : query
  if (page.get('IsTruncated') === false || !found.ok) return null
  const token = found.value
  return typeof token === 'string' && token !== '' ? token : null
}

/** A token as `json.dumps` and Base64 make it. */
function writeToken(pages: Pages, token: string | null, given: number | null): string {
  const name = asciiJson(pages.input)
  const amount = given === null ? '' : `, "boto_truncate_amount": ${given}`
  const json = `{${name}: ${token === null ? 'null' : asciiJson(token)}${amount}}`
  return encodeBase64(new TextEncoder().encode(json))
}

const asciiJson = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

function readToken(
  pages: Pages,
  text: string | null,
): { readonly token: string | null; readonly skip: number } {
  if (text === null) return { token: null, skip: 0 }
  const made = fromBase64(text)
  if (made !== null) {
    const token = made[pages.input]
    const amount = made.boto_truncate_amount
    return {
      token: typeof token === 'string' && token !== 'None' ? token : null,
      skip: typeof amount === 'number' ? amount : 0,
    }
  }
  const parts = text.split('___')
  const last = readWhole(parts.at(-1) ?? '')
  if (parts.length > 2) throw new CommandError(EXIT.general, `Bad starting token: ${text}`)
  const [token = ''] = parts
  if (parts.length === 2 && last !== null) {
    return { token: token === 'None' ? null : token, skip: last }
  }
  return { token: text === 'None' ? null : text, skip: 0 }
}

function fromBase64(text: string): { readonly [name: string]: Value | undefined } | null {
  const bytes = decodeBase64(text)
  if (bytes === null) return null
  try {
    const value = readValue(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isDict(value) ? value : null
  } catch (problem) {
    if (problem instanceof JsonProblem || problem instanceof TypeError) return null
    throw problem
  }
}
