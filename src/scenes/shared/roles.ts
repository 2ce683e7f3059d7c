/**
 * The roles of a grid that is drawn. SVG has no elements for tables, so the picture says what its groups are;
 * spread onto them as attributes.
 */
export const ROLE = {
  /** the drawing itself says nothing: the grid in it does */
  picture: { role: 'presentation' },
  grid: { role: 'grid' },
  row: { role: 'row' },
  header: { role: 'columnheader' },
  cell: { role: 'gridcell' },
} as const
