/** The theme: the system's, light or dark. */
export const THEMES = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof THEMES)[number]

export class Theme {
  choice = $state<ThemeChoice>('system')
  /** Called when the person has chosen. */
  onchange: (choice: ThemeChoice) => void = () => {}
  readonly #root: HTMLElement

  constructor(root: HTMLElement) {
    this.#root = root
  }

  /** On to the next of system, light, dark. */
  cycle(): void {
    this.choose(THEMES[(THEMES.indexOf(this.choice) + 1) % THEMES.length] ?? 'system')
  }

  choose(choice: ThemeChoice): void {
    this.show(choice)
    this.onchange(choice)
  }

  /** Shows what was chosen before. */
  show(choice: ThemeChoice): void {
    this.choice = choice
    if (choice === 'system') delete this.#root.dataset.theme
    else this.#root.dataset.theme = choice
  }
}
