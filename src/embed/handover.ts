/** The page between a widget and the lab: it takes the widget's state, keeps it, and goes on to the lab. */
import '../ui/tokens.css'
import '../ui/base.css'
import { load } from 'virtual:lessons'
import { mount } from 'svelte'
import { openKeep } from '../keep/keep.ts'
import { optionsOf, SANDBOX } from '../stage/opening.ts'
import Handover from './Handover.svelte'
import { Handing, type Kept } from './handing.svelte.ts'

const optionsFor = async (lesson: string | null) =>
  lesson === null ? SANDBOX : optionsOf((await load(lesson)).lesson)

const target = document.getElementById('handover')
if (target !== null) {
  const handing = new Handing(openKeep<Kept>(), optionsFor, window)
  mount(Handover, { target, props: { handing } })
}
