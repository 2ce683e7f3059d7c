/** Where names, paths and commands may break: between words, and in a long word where its parts meet. */

/** A word of up to this many characters is never broken: `new-note.txt`, `--instance-ids`. */
const WHOLE = 16
/** A part of a word stays together up to this length: an id of EC2 has 19 characters. */
const LONGEST = /.{1,20}/gsu
/** After a dot, comma, slash, equals sign or bracket that closes, and before a capital after a small letter. */
const PARTS = /(?<=[\]}),./=])(?=[^\s\]}),./='"])|(?<=[a-z])(?=[A-Z])/

/** The pieces of a text that stay together on a line, in order: joined they are the text. Spaces are their own. */
export function piecesOf(text: string): readonly string[] {
  return text.split(/(\s+)/).flatMap((word) => {
    if (word === '') return []
    if (word.length <= WHOLE) return [word]
    return word.split(PARTS).flatMap((part) => part.match(LONGEST) ?? [])
  })
}
