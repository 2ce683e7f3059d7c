/**
 * The roles of a grid that is drawn. SVG has no elements for tables, so the picture says what its groups are;
 * spread onto them as attributes.
 */
export const ROLE = {
  grid: { role: 'grid' },
  row: { role: 'row' },
  header: { role: 'columnheader' },
  cell: { role: 'gridcell' },
} as const
