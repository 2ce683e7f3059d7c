/**
 * No cast that only drops undefined (or null): it is a `!` in disguise.
 *
 * This one rule needs types, so it asks TypeScript's checker over one program of all files in
 * src, tools and test. A component's scripts stand in it as a virtual file beside the component;
 * the expressions of its markup are not seen.
 */
import ts from 'typescript'
import { at, componentParts, isComponent, nodesOf, type Violation } from './source.ts'

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: ['node', 'vite/client', 'svelte'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
}

/** Sources by path relative to the root. */
export type Sources = ReadonlyMap<string, string>

const VIRTUAL = '.script.ts'

/** What the program reads: TypeScript as it is, of a component its scripts. */
function programFiles(root: string, sources: Sources): Map<string, string> {
  const files = new Map<string, string>()
  for (const [path, source] of sources) {
    const absolute = `${root}/${path}`
    if (isComponent(path)) files.set(absolute + VIRTUAL, componentParts(source).script)
    else if (path.endsWith('.ts')) files.set(absolute, source)
  }
  return files
}

/** Parsed files of packages and of the language, shared by all programs of a run. */
const libraries = new Map<string, ts.SourceFile>()

function libraryFile(path: string, read: () => string | undefined): ts.SourceFile | undefined {
  const known = libraries.get(path)
  const text = known ? undefined : read()
  if (known || text === undefined) return known
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)
  libraries.set(path, file)
  return file
}

function programOf(root: string, sources: Sources): ts.Program {
  const files = programFiles(root, sources)
  const host = ts.createCompilerHost(OPTIONS, true)
  const { fileExists, readFile } = host
  host.getCurrentDirectory = () => root
  host.fileExists = (path) => files.has(path) || fileExists(path)
  host.readFile = (path) => files.get(path) ?? readFile(path)
  host.getSourceFile = (path, options) => {
    const own = files.get(path)
    if (own === undefined) return libraryFile(path, () => readFile(path))
    return ts.createSourceFile(path, own, options, true)
  }
  return ts.createProgram([...files.keys()], OPTIONS, host)
}

const LOOSE = ts.TypeFlags.Any | ts.TypeFlags.Unknown

function isNullish(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0
}

function mayBeNullish(type: ts.Type): boolean {
  return type.isUnion() ? type.types.some(isNullish) : isNullish(type)
}

function onlyDropsUndefined(checker: ts.TypeChecker, cast: ts.AssertionExpression): boolean {
  const from = checker.getTypeAtLocation(cast.expression)
  const to = checker.getTypeFromTypeNode(cast.type)
  if ((from.flags | to.flags) & LOOSE || !mayBeNullish(from) || mayBeNullish(to)) return false
  const kept = checker.getNonNullableType(from)
  return !(kept.flags & ts.TypeFlags.Never) && checker.isTypeAssignableTo(kept, to)
}

/** Casts in the given sources that say nothing but that a value is there. */
export function castsDroppingUndefined(root: string, sources: Sources): Violation[] {
  const program = programOf(root, sources)
  const checker = program.getTypeChecker()
  return [...programFiles(root, sources).keys()].flatMap((absolute) => {
    const file = program.getSourceFile(absolute)
    const path = absolute.slice(root.length + 1).replace(VIRTUAL, '')
    const casts = file ? [...nodesOf(file)].filter(ts.isAssertionExpression) : []
    return casts
      .filter((cast) => onlyDropsUndefined(checker, cast))
      .map((cast) => at(cast, path, 'a cast that only drops undefined'))
  })
}
