/** Every way into data, with a copy of it that has something else there. */
export function* changes(data: unknown, to: unknown): Generator<readonly [string, unknown]> {
  if (typeof data !== 'object' || data === null) return
  for (const [key, inner] of Object.entries(data)) {
    const put = (value: unknown) =>
      Array.isArray(data) ? data.with(Number(key), value) : { ...data, [key]: value }
    yield [key, put(to)]
    for (const [path, changed] of changes(inner, to)) yield [`${key}.${path}`, put(changed)]
  }
}
