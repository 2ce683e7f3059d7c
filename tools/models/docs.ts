/** Makes plain sentences of AWS's documentation, which is HTML of many paragraphs. */

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
}

function plainText(html: string): string {
  return html
    .replace(/\{@link ([^}]+)\}/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|apos|#39|nbsp|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
}

const abbreviations = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|U\.S|No)\.$/

/** The first sentence of a text in HTML, without tags; empty for an empty text. */
export function firstSentence(html: string): string {
  const paragraph = /<p>([\s\S]*?)<\/p>/.exec(html)?.[1] ?? html
  const text = plainText(paragraph)
  for (const end of text.matchAll(/[.!?]\)?(?= [^a-z]|$)/g)) {
    const sentence = text.slice(0, end.index + end[0].length)
    if (!abbreviations.test(sentence)) return sentence
  }
  return text
}

/** The names that a list in HTML explains, with the first sentence of each: `<code>name</code> - text`. */
export function explainedNames(html: string): Readonly<Record<string, string>> {
  const items = html.matchAll(/<li>\s*<p>\s*<code>([^<]+)<\/code>\s+-\s+([\s\S]*?)<\/p>/g)
  return Object.fromEntries(
    [...items].map(([, name = '', text = '']) => [name, firstSentence(text)]),
  )
}
