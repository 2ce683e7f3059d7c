/**
 * XML 1.0 as AWS's protocols use it: a strict reader of small documents, and a writer.
 *
 * Elements and attributes are known by their local names; which namespace a prefix stands for is not looked
 * at. White space between elements is kept as text, since only the reader of a shape knows whether it counts.
 *
 * Stricter than XML 1.0: no document type (so no entities but the five), UTF-8 only, at most 64 levels, 50,000
 * elements and attributes and 4 Mi characters, and a name has at most one colon. Laxer: references to control characters are taken (`&#x1;`), since S3 writes
 * keys that hold them so, and prefixes need not be declared.
 */
/** One element: `text` is all its own character data, in order, whatever elements stand between. */
export interface XmlElement {
  /** without prefix when it was read; written as it is */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** A document's root; or what is wrong with it, and at which character. */
export type XmlResult =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly at: number; readonly why: string }

const MAX_DEPTH = 64
/** Of a whole document, in characters: the thousand longest keys that S3 deletes at once are a quarter of it. */
export const MAX_XML_LENGTH = 4_194_304
/** Elements and attributes together: ten thousand parts of an upload, each with a checksum, are fewer. */
const MAX_NODES = 50_000

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()

/** An element to be written: with elements in it, or with text. */
export const element = (
  name: string,
  content: string | readonly XmlElement[],
  attributes: ReadonlyMap<string, string> = NO_ATTRIBUTES,
): XmlElement =>
  typeof content === 'string'
    ? { name, attributes, children: [], text: content }
    : { name, attributes, children: content, text: '' }

const START =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}'
/** Patterns have bounds, and what may be long is looked for by its end: no document exhausts a stack. */
const NAME = new RegExp(
  `[${START}][-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}${START}]{0,254}`,
  'uy',
)
const SPACE = /[ \t\n]*/y
const EQUALS = /[ \t\n]*=[ \t\n]*(?=["'])/y
const DECLARATION =
  /<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(["'])1\.[0-9]{1,9}\1(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(["'])([A-Za-z][-._A-Za-z0-9]{0,39})\2)?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'])(?:yes|no)\4)?[ \t\n]*\?>/y
/** What no document may hold as it is: most control characters, halves of pairs, and two others. */
const ILLEGAL = /[^\t\n -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u
const REFERENCE = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));|&/g
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** The character that a reference stands for, or null when there is none. */
function referred(code: number): string | null {
  const legal = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return legal ? String.fromCodePoint(code) : null
}

/** Text with its references replaced, or null when one is bad. */
function withoutReferences(raw: string): string | null {
  if (!raw.includes('&')) return raw
  let bad = false
  const text = raw.replace(REFERENCE, (_whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? ''
    const digits = hex ?? decimal
    const one = digits === undefined ? null : referred(Number.parseInt(digits, hex ? 16 : 10))
    bad ||= one === null
    return one ?? ''
  })
  return bad ? null : text
}

interface Open {
  readonly tag: string
  readonly element: {
    name: string
    attributes: ReadonlyMap<string, string>
    children: XmlElement[]
    text: string
  }
}

/** One run over one document. What reads a part gives null where there is none; `#why` says if that is wrong. */
class Parser {
  readonly #text: string
  #at = 0
  #why = ''
  #nodes = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): XmlResult {
    const root = this.#prolog() ? this.#root() : null
    if (root !== null) this.#misc()
    if (root !== null && this.#at < this.#text.length) this.#fail('something after the root')
    if (root !== null && this.#why === '') return { ok: true, root }
    return { ok: false, at: this.#at, why: this.#why }
  }

  #fail(why: string): null {
    if (this.#why === '') this.#why = why
    return null
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found !== null) this.#at += found[0].length
    return found
  }

  #eat(token: string): boolean {
    const here = this.#text.startsWith(token, this.#at)
    if (here) this.#at += token.length
    return here
  }

