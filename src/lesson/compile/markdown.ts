/**
 * Markdown to token trees: the few kinds of text that a lesson may hold.
 *
 * Read by marked's lexer with GitHub's additions, so that a table is seen to be one and refused. Taken: paragraphs,
 * lists, code, emphasis, `[words](term:id)` and `{name}`. Everything else is refused at its line: HTML, links,
 * images, tables, quotes, rules, entities. Nothing that comes out of here can carry an address.
 */
import { Lexer, type Token, type Tokens } from 'marked'
import type { Block, Inline, Prose } from '../lesson.ts'
import { newlinesIn, type Place, type Problems } from './problem.ts'

/** What a text may be beside plain: whose variables it may name, and whether bare addresses are text. */
export interface TextRules {
  /** names in braces; null where braces are text */
  readonly variables: ReadonlySet<string> | null
  /** the sheet of facts names its sources by address */
  readonly addresses: boolean
}

/** Block tokens of a text, each with the line it begins at. */
export interface PlacedToken {
  readonly token: Token
  readonly line: number
}

/** Takes a text apart into blocks. The lines are counted from `first`. */
export function blocksOf(text: string, first = 1): readonly PlacedToken[] {
  let line = first
  const tokens: Token[] = new Lexer({ gfm: true }).lex(text)
  return tokens.map((token) => {
    const placed = { token, line }
    line += newlinesIn(token.raw)
    return placed
  })
}

const REFUSED: Readonly<Record<string, string>> = {
  html: 'HTML is not allowed in a lesson.',
  table: 'Tables are not allowed in a lesson: use a list.',
  blockquote: 'Quotes are not allowed in a lesson.',
  hr: 'Rules are not allowed in a lesson.',
  def: 'Link definitions are not allowed in a lesson.',
  heading: 'A heading has no place here.',
  image: 'Images are not allowed in a lesson: the scene is the picture.',
  del: 'Struck text is not allowed in a lesson.',
  br: 'A forced line break is not allowed: begin a paragraph, or a list.',
  checkbox: 'Check boxes are not allowed in a lesson.',
}
const LINK = 'A link leads only to a term: `[words](term:id)`.'
const ENTITY = /&(#\d+|#x[0-9a-f]+|[a-z]+\d*);/i
const VALUE = /\{([A-Za-z_][A-Za-z0-9_]*)\}/

/** Reads blocks into a text. What is not allowed is told to `problems` and left out. */
export class ProseReader {
  readonly #file: string
  readonly #rules: TextRules
  readonly #problems: Problems

  constructor(file: string, rules: TextRules, problems: Problems) {
    this.#file = file
    this.#rules = rules
    this.#problems = problems
  }

  prose(blocks: readonly PlacedToken[]): Prose {
    return blocks.flatMap(({ token, line }) => this.#block(token, line))
  }

  #refuse(kind: string, line: number): [] {
    const place: Place = { file: this.#file, line }
    this.#problems.add(place, REFUSED[kind] ?? `Markdown of the kind "${kind}" is not allowed.`)
    return []
  }

  #block(token: Token, line: number): Block[] {
    switch (token.type) {
      case 'space':
        return []
      case 'code':
        return [{ kind: 'code', text: token.text }]
      case 'paragraph':
      case 'text':
        return [{ kind: 'paragraph', children: this.inlines(token.tokens ?? [token], line) }]
      case 'list':
        return [this.#list(token as Tokens.List, line)]
      default:
        return this.#refuse(token.type, line)
    }
  }

  #list(list: Tokens.List, first: number): Block {
    let line = first
    const items = list.items.map((item): Prose => {
      let inner = line
      if (item.task) this.#refuse('checkbox', line)
      line += newlinesIn(item.raw)
      return item.tokens.flatMap((token) => {
        const at = inner
        inner += newlinesIn(token.raw)
        return token.type === 'checkbox' ? [] : this.#block(token, at)
      })
    })
    return { kind: 'list', ordered: list.ordered, items }
  }

  /** Pieces of a line, neighbouring texts as one. */
  inlines(tokens: readonly Token[], first: number): readonly Inline[] {
    let line = first
    const pieces = tokens.flatMap((token) => {
      const at = line
      line += newlinesIn(token.raw)
      return this.#inline(token, at)
    })
    return joined(pieces)
  }

  #inline(token: Token, line: number): Inline[] {
    switch (token.type) {
      case 'text':
        return this.#text(token.text, line)
      case 'escape':
        return [{ kind: 'text', text: token.text }]
      case 'codespan':
        return [{ kind: 'code', text: token.text }]
      case 'strong':
        return [{ kind: 'strong', children: this.inlines(token.tokens ?? [], line) }]
      case 'em':
        return [{ kind: 'emphasis', children: this.inlines(token.tokens ?? [], line) }]
      case 'link':
        return this.#link(token as Tokens.Link, line)
      default:
        return this.#refuse(token.type, line)
    }
  }

  #link(token: Tokens.Link, line: number): Inline[] {
    const [, id] = /^term:([a-z][a-z0-9-]*)$/.exec(token.href) ?? []
    if (id !== undefined && !token.title) {
      return [{ kind: 'term', id, children: this.inlines(token.tokens, line) }]
    }
    if (this.#rules.addresses && !token.raw.startsWith('[')) {
      return [{ kind: 'text', text: token.text }]
    }
    this.#problems.add({ file: this.#file, line }, LINK)
    return []
  }

  /** Text with its values. A line break within a paragraph is a space. */
  #text(text: string, first: number): Inline[] {
    const pieces: Inline[] = []
    let line = first
    let left = text
    const entity = ENTITY.exec(text)
    if (entity !== null) {
      const at = first + newlinesIn(text.slice(0, entity.index))
      const message = `Write the character itself, not \`${entity[0]}\`.`
      this.#problems.add({ file: this.#file, line: at }, message)
    }
    const { variables } = this.#rules
    for (
      let found = VALUE.exec(left);
      found !== null && variables !== null;
      found = VALUE.exec(left)
    ) {
      const [whole, name = ''] = found
      const before = left.slice(0, found.index)
      line += newlinesIn(before)
      pieces.push(plain(before), { kind: 'value', name })
      if (!variables.has(name)) {
        const message = `There is no variable \`${name}\` in lesson.yaml.`
        this.#problems.add({ file: this.#file, line }, message)
      }
      left = left.slice(found.index + whole.length)
    }
    return [...pieces, plain(left)]
  }
}

