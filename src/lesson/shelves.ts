/** What S3 keeps, small enough for a wall or a widget: buckets, their objects, what short ones say. Looks leave no trace. */
import type { Outcome } from './port.ts'

export interface ShelfObject {
  readonly key: string
  readonly bytes: number
  /** what it says, where it is a short text */
  readonly text: string | null
}
export interface ShelfBucket {
  readonly name: string
  readonly objects: readonly ShelfObject[]
}

type Look = (
  line: string,
  variables: Readonly<Record<string, string>>,
) => Promise<Pick<Outcome, 'exitCode' | 'stdout'>>

/** More than this can be read neither from the last row nor in a widget. */
const MOST_BUCKETS = 3
const MOST_OBJECTS = 5
const SHORT_BYTES = 60

export async function readShelves(look: Look): Promise<readonly ShelfBucket[]> {
  const names = await listed<string>(look, "aws s3api list-buckets --query 'Buckets[].Name'", {})
  const buckets: ShelfBucket[] = []
  for (const name of names.slice(0, MOST_BUCKETS)) {
    const line = `aws s3api list-objects-v2 --bucket "$bucket" --max-items ${MOST_OBJECTS} --query 'Contents[].[Key, Size]'`
    const rows = await listed<readonly [string, number]>(look, line, { bucket: name })
    const objects: ShelfObject[] = []
    for (const [key, bytes] of rows) {
      objects.push({ key, bytes, text: bytes > SHORT_BYTES ? null : await said(look, name, key) })
    }
    buckets.push({ name, objects })
  }
  return buckets
}

async function said(look: Look, bucket: string, key: string): Promise<string | null> {
  const { exitCode, stdout } = await look('aws s3 cp "s3://$bucket/$key" -', { bucket, key })
  return exitCode === 0 ? stdout.trim() : null
}

/** The list that a line prints; empty where it prints none. */
async function listed<T>(
  look: Look,
  line: string,
  variables: Readonly<Record<string, string>>,
): Promise<readonly T[]> {
  const { exitCode, stdout } = await look(line, variables)
  if (exitCode !== 0 || stdout.trim() === '') return []
  const value: unknown = JSON.parse(stdout)
  return Array.isArray(value) ? value : []
}
