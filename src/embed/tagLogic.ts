/** What the tag works out without a document: the frame's address, and what a change of attributes asks for. Pure. */

/** The attributes that the tag hands on, by the names that the widget's address has. */
export const ATTRIBUTES = [
  ...['lesson', 'step', 'at', 'scene', 'seed', 'theme', 'controls', 'actions', 'lang', 'title'],
] as const

export type Attributes = Readonly<Record<string, string | null>>

/** The address of a widget's frame. `base` is where the tag itself was loaded from. */
export function frameAddress(base: string, attributes: Attributes, host: string): string {
  const address = new URL('embed.html', base)
  for (const name of ATTRIBUTES) {
    const value = attributes[name]
    if (value != null) address.searchParams.set(name, value)
  }
  address.searchParams.set('host', host)
  return address.href
}

/** The messages that a running widget is sent when attributes have changed; null when its frame has to be made anew. */
export function messagesFor(
  before: Attributes,
  after: Attributes,
): readonly Readonly<Record<string, unknown>>[] | null {
  const changed = ATTRIBUTES.filter((name) => before[name] !== after[name])
  const told = ['lesson', 'step', 'at', 'theme']
  if (changed.some((name) => !told.includes(name))) return null
  const messages = []
  if (changed.includes('lesson') || changed.includes('step')) {
    if (after.lesson == null) return null
    // A step that was not named with another lesson is one of the lesson before.
    const step = changed.includes('step') ? (after.step ?? null) : null
    messages.push({ type: 'goto', lesson: after.lesson, step })
  }
  if (changed.includes('at') && after.at != null) {
    messages.push({ type: 'seek', at: Number(after.at) })
  }
  if (changed.includes('theme')) messages.push({ type: 'setTheme', theme: after.theme ?? 'system' })
  return messages
}

/** The attributes as a widget says that they are now; what it does not say stays. */
export function reflected(
  attributes: Attributes,
  { type, lesson, step, at }: Readonly<Record<string, unknown>>,
): Attributes {
  if (type !== 'step') return attributes
  return {
    ...attributes,
    lesson: typeof lesson === 'string' ? lesson : null,
    step: typeof step === 'string' ? step : null,
    at: typeof at === 'number' && attributes.at != null ? String(at) : (attributes.at ?? null),
  }
}
