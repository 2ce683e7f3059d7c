/**
 * Which of the build's files an address asks for.
 *
 * Hosts serve the same page under several addresses: a folder for its index.html, and many of them a name without
 * its ending. What is nobody's is left alone, since other things may stand under the same address.
 */

/** A file of the build, by its path from the folder's root, with the SHA-256 of its bytes in base64. */
export interface Listed {
  readonly path: string
  readonly hash: string
}

/** Where the names carry a hash of what is in them: a file of an earlier build may be asked for too. */
const HASHED = 'assets/'

/** The path of the file that an address asks for, or null when it is none of ours. */
export function pathOf(address: string, scope: string, paths: ReadonlySet<string>): string | null {
  const [bare = ''] = address.split(/[?#]/)
  if (!bare.startsWith(scope)) return null
  const asked = bare.slice(scope.length)
  const page = asked === '' || asked.endsWith('/') ? `${asked}index.html` : `${asked}.html`
  const listed = [asked, page].find((path) => paths.has(path))
  return listed ?? (asked.startsWith(HASHED) ? asked : null)
}
