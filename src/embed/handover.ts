/** The page between a widget and the lab: it takes the widget's state, keeps it, and goes on to the lab. */
import '../ui/tokens.css'
import '../ui/base.css'
import { load } from 'virtual:lessons'
import { mount } from 'svelte'
import { openKeep } from '../keep/keep.ts'
import Handover from './Handover.svelte'
import { Handing, type Kept } from './handing.svelte.ts'

const target = document.getElementById('handover')
if (target !== null) {
  const handing = new Handing(openKeep<Kept>(), load, window)
  mount(Handover, { target, props: { handing } })
}
