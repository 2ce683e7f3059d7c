/** The command language as lessons use it, in one piece that is fetched when it is first needed. */
export { queryPlain } from '../../command/queryPlain.ts'
export { run } from '../../command/run.ts'
export { shellOf } from '../terminal/shell.svelte.ts'
