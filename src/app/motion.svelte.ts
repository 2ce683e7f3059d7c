/** How much moves: as the system wishes, all of it, or only before and after. */
export const MOTIONS = ['system', 'full', 'reduced'] as const
export type MotionChoice = (typeof MOTIONS)[number]

export class Motion {
  choice = $state<MotionChoice>('system')
  /** Called when the person has chosen. */
  onchange: (choice: MotionChoice) => void = () => {}
  readonly #root: HTMLElement
  readonly #system: Pick<MediaQueryList, 'matches'>

  constructor(root: HTMLElement, system: Pick<MediaQueryList, 'matches'>) {
    this.#root = root
    this.#system = system
  }

  /** Whether each beat is shown before and after only. */
  get reduced(): boolean {
    return this.choice === 'reduced' || (this.choice === 'system' && this.#system.matches)
  }

  choose(choice: MotionChoice): void {
    this.show(choice)
    this.onchange(choice)
  }

  /** Shows what was chosen before. */
  show(choice: MotionChoice): void {
    this.choice = choice
    if (choice === 'system') delete this.#root.dataset.motion
    else this.#root.dataset.motion = choice
  }
}
