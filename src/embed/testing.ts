/** What tests of the widget share. */
import type { Known } from './params.ts'

/** A catalogue of `lesson/step` paths. */
export const catalogueOf = (...paths: readonly string[]): readonly Known[] =>
  paths.map((path) => {
    const [id = '', step = ''] = path.split('/')
    return { id, steps: [{ id: step, title: '' }] }
  })
