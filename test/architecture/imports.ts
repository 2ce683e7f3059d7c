/**
 * Who may import whom: the table of rooms, with no list of exceptions.
 *
 * Type-only imports count like any other, except where the table says that types may pass. A
 * test may reach into every room, and besides the rooms' packages may use those for testing.
 * Seen: import and export declarations, import types, dynamic imports, and the addresses of
 * workers (`new URL('…', import.meta.url)`). Not seen: import.meta.glob with a computed pattern.
 */
import { posix } from 'node:path'
import ts from 'typescript'
import { at, hasScript, isTest, nodesOf, parse, type Rule } from './source.ts'

interface Room {
  /** Rooms or parts of rooms, as paths under src without ending. */
  ours: string[]
  /** Parts whose types may be imported, but no values. */
  types?: string[]
  /** Packages, each with all its subpaths; one ending in `/*` or `:*` is a whole scope. */
  theirs: string[]
}

const PAGE: Room = {
  ours: ['ui', 'scenes', 'lesson', 'keep', 'bridge', 'command', 'stage'],
  types: ['cloud/views'],
  theirs: [
    ...['svelte', 'xstate', 'valibot', '@fontsource-variable/*', '@lucide/svelte'],
    // The folder lessons, compiled, and its first pictures: made by tools/lessonsPlugin.ts and tools/stillsPlugin.ts.
    ...['virtual:lessons', 'virtual:stills'],
  ],
}

const ROOMS: Record<string, Room> = {
  models: { ours: [], theirs: [] },
  cloud: { ours: [], theirs: ['@noble/hashes', '@noble/ciphers'] },
  wire: { ours: ['cloud', 'models'], theirs: ['@noble/hashes'] },
  command: { ours: ['cloud', 'models', 'wire'], theirs: ['jmespath'] },
  session: { ours: ['cloud', 'wire', 'command'], theirs: ['hash-wasm'] },
  bridge: { ours: ['session'], types: ['cloud/views', 'lesson'], theirs: ['comlink'] },
  keep: { ours: [], theirs: ['idb'] },
  ui: { ours: [], theirs: ['svelte', '@lucide/svelte', '@floating-ui/*'] },
  scenes: { ours: ['ui', 'bridge/protocol'], types: ['cloud/views'], theirs: ['svelte', 'd3'] },
  lesson: {
    ours: ['scenes/registry'],
    types: ['keep'],
    // A lesson's hash is its own: a page that is not served securely has no SHA-256 of the browser's to check it by.
    theirs: ['xstate', 'marked', 'yaml', 'valibot', '@noble/hashes'],
  },
  // The page's copy of a running world. The lab and the widget are two pages over one such copy; without a room of
  // its own, the widget would have to import the lab's page, or say the same again.
  stage: {
    ours: ['bridge', 'command', 'lesson'],
    types: ['cloud/views'],
    theirs: ['svelte'],
  },
  app: PAGE,
  // The SDK is a client in the page, so it speaks the wire to the page's own cloud; nothing else of the page does.
  'app/sdk': { ours: ['wire', 'models'], theirs: ['@aws-sdk/*', '@smithy/*'] },
  embed: PAGE,
  // The service worker: a program of its own, which everybody else only registers by its address.
  offline: { ours: [], theirs: [] },
  node: {
    ours: ['cloud', 'session', 'wire', 'command', 'lesson'],
    theirs: ['node:*', 'hash-wasm'],
  },
}

/** Rooms within rooms that are large, and so loaded only when they are asked for. */
const LAZY = ['app/sdk', 'app/present', 'app/sheet']

/**
 * Small, pure words that everybody may speak: of the kernel, and what is said at the door. The last two are
 * what page and worker exchange in every frame; without them each room would describe them anew.
 */
const EVERYBODYS = [
  ...['instant', 'calendar', 'ref', 'result'].map((name) => `cloud/kernel/${name}`),
  ...['cloud/call', 'cloud/events'],
]
/** Words that everybody may speak of, but not run. */
const EVERYBODYS_TYPES = ['cloud/kernel/events']

/** What a test may use: the packages of every room, and those for testing. */
const FOR_TESTS = [
  ...Object.values(ROOMS).flatMap((room) => room.theirs),
  ...['vitest', 'vitest-browser-svelte', '@vitest/*', 'fast-check', 'node:*'],
]

interface Import {
  node: ts.Node
  specifier: string
  typeOnly: boolean
  lazy: boolean
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined
}

