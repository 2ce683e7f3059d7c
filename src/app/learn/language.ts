/** The command language as lessons use it, in one piece that is fetched when it is first needed. */
export { look } from '../../command/look.ts'
export { queryPlain } from '../../command/queryPlain.ts'
export { run } from '../../command/run.ts'
export { shellOf } from '../terminal/shell.svelte.ts'