const plain = (text: string): Inline => ({ kind: 'text', text: text.replace(/\s*\n\s*/g, ' ') })

function joined(pieces: readonly Inline[]): Inline[] {
  const out: Inline[] = []
  for (const piece of pieces) {
    const last = out[out.length - 1]
    if (piece.kind === 'text' && last?.kind === 'text') {
      out[out.length - 1] = { kind: 'text', text: last.text + piece.text }
    } else if (piece.kind !== 'text' || piece.text !== '') out.push(piece)
  }
  return out
}

/** The words of a text as a person reads them; a value counts as one word. `code` says whether code is read. */
export function plainText(prose: Prose, code = true): string {
  return prose
    .map((block) => {
      if (block.kind === 'code') return code ? block.text : ''
      if (block.kind === 'paragraph') return inlineText(block.children, code)
      return block.items.map((item) => plainText(item, code)).join('\n')
    })
    .join('\n')
}

/** The words of a line. */
export function inlineText(pieces: readonly Inline[], code = true): string {
  return pieces
    .map((piece) => {
      if ('children' in piece) return inlineText(piece.children, code)
      if (piece.kind === 'value') return '…'
      return piece.kind === 'text' || code ? piece.text : ' '
    })
    .join('')
}

/** How many words a text has. */
export const wordsIn = (prose: Prose): number =>
  plainText(prose)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}…]/u.test(word)).length

/** The ids of the terms that a text explains. */
export function termsIn(prose: Prose): readonly string[] {
  return prose.flatMap((block) => {
    if (block.kind === 'code') return []
    return block.kind === 'list' ? block.items.flatMap(termsIn) : termsInLine(block.children)
  })
}

function termsInLine(pieces: readonly Inline[]): string[] {
  return pieces.flatMap((piece) => {
    if (!('children' in piece)) return []
    const inner = termsInLine(piece.children)
    return piece.kind === 'term' ? [piece.id, ...inner] : inner
  })
}
