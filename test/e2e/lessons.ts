/** Both lessons walked from beginning to end, by whatever presses: a pointer, or the keyboard alone. */
import { expect, type Page } from '@playwright/test'
import { idle, title } from './page.ts'

/** How somebody works the page. Each waits until the page rests. */
export interface Hands {
  /** presses a button of this name */
  press(name: string | RegExp): Promise<void>
  /** chooses an answer of a group */
  choose(name: RegExp): Promise<void>
  /** points at a host as the prediction */
  point(): Promise<void>
  /** moves the mark of a prediction to about here */
  slide(steps: number): Promise<void>
  /** selects one of the learner's own things in a list */
  select(name: RegExp): Promise<void>
  /** runs a line in the terminal */
  line(text: string): Promise<void>
}

/** What a walk stops at, to be looked at: the step's id and where in it. */
export type Look = (place: string) => Promise<void>

const pass: Look = async () => {}

/** `eight-seconds`, from one button to the finished page. */
export async function walkEightSeconds(page: Page, hands: Hands, look = pass): Promise<void> {
  const { press, choose, point, select, line } = hands
  await expect(title(page)).toHaveText('Get yourself a computer.')
  await look('launch')
  await press(/^Launch$/)
  await expect(title(page)).toHaveText('A slice is yours.')
  await look('launch at a beat')
  for (let beat = 0; beat < 3; beat += 1) await press(/^Go on$/)
  await expect(title(page)).toHaveText('It runs.')
  await look('launch done')

  await press(/^Next$/)
  await expect(title(page)).toHaveText('Which host would you choose?')
  await point()
  await look('choose')
  await press(/^Launch$/)
  await look('choose, what was seen')
  await press(/without any of mine/)
  await expect(page.getByText('Its reasons, in order')).toBeVisible()
  await look('choose done')

  await press(/^Next$/)
  await expect(title(page)).toHaveText('Give one back.')
  await look('give-back')
  await select(/second/)
  await press(/^Terminate$/)
  await press('Really terminate?')
  await look('give-back done')

  await press(/^Next$/)
  await press('Order fifteen')
  await press(/^Next$/)
  await choose(/It waits/)
  await look('big')
  await press(/^Launch$/)
  await look('big done')

  await press(/^Next$/)
  await look('why')
  await choose(/Too few vCPUs/)
  await choose(/No Intel host had 16/)
  await choose(/EC2, looking/)
  await choose(/More room on one/)
  await look('why done')

  await press(/^Next$/)
  await expect(title(page)).toHaveText('Make room for the large one.')
  await press('Hint 1 of 3')
  await look('room')
  await press('Ask for big again')
  await look('room, refused')
  await line(
    "aws ec2 terminate-instances --instance-ids $(aws ec2 describe-instances --filters Name=tag:Name,Values=shop Name=availability-zone,Values=us-east-1a --query 'Reservations[].Instances[].InstanceId | [:2]' --output text)",
  )
  await press('Ask for big again')
  await expect(page.getByRole('button', { name: 'Finish' })).toBeEnabled()
  await look('room done')
  await press(/^Finish$/)
  await expect(title(page)).toHaveText('Eight seconds ago this machine did not exist')
  await look('finished')
}

/** `what-stays`, from a machine that runs to an object that is gone. */
export async function walkWhatStays(page: Page, hands: Hands, look = pass): Promise<void> {
  const { press, choose, slide, line } = hands
  await look('stop')
  await press(/^Stop$/)
  await look('stop done')
  await press(/^Next$/)
  await slide(6)
  await look('month')
  await press('Let 30 days pass')
  await press(/^Its disk/)
  await look('month done')

  await press(/^Next$/)
  await choose(/For one whole minute/)
  await press('Start and stop')
  await look('minute done')
  await press(/^Next$/)
  await choose(/Nothing: it is deleted/)
  await press(/^Terminate$/)
  await look('end done')

  await press(/^Next$/)
  await press('Put note.txt into it')
  await expect(page.getByText('NoSuchBucket').first()).toBeVisible()
  await look('store, too soon')
  await press(/^Make the bucket$/)
  await press('Put note.txt into it')
  await press(/^Let .* pass$/)
  await look('store done')

  await press(/^Next$/)
  await look('replace')
  await line('aws s3 cp six.txt s3://shop-notes/note.txt')
  await look('replace, a part')
  await line('aws s3 cp new-note.txt s3://shop-notes/note.txt')
  await look('replace done')

  await press(/^Next$/)
  await choose(/No: it is gone/)
  await press(/^Delete$/)
  await look('delete done')
  await press(/^Finish$/)
  await expect(title(page)).toHaveText('What stays when the machine goes')
}

