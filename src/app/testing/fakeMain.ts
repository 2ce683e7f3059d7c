import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../../ui/tokens.css'
import '../../ui/base.css'
import { mount } from 'svelte'
import App from '../App.svelte'
import { installIdleHook } from '../idle.ts'
import { Page } from '../page.svelte.ts'
import { FakeLab } from './fakeLab.ts'

const target = document.getElementById('app')
if (target) {
  const page = new Page(new FakeLab(), window)
  installIdleHook(page, window)
  void page.start()
  mount(App, { target, props: { page } })
}
