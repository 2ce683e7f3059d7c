/** The page's files: a session's shelf, kept on the page's side, because command lines run here. */
export { MemoryShelf } from '../session/shelf.ts'