/** Somebody with a pointer. */
export function pointer(page: Page): Hands {
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first()
  const prompt = page.getByRole('textbox', { name: 'Command', exact: true })
  const done = () => idle(page)
  return {
    press: (name) => button(name).click().then(done),
    choose: (name) => page.getByRole('radio', { name }).click().then(done),
    point: () =>
      page.getByRole('combobox', { name: 'Your guess' }).selectOption({ index: 10 }).then(done),
    async slide(steps) {
      const slider = page.getByRole('slider', { name: 'Your guess' })
      await slider.fill(String(steps / 10))
      await idle(page)
    },
    select: (name) => button(name).click().then(done),
    async line(text) {
      if (!(await prompt.isVisible())) await button('Terminal').click()
      await prompt.fill(text)
      await prompt.press('Enter')
      await idle(page)
    },
  }
}

const MOST_TABS = 120

/** Somebody with a keyboard alone. */
export function keyboard(page: Page): Hands {
  type Role = 'button' | 'radio' | 'slider' | 'grid' | 'textbox'

  /** Tabs until the thing of this spoken name has the focus. */
  async function tabTo(role: Role, name: string | RegExp, exact = false): Promise<void> {
    const wanted = page.getByRole(role, { name, exact })
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      const there = await wanted.evaluateAll((all) =>
        all.some((one) => one === document.activeElement || one.contains(document.activeElement)),
      )
      if (there) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab never came to ${role} ${name}`)
  }
  async function key(...keys: string[]): Promise<void> {
    for (const one of keys) await page.keyboard.press(one)
    await idle(page)
  }
  const press = async (name: string | RegExp) => {
    await tabTo('button', name)
    await key('Enter')
  }
  return {
    press,
    async choose(name) {
      // A group is one Tab stop: its first answer, or the chosen one; arrows lead on.
      const wanted = page.getByRole('radio', { name })
      const group = await wanted.getAttribute('name')
      await page.evaluate(() => document.querySelector('h1')?.focus())
      for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
        await page.keyboard.press('Tab')
        const there = await page.evaluate(
          (own) => (document.activeElement as HTMLInputElement | null)?.name === own,
          group,
        )
        if (there) break
      }
      // Arrows choose as they go; one that is right is no radio any more.
      const chosen = async () => (await wanted.count()) === 0 || (await wanted.isChecked())
      await page.keyboard.press('Space')
      await idle(page)
      for (let arrows = 0; arrows < 6 && !(await chosen()); arrows += 1) {
        await page.keyboard.press('ArrowDown')
        await idle(page)
      }
      if (!(await chosen())) throw new Error(`no arrow came to ${name}`)
    },
    async point() {
      await tabTo('grid', /Hosts of the region/)
      await key('ArrowDown', 'Enter')
    },
    async slide(steps) {
      await tabTo('slider', 'Your guess')
      await key(...Array.from({ length: steps }, () => 'ArrowRight'))
    },
    select: press,
    async line(text) {
      const prompt = page.getByRole('textbox', { name: 'Command', exact: true })
      if (!(await prompt.isVisible())) {
        await press(/^Terminal$/)
        await prompt.waitFor()
      }
      await tabTo('textbox', 'Command', true)
      await page.keyboard.insertText(text)
      await key('Enter')
    },
  }
}