  /** What stands before `end`, which is passed over. */
  #until(end: string, what: string): string | null {
    const to = this.#text.indexOf(end, this.#at)
    if (to < 0) return this.#fail(`${what} has no end`)
    const between = this.#text.slice(this.#at, to)
    this.#at = to + end.length
    return between
  }

  #prolog(): boolean {
    const encoding = this.#take(DECLARATION)?.[3] ?? 'UTF-8'
    if (!/^(utf-8|us-ascii)$/i.test(encoding)) this.#fail(`encoding ${encoding}`)
    this.#misc()
    if (this.#text.startsWith('<!DOCTYPE', this.#at)) this.#fail('a document type')
    return this.#why === ''
  }

  #misc(): void {
    do this.#take(SPACE)
    while (this.#aside())
  }

  /** Passes over a comment or a processing instruction. */
  #aside(): boolean {
    if (this.#eat('<!--')) {
      if (this.#until('--', 'a comment') !== null && !this.#eat('>'))
        this.#fail('"--" in a comment')
      return this.#why === ''
    }
    if (!this.#eat('<?')) return false
    const target = this.#take(NAME)?.[0] ?? 'xml'
    if (/^xml$/i.test(target) || localName(target) !== target) this.#fail(`instruction ${target}`)
    const rest = this.#until('?>', 'an instruction')
    if (rest !== null && !/^([ \t\n]|$)/.test(rest)) this.#fail(`instruction ${target}`)
    return this.#why === ''
  }

  /** The next run of character data in an element; null where a tag stands. */
  #characters(): string | null {
    if (this.#aside()) return ''
    if (this.#why !== '') return null
    if (this.#eat('<![CDATA[')) return this.#until(']]>', 'a section')
    if (this.#text[this.#at] === '<') return null
    const to = this.#text.indexOf('<', this.#at)
    if (to < 0) return this.#fail('the text ends within an element')
    const raw = this.#text.slice(this.#at, to)
    if (raw.includes(']]>')) return this.#fail('"]]>" in text')
    this.#at = to
    return withoutReferences(raw) ?? this.#fail('a bad reference')
  }

  /** An attribute, or null at the end of a tag. */
  #attribute(): readonly [name: string, value: string] | null {
    const spaced = this.#take(SPACE)?.[0] !== ''
    const name = this.#take(NAME)?.[0]
    if (name === undefined) return null
    if (++this.#nodes > MAX_NODES) return this.#fail('too many attributes')
    if (!spaced || this.#take(EQUALS) === null) return this.#fail(`attribute ${name}`)
    const quote = this.#eat('"') ? '"' : "'"
    if (quote === "'") this.#at++
    const raw = this.#until(quote, 'an attribute')
    if (raw?.includes('<')) return this.#fail('"<" in an attribute')
    const value = raw === null ? null : withoutReferences(raw.replace(/[\t\n]/g, ' '))
    return value === null ? this.#fail('a bad reference') : [name, value]
  }

  /** The attributes of a tag, but for declarations of namespaces; null when one is wrong. */
  #attributes(): ReadonlyMap<string, string> | null {
    let next = this.#attribute()
    if (next === null) return NO_ATTRIBUTES
    const names = new Set<string>()
    const attributes = new Map<string, string>()
    for (; next !== null; next = this.#attribute()) {
      const [name, value] = next
      const local = localName(name)
      if (local === null || names.has(name)) return this.#fail(`attribute ${name}`)
      names.add(name)
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) attributes.set(local, value)
    }
    return attributes
  }

  /** An opening tag; `closed` when it is a whole element. */
  #open(): (Open & { readonly closed: boolean }) | null {
    const tag = this.#eat('<') ? this.#take(NAME)?.[0] : undefined
    const name = tag === undefined ? null : localName(tag)
    if (tag === undefined || name === null) return this.#fail('a tag was expected')
    if (++this.#nodes > MAX_NODES) return this.#fail('too many elements')
    const attributes = this.#attributes()
    const closed = this.#eat('/')
    if (attributes === null || !this.#eat('>')) return this.#fail(`tag ${tag}`)
    return { tag, element: { name, attributes, children: [], text: '' }, closed }
  }

  #close(tag: string): boolean {
    if (!this.#eat('</')) return false
    if (!this.#eat(tag)) this.#fail(`${tag} is not closed`)
    this.#take(SPACE)
    if (!this.#eat('>')) this.#fail(`${tag} is not closed`)
    return this.#why === ''
  }

  #root(): XmlElement | null {
    const open: Open[] = []
    for (;;) {
      const inner = open.at(-1)
      const text = inner === undefined ? null : this.#characters()
      if (this.#why !== '') return null
      if (inner !== undefined && text !== null) {
        inner.element.text += text
        continue
      }
      let done: XmlElement | undefined
      if (inner !== undefined && this.#close(inner.tag)) {
        open.pop()
        done = inner.element
      } else {
        const next = this.#why === '' ? this.#open() : null
        if (next === null) return null
        if (next.closed) done = next.element
        else if (open.push(next) > MAX_DEPTH) return this.#fail('too deep')
      }
      if (done === undefined) continue
      const parent = open.at(-1)
      if (parent === undefined) return done
      parent.element.children.push(done)
    }
  }
}

/** The part of a name after its prefix, or null when the name has two colons or an empty part. */
function localName(name: string): string | null {
  if (!name.includes(':')) return name
  const parts = name.split(':')
  return parts.length > 2 || parts.includes('') ? null : (parts.at(-1) ?? null)
}

/** Reads one document. A byte order mark may stand before it. */
export function parseXml(text: string): XmlResult {
  if (text.length > MAX_XML_LENGTH) return { ok: false, at: MAX_XML_LENGTH, why: 'too long' }
  const lines = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const illegal = ILLEGAL.exec(lines)
  if (illegal !== null) return { ok: false, at: illegal.index, why: 'an illegal character' }
  return new Parser(lines).document()
}

/** The document as text, with a declaration before it. What no document may hold is written as U+FFFD. */
export const writeXml = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${written(root)}`

function written({ name, attributes, children, text }: XmlElement): string {
  let open = name
  for (const [key, value] of attributes) {
    open += ` ${key}="${value.replace(SPECIAL, reference).replace(/[\t\n]/g, reference)}"`
  }
  let content = PLAIN.test(text) ? text : text.replace(SPECIAL, reference)
  for (const child of children) content += written(child)
  return content === '' ? `<${open}/>` : `<${open}>${content}</${name}>`
}

/** What most texts are: nothing in them has to be written in another way. */
const PLAIN = /^[ !#-%'-;=?-~]*$/
const SPECIAL = /[&<>"]|[^\t\n -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const NAMED: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }

function reference(one: string): string {
  const code = one.charCodeAt(0)
  if (code === 0 || code >= 0x80) return '\ufffd'
  return `&${NAMED[one] ?? `#x${code.toString(16).toUpperCase()}`};`
}
