/**
 * A README that names a path that is gone is worse than none.
 *
 * Looked at: links, and words in backticks that look like paths of this repository, which is:
 * with a slash, and either beginning with one of its top names or ending like one of its files.
 * What git ignores (a build's folders) is not of the repository. Fenced blocks are not read.
 */
import { posix } from 'node:path'
import { atOffset, type Violation } from './source.ts'

/** What the rule asks of the repository. */
export interface Repository {
  exists: (path: string) => boolean
  /** Whether git ignores a path's first name. */
  ignores: (name: string) => boolean
}

const LINK = /\]\(([^)\s]+)\)/g
const QUOTED = /`([^`\n]+)`/g
const FENCED = /^(```|~~~)[\s\S]*?^\1/gm
const FILE_ENDING = /\.(ts|mjs|js|svelte|md|json|yaml|yml|css|html|txt|sh)$/
const TOP_NAMES = /^(src|lessons|tools|public|test|docs|\.ci|\.github)(\/|$)/

/** The part before a pattern's first wild name, and without a line number. */
function plainPart(path: string): string {
  const names = path
    .replace(/[#?].*$/, '')
    .replace(/:\d+(-\d+)?$/, '')
    .split('/')
  const wild = names.findIndex((name) => /[*{<…]/.test(name))
  return (wild < 0 ? names : names.slice(0, wild)).join('/')
}

function looksLikePath(text: string): boolean {
  if (!/^(\.{1,2}\/)?[\w.@][^\s()'"$|;,=]*$/.test(text) || text.startsWith('@')) return false
  if (!text.includes('/') || text.includes('//') || text.includes('://')) return false
  return TOP_NAMES.test(text) || FILE_ENDING.test(text)
}

/** Paths that a README names and the repository has not. */
export function deadPaths(path: string, source: string, repository: Repository): Violation[] {
  const text = source.replace(FENCED, (block) => block.replace(/[^\n]/g, ' '))
  const links = [...text.matchAll(LINK)].filter(([, to]) => !/^(#|\w+:)/.test(to ?? ''))
  const quoted = [...text.matchAll(QUOTED)].filter(([, words]) => looksLikePath(words ?? ''))
  return [...links, ...quoted].flatMap((match) => {
    const named = plainPart(match[1] ?? '')
    const beside = posix.join(posix.dirname(path), named)
    const [first = ''] = beside.split('/')
    const lives = [named, beside].some((where) => repository.exists(where))
    if (lives || repository.ignores(first)) return []
    return [atOffset(path, source, match.index, `a dead path: ${match[1]}`)]
  })
}
