/** The theme: the system's, light or dark. Kept in memory; settings are kept by a later issue. */
const ORDER = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof ORDER)[number]

export class Theme {
  choice = $state<ThemeChoice>('system')
  readonly #root: HTMLElement

  constructor(root: HTMLElement) {
    this.#root = root
  }

  /** On to the next of system, light, dark. */
  cycle(): void {
    this.choice = ORDER[(ORDER.indexOf(this.choice) + 1) % ORDER.length] ?? 'system'
    if (this.choice === 'system') delete this.#root.dataset.theme
    else this.#root.dataset.theme = this.choice
  }
}