/** The address of `new URL('…', import.meta.url)`, by which workers are named; never a package. */
function workerAddress(node: ts.NewExpression): string | undefined {
  const [address, base] = node.arguments ?? []
  const isUrl = ts.isIdentifier(node.expression) && node.expression.text === 'URL'
  const text = isUrl && base?.getText() === 'import.meta.url' ? textOf(address) : undefined
  return text === undefined || /^[./]/.test(text) ? text : `./${text}`
}

/** What a node imports, if it is an import of any kind. */
function importOf(node: ts.Node): Import | undefined {
  const found = (specifier: string | undefined, typeOnly: boolean, lazy: boolean) =>
    specifier === undefined ? undefined : { node, specifier, typeOnly, lazy }
  if (ts.isImportDeclaration(node)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return found(textOf(node.moduleSpecifier), typeOnly, false)
  }
  if (ts.isExportDeclaration(node)) {
    return found(textOf(node.moduleSpecifier), node.isTypeOnly, false)
  }
  if (ts.isImportTypeNode(node)) {
    const literal = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined
    return found(textOf(literal), true, false)
  }
  if (ts.isExternalModuleReference(node)) return found(textOf(node.expression), false, false)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return found(textOf(node.arguments[0]), false, true)
  }
  if (ts.isNewExpression(node)) return found(workerAddress(node), false, true)
  return undefined
}

/** Whether a path is a part, or lies in it: `scenes/registry` covers `scenes/registry.ts`. */
function isWithin(path: string, part: string): boolean {
  return path === part || path.startsWith(`${part}/`) || path.startsWith(`${part}.`)
}

function isPackage(specifier: string, name: string): boolean {
  if (name.endsWith('*')) return specifier.startsWith(name.slice(0, -1))
  return specifier === name || specifier.startsWith(`${name}/`)
}

/** The path under src that a relative import leads to, or undefined when it leads out of src. */
function ourTarget(path: string, specifier: string): string | undefined {
  const bare = specifier.replace(/[?#].*$/, '')
  const target = bare.startsWith('/') ? bare.slice(1) : posix.join(posix.dirname(path), bare)
  return target.startsWith('src/') ? target.slice('src/'.length) : undefined
}

function mayImportOurs(name: string, room: Room, target: string, typeOnly: boolean): boolean {
  const values = [name, ...room.ours, ...EVERYBODYS]
  const types = typeOnly ? [...(room.types ?? []), ...EVERYBODYS_TYPES] : []
  return [...values, ...types].some((part) => isWithin(target, part))
}

function mayImportTheirs(from: string, room: Room, found: Import): boolean {
  const named = (names: string[]) => names.some((name) => isPackage(found.specifier, name))
  return named(room.theirs) || (isTest(from) && named(FOR_TESTS))
}

/** The room that a file under src stands in: the innermost, when one lies in another. */
function roomOf(from: string): string | undefined {
  const rooms = Object.keys(ROOMS).filter((name) => isWithin(from, name))
  return rooms.sort((a, b) => b.length - a.length)[0]
}

/** Why an import is refused, or undefined when it may stand. */
function refusal(path: string, name: string, room: Room, found: Import): string | undefined {
  const { specifier, typeOnly } = found
  const from = path.slice('src/'.length)
  if (!/^[./]/.test(specifier)) {
    const allowed = mayImportTheirs(from, room, found)
    return allowed ? undefined : `${name} may not import the package ${specifier}`
  }
  if (isTest(path)) return undefined
  const target = ourTarget(path, specifier)
  if (target === undefined) return `${name} may not import from outside src: ${specifier}`
  const lazy = LAZY.find((part) => isWithin(target, part) && !isWithin(from, part))
  if (lazy !== undefined && !found.lazy && !typeOnly) return `${lazy} is only imported lazily`
  const allowed = mayImportOurs(name, room, target, typeOnly)
  return allowed ? undefined : `${name} may not import ${typeOnly ? 'types of ' : ''}${target}`
}

/** The import table, over files in src. */
export const importTable: Rule = (path, source) => {
  if (!path.startsWith('src/') || !hasScript(path)) return []
  const name = roomOf(path.slice('src/'.length))
  const room = name === undefined ? undefined : ROOMS[name]
  if (name === undefined || room === undefined) {
    return [{ path, line: 1, message: `src has no room ${path.split('/')[1]}` }]
  }
  return [...nodesOf(parse(path, source))].flatMap((node) => {
    const found = importOf(node)
    const message = found && refusal(path, name, room, found)
    return message ? [at(node, path, message)] : []
  })
}
