/**
 * Reads an AWS SDK package's `.d.ts` for what its schemas leave out: the order of members as AWS's
 * model has it (schemas put required members first), the values of enums, and documentation.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** A member of an interface: its enum, if its type or its elements' type is one, and its text. */
export interface DeclaredMember {
  readonly name: string
  readonly enumName: string | undefined
  readonly doc: string
}

/** What a package declares. */
export interface Declarations {
  /** By shape name. */
  readonly interfaces: ReadonlyMap<string, readonly DeclaredMember[]>
  readonly enums: ReadonlyMap<string, readonly string[]>
  /** Documentation of commands, by operation. */
  readonly operations: ReadonlyMap<string, string>
}

/** The SDK puts `_` before a name that would clash with another. */
const plainName = (name: string): string => name.replace(/^_/, '')

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}

function docOf(node: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment
  return ts.getTextOfJSDocComment(comment) ?? ''
}

/** `export declare const X: { readonly A: "a"; … }`, as name and values. */
function readEnum(node: ts.VariableDeclaration): readonly string[] {
  if (node.type === undefined || !ts.isTypeLiteralNode(node.type)) return []
  return node.type.members.flatMap((member) => {
    if (!ts.isPropertySignature(member) || member.type === undefined) return []
    if (!ts.isLiteralTypeNode(member.type) || !ts.isStringLiteral(member.type.literal)) return []
    return [member.type.literal.text]
  })
}

/** The name in `X | undefined` or `X[] | undefined`. */
function namedType(type: ts.TypeNode | undefined): string | undefined {
  if (type === undefined) return undefined
  if (ts.isUnionTypeNode(type)) return namedType(type.types[0])
  if (ts.isArrayTypeNode(type)) return namedType(type.elementType)
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined
  return plainName(type.typeName.text)
}

function readMembers(
  node: ts.InterfaceDeclaration,
  enums: ReadonlyMap<string, readonly string[]>,
): readonly DeclaredMember[] {
  return node.members.flatMap((member) => {
    if (!ts.isPropertySignature(member) || !ts.isIdentifier(member.name)) return []
    const type = namedType(member.type)
    const enumName = type !== undefined && enums.has(type) ? type : undefined
    return [{ name: member.name.text, enumName, doc: docOf(member) }]
  })
}

function readEnums(file: ts.SourceFile, into: Map<string, readonly string[]>): void {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const declaration of statement.declarationList.declarations) {
      if (!ts.isIdentifier(declaration.name)) continue
      const values = readEnum(declaration)
      if (values.length > 0) into.set(plainName(declaration.name.text), values)
    }
  }
}

/** Documentation of an operation stands on its command's class. */
function readOperation(types: string, operation: string): string {
  const file = parse(join(types, 'commands', `${operation}Command.d.ts`))
  const command = file.statements.find(ts.isClassDeclaration)
  return command === undefined ? '' : docOf(command)
}

/** Reads the declarations under `types` (a package's `dist-types`) and those of `operations`. */
export function readDeclarations(types: string, operations: readonly string[]): Declarations {
  const names = readdirSync(join(types, 'models')).filter((name) => name.endsWith('.d.ts'))
  const files = names.sort().map((name) => parse(join(types, 'models', name)))
  const enums = new Map<string, readonly string[]>()
  for (const file of files) readEnums(file, enums)
  const interfaces = new Map<string, readonly DeclaredMember[]>()
  for (const node of files.flatMap((file) => file.statements.filter(ts.isInterfaceDeclaration))) {
    interfaces.set(plainName(node.name.text), readMembers(node, enums))
  }
  const docs = operations.map((name) => [name, readOperation(types, name)] as const)
  return { interfaces, enums, operations: new Map(docs) }
}
