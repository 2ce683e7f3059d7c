/**
 * What is right at each question of a lesson, as the validator finds it: by its own walk over a session in Node,
 * with no page and no sheet.
 */
import type { CompiledLesson } from '../src/lesson/compile.ts'
import { plainText } from '../src/lesson/prose.ts'
import { openLesson } from '../src/node/lessonLab.ts'
import { Walk } from '../src/node/lessonWalk.ts'

/** The right answer in words, by `step/question`; of a thing on the picture its label, of an amount the number. */
export async function truthOf(compiled: CompiledLesson): Promise<ReadonlyMap<string, string>> {
  const truth = new Map<string, string>()
  const walk = new Walk(compiled, openLesson(compiled.lesson), {
    async ran(at, step) {
      const { prediction, saw } = step
      const { variables } = at.runtime
      const told = async (name: string, choices: Parameters<Walk['theOne']>[0]) =>
        truth.set(`${step.id}/${name}`, plainText((await at.theOne(choices, [])).text, variables))
      if (prediction.kind === 'choices') await told('prediction', prediction.choices)
      else {
        const line = prediction.answer.replace('Chosen.Ref', 'Chosen.Label')
        const { stdout } = await at.world.ask(line, variables)
        truth.set(`${step.id}/prediction`, stdout.trim())
      }
      if (saw !== null) await told('saw', saw.choices)
    },
    async done(at, step) {
      if (step.kind !== 'explain') return
      for (const { id, choices } of step.parts) {
        const { text } = await at.theOne(choices, [])
        truth.set(`${step.id}/${id}`, plainText(text, at.runtime.variables))
      }
    },
  })
  await walk.play()
  return truth
}
