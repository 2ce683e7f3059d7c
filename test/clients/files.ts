/** Two hundred mixed files on disk, as people have them. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Dice } from '../fuzz/dice.ts'

/** Bytes of the first files; the others have up to 20 kB. The largest still goes in one part. */
const SIZES = [0, 1, 2, 1023, 1024, 65_535, 65_536, 65_537, 1_048_576, 2_500_000, 8_388_607]
const COUNT = 200
const FOLDERS = ['', 'a b', 'é/ü', 'x+y', 'deep/er/and/deeper', 'ünï\u{1f600}']
const ENDINGS = [
  '.txt',
  '.json',
  '.html',
  '.bin',
  '',
  ' copy (1).txt',
  "'s.csv",
  '+plus&=.md',
  '%20.txt',
  '~!@#$,;.x',
]

/** Writes the files below a folder. The same in every run. */
export function writeFiles(folder: string): void {
  const dice = new Dice('two hundred files')
  for (let i = 0; i < COUNT; i++) {
    const size = SIZES[i] ?? dice.below(20_000)
    const block = Buffer.from(dice.bytes(1021))
    const bytes = Buffer.alloc(size, block)
    const path = join(folder, dice.pick(FOLDERS), `${i}${dice.pick(ENDINGS)}`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
}

/** SHA-256 of every file below a folder, by its path from there. */
export function digests(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const files = paths.filter((path) => statSync(join(folder, path)).isFile())
  return new Map(
    files.map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  )
}
