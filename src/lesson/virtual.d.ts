/** The lessons of the folder `lessons`, compiled when the page is built. See `tools/lessonsPlugin.ts`. */
declare module 'virtual:lessons' {
  type CatalogueEntry = import('./catalogue.ts').CatalogueEntry
  type HashedLesson = import('./catalogue.ts').HashedLesson

  /** What there is, in the order that it is read. */
  export const catalogue: readonly CatalogueEntry[]

  /** A lesson, fetched when it is asked for. Throws for an id that the catalogue has not. */
  export function load(id: string): Promise<HashedLesson>
}

/** The first picture of each step, made when the page is built. See `tools/stillsPlugin.ts`. */
declare module 'virtual:stills' {
  type Still = import('./still.ts').Still

  /** The still of `lesson/step`, or of `scene/region`; null for a name that there is none of. */
  export function loadStill(name: string): Promise<Still | null>
}
