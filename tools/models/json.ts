/**
 * Writes generated JSON: compact, but a line for each entry of the tables, so that a change of
 * model reads well in a diff.
 */

/** One line a field, and one line an entry for the fields named in `tables`. */
export function writeJson(value: object, tables: readonly string[]): string {
  const fields = Object.entries(value).map(([name, field]: [string, unknown]) => {
    const key = JSON.stringify(name)
    if (!tables.includes(name) || typeof field !== 'object' || field === null) {
      return `${key}:${JSON.stringify(field)}`
    }
    const entries = Object.entries(field).map(
      ([entry, row]) => `${JSON.stringify(entry)}:${JSON.stringify(row)}`,
    )
    return entries.length === 0 ? `${key}:{}` : `${key}:{\n${entries.join(',\n')}\n}`
  })
  return `{\n${fields.join(',\n')}\n}\n`
}
