/** The widths at which the frame changes, as media queries. The page's element says them to the styles as classes. */

/** A phone: the step is a sheet over the stage. */
export const NARROW = '(max-width: 720px)'
/** Without a column for the inspector: it lies over the stage. */
export const TIGHT = '(max-width: 1180px)'
