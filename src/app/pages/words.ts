/** Every sentence of the pages without a world: the list of lessons, and the settings. */

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

const en = {
  lessons: 'Lessons',
  lead: 'Each lesson is a running cloud. Predict, act, look inside.',
  parts: { compute: 'Computers', network: 'Networks', storage: 'Storage' } as Readonly<
    Record<string, string>
  >,
  minutes: (n: number) => plural(n, 'minute', 'minutes'),
  stepCount: (n: number) => plural(n, 'step', 'steps'),
  newWords: (list: readonly string[]) => `New words: ${list.join(', ')}`,
  begin: 'Begin',
  goOn: 'Go on',
  read: 'Read again',
  present: 'Present',
  sheet: 'Sheet for the teacher',
  state: {
    fresh: 'not begun',
    begun: (at: number, of: number) => `at step ${at} of ${of}`,
    finished: 'finished',
    changed: 'finished, and changed since',
  },
  after: (title: string) => `Builds on “${title}”.`,
  free: 'A region of your own',
  freeText: 'No lesson, no goal: launch, stop, store, and look inside.',
  openFree: 'Open',
  none: 'There are no lessons here yet.',
  imported: 'Brought by you',
  remove1: 'Remove',
  embed: 'Put a lesson into a page of your own',
  embedText:
    'One tag, and the lesson’s first step runs there. With step="…" it is another. What stands in the tag is shown without script and in print.',
  embedDemo: 'See three of them in a page',
  bring: 'Bring a folder of lessons',
  bringText: 'It is compiled and kept here. What is wrong with it is said by file and line.',
  brought: (titles: readonly string[]) => `Taken in: ${titles.join(', ')}.`,
  notBrought: 'Nothing was taken in:',
  unread: (why: string) => `The folder could not be read to its end: ${why}`,
  tooLarge: 'This folder is too large to be one of lessons.',
  noLessons: 'There are no files in this folder.',
  twin: (id: string) => `There is a lesson \`${id}\` here already.`,
  settings: 'Settings',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  motion: 'Motion',
  motions: { system: 'As the system', full: 'Moving', reduced: 'Before and after' },
  motionText: 'With “Before and after” nothing moves; each beat is shown at once.',
  kept: 'What is kept',
  disk: 'Your progress and worlds are kept in this browser, on this computer only.',
  memory: (why: string) => `Nothing can be kept here: ${why} It lasts until this page is closed.`,
  used: (size: string) => `${size} in use.`,
  save: 'Save everything to a file',
  load: 'Open such a file',
  loadText: 'It takes the place of what is kept here, all of it or nothing.',
  loaded: ({ lessons, progress }: { readonly lessons: number; readonly progress: number }) => {
    const missed = [
      ...(lessons > 0 ? [plural(lessons, 'lesson', 'lessons')] : []),
      ...(progress > 0 ? [`progress in ${plural(progress, 'lesson', 'lessons')}`] : []),
    ]
    return missed.length === 0
      ? 'It was taken in. The page begins anew with it.'
      : `It was taken in, but not all of it: ${missed.join(' and ')} could not be used. The page begins anew with the rest.`
  },
  refused: (why: string) => `That file was not taken in, and nothing was changed: ${why}`,
  reasons: {
    foreign: 'it is no file of Cloudglass’s.',
    damaged: 'it is damaged.',
    newer: 'a newer Cloudglass wrote it.',
    full: 'there is no room for it.',
    failed: 'it could not be written.',
  } as Readonly<Record<string, string>>,
  troubles: {
    unavailable: 'this browser does not allow it.',
    blocked: 'another tab still uses an older Cloudglass. Close it and reload.',
    newer: 'a newer Cloudglass has been here. Reload to get it.',
    full: 'the browser’s storage is full.',
    failed: 'the browser’s storage failed.',
  } as Readonly<Record<string, string>>,
  remove: 'Delete everything that is kept',
  sure: 'Really delete everything?',
  removed: 'Everything that was kept is deleted.',
} as const

/** The words of these pages. */
export const pageWords = en
