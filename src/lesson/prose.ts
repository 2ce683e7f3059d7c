/**
 * Texts of a lesson as plain words: for the ear, for lists, for counting.
 */
import type { Block, Choice, Inline, Prose } from './lesson.ts'

type Values = Readonly<Record<string, string>>

const inlineText = (inline: Inline, values: Values): string => {
  if (inline.kind === 'value') return values[inline.name] ?? ''
  if ('children' in inline) return inlinesText(inline.children, values)
  return inline.text
}

/** Words of a line. */
export const inlinesText = (inlines: readonly Inline[], values: Values): string =>
  inlines.map((inline) => inlineText(inline, values)).join('')

const blockText = (block: Block, values: Values): string => {
  if (block.kind === 'paragraph') return inlinesText(block.children, values)
  if (block.kind === 'list') return block.items.map((item) => plainText(item, values)).join(' ')
  return block.text
}

/** All words of a text, its paragraphs one after the other. */
export const plainText = (prose: Prose, values: Values = {}): string =>
  prose.map((block) => blockText(block, values)).join(' ')

const inlineHas = (inline: Inline): boolean =>
  inline.kind === 'value' || ('children' in inline && inline.children.some(inlineHas))

/** Whether a text says the value of a variable. */
export const hasValues = (prose: Prose): boolean =>
  prose.some((block) => {
    if (block.kind === 'paragraph') return block.children.some(inlineHas)
    return block.kind === 'list' && block.items.some(hasValues)
  })

/** A number from a text, the same everywhere: FNV-1a, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  }
  return hash
}

/** Choices in an order of the seed's, so that the right one has no place of its own. */
export const shuffled = (choices: readonly Choice[], seed: string): readonly Choice[] =>
  choices.toSorted(
    (a, b) => fnv1a(`${seed}/${a.id}`) - fnv1a(`${seed}/${b.id}`) || (a.id < b.id ? -1 : 1),
  )
