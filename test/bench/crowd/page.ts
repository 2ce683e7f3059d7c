/** The lab's own page with 200 instances on its 36 hosts, for the bench: real calls, nothing drawn by hand. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../../../src/ui/tokens.css'
import '../../../src/ui/base.css'
import { mount } from 'svelte'
import App from '../../../src/app/App.svelte'
import { Page } from '../../../src/app/page.svelte.ts'
import { consoleCall, LabClient } from '../../../src/bridge/client.ts'
import { after, seconds } from '../../../src/cloud/kernel/instant.ts'
import { FIRST_ACCOUNT } from '../../../src/cloud/kernel/ref.ts'

/** How many instances DESIGN states as the Region scene's load. */
const CROWD = 200
const ORDERS = ['t3.micro', 't4g.micro', 'm7g.large', 'r5.large', 'i4i.large'] as const

const makeWorker = () =>
  new Worker(new URL('../../../src/bridge/worker.ts', import.meta.url), { type: 'module' })

async function fill(page: Page): Promise<void> {
  const quota = { Quota: 'standard-vcpus', Value: 1000 }
  await page.lab.call(consoleCall(FIRST_ACCOUNT, 'lab', 'SetQuota', quota))
  await page.console.askTypes()
  for (const type of ORDERS) {
    const missing = CROWD - (page.region?.instances ?? 0)
    for (let left = Math.min(missing, 32); left > 0; left--) {
      const answer = await page.console.launch(type, 1)
      if (!answer.result.ok) break
    }
  }
}

const target = document.getElementById('app')
if (target) {
  const page = new Page(new LabClient(makeWorker), window)
  await page.start()
  mount(App, { target, props: { page } })
  await fill(page)
  if (location.hash.includes('one')) {
    await page.steer.seek(after(page.player.now, seconds(30)))
    await page.console.launch('t3.micro', 1)
  }
  document.body.dataset.instances = String(page.region?.instances ?? 0)
  await page.steer.play('stop')
}
