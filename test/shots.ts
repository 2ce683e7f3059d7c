/** What `npm run shots` takes pictures of: each scene, and the steps worth looking at. */
import type { Page } from '@playwright/test'
import { makeBucket, putText } from './e2e/buckets.ts'
import { idle, press } from './e2e/page.ts'

/** A picture: its file's name, the address within the page, and what to do before it is taken. */
export interface Shot {
  name: string
  route: string
  prepare?: (page: Page) => Promise<void>
}

/** Walks on from the opened page, and waits at the end. */
const walk =
  (...steps: ((page: Page) => Promise<void>)[]) =>
  async (page: Page): Promise<void> => {
    await page.waitForFunction(() => 'cloudglass' in window)
    await idle(page)
    for (const step of steps) await step(page)
  }
const pressing = (name: string | RegExp) => (page: Page) => press(page, name)

/** Selects what the first event of this name is about, from the list of events. */
const selecting = (event: RegExp) => async (page: Page) => {
  await openSheet(page)
  await page.getByRole('button', { name: 'Events' }).click()
  await press(page, event)
}
const LAUNCH = 'aws ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro'
const commandLine = (page: Page) => page.getByRole('textbox', { name: 'Command', exact: true })

/** Runs a line in the terminal. */
const typing = (line: string) => async (page: Page) => {
  await commandLine(page).fill(line)
  await commandLine(page).press('Enter')
  await idle(page)
}

const guessed = async (page: Page) => {
  await page.getByRole('combobox', { name: 'Your guess' }).selectOption({ index: 10 })
  await idle(page)
}
const GO_ON = pressing(/^Go on$/)
const NEXT = pressing(/^Next$/)
const LAUNCHED = walk(pressing(/^Launch$/))
const RUNNING = walk(LAUNCHED, GO_ON, GO_ON, GO_ON)
const CHOSEN = walk(RUNNING, NEXT, guessed, pressing(/^Launch$/))
const choosing = (name: RegExp) => async (page: Page) => {
  await page.getByRole('radio', { name }).click()
  await idle(page)
}
const WHAT_STAYS = './#/learn/what-stays'
const STOPPED = walk(pressing(/^Stop$/), NEXT)
const sliding = async (page: Page) => {
  await page.getByRole('slider', { name: 'Your guess' }).fill('2')
  await idle(page)
}
const CHALLENGE = walk(pressing('I know this: to the challenge'), pressing('Ask for big again'))

export const shots: Shot[] = [
  { name: 'start', route: './', prepare: walk() },
  { name: 'beat', route: './', prepare: LAUNCHED },
  { name: 'running', route: './', prepare: RUNNING },
  { name: 'asking', route: './', prepare: walk(RUNNING, NEXT, guessed) },
  { name: 'saying', route: './', prepare: CHOSEN },
  { name: 'chosen', route: './', prepare: walk(CHOSEN, pressing(/without any of mine/)) },
  {
    name: 'doing',
    route: './',
    prepare: walk(CHOSEN, pressing(/without any of mine/), NEXT, openSheet, pressing(/second/)),
  },
  { name: 'challenge', route: './', prepare: CHALLENGE },
  { name: 'amount', route: WHAT_STAYS, prepare: walk(STOPPED, sliding) },
  {
    name: 'amount-done',
    route: WHAT_STAYS,
    prepare: walk(STOPPED, sliding, pressing('Let 30 days pass'), pressing(/^Its disk/)),
  },
  {
    name: 'choices',
    route: WHAT_STAYS,
    prepare: walk(STOPPED, pressing('Just show me'), NEXT, choosing(/exactly/)),
  },
  {
    name: 'choices-done',
    route: WHAT_STAYS,
    prepare: walk(
      STOPPED,
      pressing('Just show me'),
      NEXT,
      choosing(/exactly/),
      pressing('Start and stop'),
    ),
  },
  { name: 'store', route: WHAT_STAYS, prepare: pressing('I know this: to the challenge') },
  { name: 'lessons', route: './#/lessons', prepare: walk() },
  { name: 'settings', route: './#/settings', prepare: walk() },
  { name: 'inspect-host', route: './#/sandbox?select=lab:host/h-0504', prepare: walk() },
  {
    name: 'inspect-call',
    route: './#/sandbox',
    prepare: walk(pressing(/^Launch$/), selecting(/RunInstances answered/)),
  },
  { name: 'sandbox', route: './#/sandbox', prepare: walk() },
  {
    name: 'buckets',
    route: './#/sandbox',
    prepare: walk(async (page) => {
      await makeBucket(page, 'my-photos')
      await putText(page, '2026/may/beach.txt', 'sand')
      await putText(page, 'notes.txt', 'hello')
    }),
  },
  {
    name: 'terminal',
    route: './#/sandbox',
    prepare: walk(
      openTerminal,
      typing(`vm=$(${LAUNCH} --query Instances[].InstanceId --output text)`),
      typing('aws ec2 wait instance-running --instance-ids $vm'),
      typing('aws ec2 describe-instnces'),
      typing(
        "aws ec2 describe-instances --query 'Reservations[].Instances[].[InstanceId,State.Name]' --output table",
      ),
    ),
  },
  {
    name: 'completion',
    route: './#/sandbox',
    prepare: walk(openTerminal, async (page) => {
      await commandLine(page).fill(`${LAUNCH} --`)
      await commandLine(page).press('Tab')
      await page.getByRole('listbox').waitFor()
    }),
  },
  {
    name: 'refusal',
    route: './#/sandbox',
    prepare: walk(async (page) => {
      await page.getByRole('combobox', { name: 'Instance type' }).selectOption('p5.48xlarge')
      await press(page, 'Launch')
    }),
  },
]

async function openTerminal(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Terminal', exact: true }).click()
  await commandLine(page).waitFor()
  await idle(page)
}

/** On a phone the lists are behind the grip. */
async function openSheet(page: Page): Promise<void> {
  const grip = page.getByRole('button', { name: 'Show all of the step' })
  if (await grip.isVisible()) await press(page, 'Show all of the step')
}
