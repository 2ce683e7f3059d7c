/**
 * Somebody who works a lesson without reading it: presses what can be pressed, chooses what can be chosen, changes to
 * the other lesson or the sandbox now and then. By pointer events of the page's own making, for speed.
 */
import type { Page } from '@playwright/test'

/** Numbers from 0 to 1, drawn outside, so that a seed gives the same wishes again. */
export type Draw = () => number

const PLACES = ['#/learn/eight-seconds', '#/learn/what-stays', '#/sandbox']

/** Begins the lesson and its world anew, as a line in the terminal. */
export async function beginAnew(page: Page): Promise<string> {
  const prompt = page.getByRole('textbox', { name: 'Command', exact: true })
  const button = page.getByRole('button', { name: 'Terminal' }).first()
  if (!(await prompt.isVisible())) {
    if (!(await button.isVisible())) return 'no terminal'
    await button.click()
  }
  await prompt.fill('lab reset')
  await prompt.press('Enter')
  return 'lab reset'
}

/** Does one thing, and does not wait for what comes of it. Returns what it was. */
export function act(page: Page, draw: Draw): Promise<string> {
  const wishes = [draw(), draw(), draw()] as const
  return page.evaluate(
    async ([places, [what, which, how]]) => {
      const pick = <T>(all: readonly T[], by: number): T | undefined =>
        all[Math.floor(by * all.length)]
      if (what < 0.1) {
        const place = pick(places, which) ?? ''
        window.location.hash = place
        return place
      }
      if (what < 0.18) {
        // By a client: a machine ended, which a challenge may ask for.
        const { ec2, commands } = await window.cloudglass.sdk()
        const { Reservations = [] } = await ec2.send(new commands.DescribeInstancesCommand({}))
        const ids = Reservations.flatMap(({ Instances = [] }) => Instances).flatMap((one) =>
          one.State?.Name === 'running' && one.InstanceId ? [one.InstanceId] : [],
        )
        const id = pick(ids, which)
        if (id === undefined) return 'end nothing'
        await ec2.send(new commands.TerminateInstancesCommand({ InstanceIds: [id] }))
        return 'end a machine'
      }
      const step = document.querySelector('main > section, main > aside, main > div')
      const enabled = (selector: string) =>
        [...(step?.querySelectorAll<HTMLButtonElement>(selector) ?? [])].filter(
          (one) => !one.disabled && one.checkVisibility(),
        )
      const radio = pick(enabled('input[type=radio]'), which)
      const slider = step?.querySelector<HTMLInputElement>('input[type=range]')
      const hosts = document.querySelector<HTMLSelectElement>('.scene select')
      const primary = enabled('button.primary')[0]
      // What an answer needs is given, and may be changed, before what is pressed for it.
      if (radio && how < 0.6) {
        radio.click()
        return `choose ${radio.value}`
      }
      if (slider && how < 0.5) {
        slider.value = String(
          Number(slider.min) + which * (Number(slider.max) - Number(slider.min)),
        )
        slider.dispatchEvent(new Event('input', { bubbles: true }))
        slider.dispatchEvent(new Event('change', { bubbles: true }))
        return 'slide'
      }
      if (hosts && hosts.options.length > 1 && how < 0.5) {
        hosts.selectedIndex = 1 + Math.floor(which * (hosts.options.length - 1))
        hosts.dispatchEvent(new Event('change', { bubbles: true }))
        return 'guess'
      }
      // To look at a machine, or to begin again, is seldom wanted.
      const seldom = /running|stopp|terminat|pending|step again$/
      const others = enabled('button').filter((one) => how > 0.97 || !seldom.test(one.innerText))
      const button = primary && how < 0.8 ? primary : pick(others, which)
      button?.click()
      return `press ${button?.textContent?.trim() ?? 'nothing'}`
    },
    [PLACES, wishes] as const,
  )
}
