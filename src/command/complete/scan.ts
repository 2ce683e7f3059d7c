/**
 * Where in a line the cursor stands: the words of its command so far, and the piece of a word before the cursor.
 *
 * Reads as a POSIX shell does (quotes, escapes, `;`, `&&`, `$(…)`, comments), but of text that is not finished:
 * an open quote is no error. What follows the cursor is not looked at.
 */

/** The piece of a word that is being written. */
export interface Piece {
  /** without quotes and escapes */
  readonly text: string
  /** the quote that is open at the cursor, or none */
  readonly quote: '' | "'" | '"'
  /** offset in the source of each character of `text`, and of the cursor */
  readonly offsets: readonly number[]
}

/** The innermost command that the cursor is in. */
export interface Place {
  readonly words: readonly string[]
  readonly piece: Piece
  /** the cursor is in a comment, where nothing is completed */
  readonly isComment: boolean
}

/** Reads the text up to the cursor. */
export function scan(text: string, cursor: number): Place {
  const scanner = new Scanner(text.slice(0, cursor))
  scanner.run()
  return scanner.place()
}

interface Frame {
  words: string[]
  text: string
  offsets: number[]
  quote: Piece['quote']
  started: boolean
}

const frame = (): Frame => ({ words: [], text: '', offsets: [], quote: '', started: false })

class Scanner {
  readonly #text: string
  /** a command, and those in `$(…)` that the cursor is in */
  readonly #frames: Frame[] = [frame()]
  #at = 0
  #comment = false

  constructor(text: string) {
    this.#text = text
  }

  place(): Place {
    const { words, text, quote, offsets } = this.#frame
    const piece = { text, quote, offsets: [...offsets, this.#text.length] }
    return { words, piece, isComment: this.#comment }
  }

  get #frame(): Frame {
    return this.#frames.at(-1) ?? frame()
  }

  run(): void {
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at))
  }

  #step(char: string): void {
    const current = this.#frame
    if (this.#comment) {
      this.#comment = char !== '\n'
      this.#at += this.#comment ? 1 : 0
    } else if (current.quote === "'") {
      if (char === "'") this.#close()
      else this.#add(char)
    } else if (char === '\\') this.#escape(current.quote === '"')
    else if (this.#text.startsWith('$(', this.#at)) {
      this.#frames.push(frame())
      this.#at += 2
    } else if (current.quote === '"') {
      if (char === '"') this.#close()
      else this.#add(char)
    } else this.#plain(char, current)
  }

  #plain(char: string, current: Frame): void {
    if (char === "'" || char === '"') {
      current.quote = char
      current.started = true
      this.#at += 1
    } else if (/[ \t\r]/.test(char)) this.#endWord()
    else if (char === '\n' || char === ';' || char === '&') {
      Object.assign(current, frame())
      this.#at += 1
    } else if (char === ')' && this.#frames.length > 1) {
      this.#frames.pop()
      this.#frame.started = true
      this.#at += 1
    } else if (char === '#' && !current.started) this.#comment = true
    else this.#add(char)
  }

  #add(char: string, offset: number = this.#at): void {
    const current = this.#frame
    current.text += char
    current.offsets.push(offset)
    current.started = true
    this.#at += 1
  }

  #close(): void {
    this.#frame.quote = ''
    this.#at += 1
  }

  /** In double quotes only some characters can be escaped; a newline after a backslash is nothing. */
  #escape(quoted: boolean): void {
    const start = this.#at
    const next = this.#text.charAt(start + 1)
    if (quoted && !'$`"\\\n'.includes(next)) {
      this.#add('\\')
      return
    }
    this.#at += 1
    if (next === '\n') this.#at += 1
    else if (next !== '') this.#add(next, start)
  }

  #endWord(): void {
    const current = this.#frame
    if (current.started) current.words.push(current.text)
    current.text = ''
    current.offsets = []
    current.started = false
    this.#at += 1
  }
}
