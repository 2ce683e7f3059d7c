/** The refusal of a command outside a step's palette, for typed lines and for buttons. Small: the page has it at once. */
import { fail, type Result } from '../cloud/kernel/result.ts'

/** Refuses a command. `palette` lists those that may change something, such as `ec2 stop-instances`. */
export function notInThisStep(palette: readonly string[]): Extract<Result<never>, { ok: false }> {
  const commands = palette.map((name) => (name.startsWith('lab ') ? name : `aws ${name}`))
  return fail(
    'NotInThisStep',
    commands.length === 0
      ? 'This step only looks: no command may change anything here.'
      : `In this step only ${inWords(commands)} may change anything. What only looks always works.`,
  )
}

function inWords(texts: readonly string[]): string {
  const last = texts.at(-1) ?? ''
  return texts.length === 1 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`
}
