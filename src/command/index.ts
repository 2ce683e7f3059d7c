/** The command language: a script to steps, and the words of a call. */
export { parseDuration } from './duration.ts'
export { commandLine, kebabCase } from './line.ts'
export { run } from './run.ts'
export type * from './types.ts'
