/** What the widget says, by language. The lesson's own words come with the lesson. */
import type { Language, Warning } from './params.ts'

const en = {
  widget: 'Cloudglass',
  picture: 'The region',
  play: 'Play',
  pause: 'Pause',
  again: 'Start this step again',
  menu: 'More',
  run: 'Run',
  hint: (n: number, of: number) => `Hint ${n} of ${of}`,
  hints: 'Hints',
  launch: 'Launch a machine',
  predict: 'Say what you expect',
  answer: 'Say what you saw',
  goOn: 'Go on',
  next: 'Next step',
  openInLab: 'Open in lab',
  openHint: 'opens in a new tab',
  close: 'Close',
  time: 'Time',
  preparing: 'The cloud starts.',
  running: 'It happens.',
  frozen: 'Stopped here. Press Play to go on.',
  failed: 'The cloud did not start. Press Play to try again.',
  stopped: 'The cloud stopped working. Press Play to go on.',
  missing: 'This could not be loaded. Load the page again.',
  died: 'The cloud stopped working, and is back as it was.',
  stepFailed: 'A line of this step did not run. Start the step again.',
  point: 'Point at a host in the picture.',
  pointed: (host: string, kind: string) => `You point at host ${host} (${kind}). Run it to see.`,
  noChoice: 'This one cannot be chosen.',
  showMe: 'Just show me',
  amount: (least: number, most: number, unit: string) => `From ${least} to ${most} ${unit}`,
  inLab: 'This step is done in the lab.',
  goal: (n: number, of: number, say: string) =>
    of === 1 ? `Goal: ${say}` : `Goal ${n} of ${of}: ${say}`,
  buckets: 'What S3 keeps',
  noBuckets: 'No bucket yet.',
  noObjects: 'This bucket is empty.',
  bytes: (n: number) => `${n} ${n === 1 ? 'byte' : 'bytes'}`,
  noBeat: 'Nothing more happens by itself.',
  nothingKept: 'Nothing is kept here. Open it in the lab to keep it.',
  pictureOnly: 'The lab’s choice: hosts, their sizes, and how long a boot takes.',
  refused: (code: string, message: string) => `Refused (${code}): ${message}`,
  warned: ({ name, value, reason }: Warning) => {
    const short = value.length > 40 ? `${value.slice(0, 40)}…` : value
    const why = {
      unknown: 'is no parameter of a widget',
      malformed: `cannot be “${short}”`,
      missing: `names what is not there: “${short}”`,
      needless: 'means nothing here',
      early: 'is before the step begins',
      absent: `names no action: “${short}”`,
    }
    const instead = reason === 'absent' ? 'It was left out.' : 'The usual was taken.'
    return `The parameter ${name} ${why[reason]}. ${instead}`
  },
  handover: {
    title: 'From the widget to the lab',
    waiting: 'Your world is on its way.',
    going: 'The lab opens.',
    asking: 'You have a world of your own here already. Which one do you want to go on with?',
    taken:
      'The lab has this world open in another tab. Close it there, and press Open in lab again.',
    other:
      'The widget has another version of this lesson than the lab, so its world cannot be taken along. The lab begins where you left it, or anew.',
    lost: 'Nothing came along: the lab begins where you left it, or anew.',
    mine: 'My own from the lab',
    replace: 'The widget’s, in its place',
    toLab: 'Open the lab',
  },
  at: (time: string) => `${time} in the cloud`,
}

export type EmbedWords = typeof en
const BY_LANGUAGE: Readonly<Record<Language, EmbedWords>> = { en }

export const wordsIn = (language: Language): EmbedWords => BY_LANGUAGE[language]
