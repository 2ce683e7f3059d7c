/** Which hosts a step's words are about: a sentence that says `Intel host` means every host of that hardware. */
import type { RegionView } from '../../cloud/views/types.ts'
import type { Prose } from '../../lesson/lesson.ts'
import { plainText } from '../../lesson/prose.ts'
import { hostsOf } from '../../scenes/region/describe.ts'
import { en, type RegionWords } from '../../scenes/region/words.ts'

/** The hardware of the region's hosts that some texts name, each once, in the order of the hosts. */
export function kindsNamed(
  texts: readonly Prose[],
  view: RegionView,
  words: RegionWords = en,
): readonly string[] {
  const said = texts.map((text) => plainText(text)).join(' ')
  const kinds = new Set(hostsOf(view).map(({ hardware }) => hardware))
  return [...kinds].filter((kind) => said.includes(words.kindHost(kind)))
}
