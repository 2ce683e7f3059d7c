/**
 * Each check of the compiler on words: a lesson that breaks it is refused, with this sentence at this line and
 * with nothing else.
 */
import { describe } from 'vitest'
import { all, append, type Case, judge, swap } from './lessonSample.ts'

const YAML = 'lesson.yaml'
const WORDS = 'en.md'
const TERMS = 'lessons/terms.md'
const FACTS = 'lessons/facts.md'

/** A paragraph of the lesson's, and one in its place. */
const PLAIN = 'Let the machine run again.'
const text = (to: string) => swap(WORDS, PLAIN, to)

describe('Markdown', () => {
  const refused: readonly (readonly [what: string, markdown: string, said: string])[] = [
    ['HTML', 'Look <b>here</b>.', 'HTML is not allowed in a lesson.'],
    [
      'a table',
      '| a | b |\n|---|---|\n| here | d |',
      'Tables are not allowed in a lesson: use a list.',
    ],
    ['a quote', '> here', 'Quotes are not allowed in a lesson.'],
    ['a rule', 'One.\n\n***', 'Rules are not allowed in a lesson.'],
    [
      'a definition',
      'One.\n\n[here]: https://example.org',
      'Link definitions are not allowed in a lesson.',
    ],
    ['a heading', '#### Again\n\n##### here\n\nTwo.', 'A heading has no place here.'],
    [
      'an image',
      'Look ![here](here.png).',
      'Images are not allowed in a lesson: the scene is the picture.',
    ],
    ['struck text', 'Look ~~here~~.', 'Struck text is not allowed in a lesson.'],
    [
      'a forced break',
      'Look  \nhere.',
      'A forced line break is not allowed: begin a paragraph, or a list.',
    ],
    ['a check box', '- [ ] here', 'Check boxes are not allowed in a lesson.'],
    [
      'a link',
      'Look [here](https://example.org).',
      'A link leads only to a term: `[words](term:id)`.',
    ],
    [
      'a bare address',
      'Look at https://example.org/here.',
      'A link leads only to a term: `[words](term:id)`.',
    ],
    [
      'a link with a title',
      'Look [here](term:rack "x").',
      'A link leads only to a term: `[words](term:id)`.',
    ],
    ['an entity', 'Look here&nbsp;now.', 'Write the character itself, not `&nbsp;`.'],
    [
      'a variable that there is not',
      'Look here: {vm}.',
      'There is no variable `vm` in lesson.yaml.',
    ],
  ]
  judge(
    refused.map(([what, markdown, said]): Case => {
      const mark = markdown.split('\n').find((line) => /here|\*\*\*/.test(line)) ?? ''
      const line = what === 'a table' ? '| a | b |' : what === 'a forced break' ? 'Look  ' : mark
      return [what, text(markdown), [WORDS, line, said]]
    }),
  )
  judge([
    [
      'what stands in a list, at its own line',
      text('Do this:\n\n- one\n- two <b>there</b>\n- three'),
      [WORDS, '- two', 'HTML is not allowed in a lesson.'],
    ],
    [
      'the second line of a paragraph, at its own line',
      text('One line,\nand another {vm} here.'),
      [WORDS, 'and another', 'There is no variable `vm` in lesson.yaml.'],
    ],
  ])
})

describe('slots', () => {
  judge([
    [
      'one that is missing',
      swap(WORDS, '### requirement runs\n\nThe machine runs\n', ''),
      [WORDS, '## again', 'The slot `### requirement runs` of `again` is missing.'],
    ],
    [
      'one without text',
      swap(WORDS, 'The machine runs\n', ''),
      [WORDS, '### requirement runs', 'The slot `### requirement runs` has no text.'],
    ],
    [
      'one that belongs to nothing',
      append(WORDS, '\n### afterwards\n\nMore.\n'),
      [WORDS, '### afterwards', 'The slot `### afterwards` of `three` belongs to nothing.'],
    ],
    [
      'a section that belongs to nothing',
      append(WORDS, '\n## four\n\n### title\n\nMore\n'),
      [WORDS, '## four', 'The section `## four` belongs to no step of lesson.yaml.'],
    ],
    [
      'one that is there twice',
      append(WORDS, '\n### after\n\nMore.\n'),
      [WORDS, '### after#8', 'The slot `### after` is there twice.'],
    ],
    [
      'a section that is there twice',
      append(WORDS, '\n## three\n\n### after\n\nMore.\n'),
      [WORDS, '## three#2', 'The section `## three` is there twice.'],
    ],
    [
      'a label that is more than a line',
      swap(WORDS, 'Launch it\n', 'Launch *it*\n'),
      [WORDS, '### go', 'The slot `### go` is one line of plain words.'],
    ],
    [
      'text outside a slot',
      swap(WORDS, '## again\n', '## again\n\nHere.\n'),
      [WORDS, 'Here.', 'A text stands under a `### slot`.'],
    ],
    [
      'a slot outside a section',
      swap(WORDS, '## lesson\n', '### loose\n\nHere.\n\n## lesson\n'),
      [WORDS, '### loose', 'A `### slot` stands under a `## section`.'],
    ],
    [
      'a second title',
      append(WORDS, '\n# Another\n'),
      [WORDS, '# Another', 'There is one `# Title`, and it comes first.'],
    ],
    [
      'no title',
      swap(WORDS, '# A lesson to change\n\n', ''),
      [WORDS, 1, 'The file begins with `# Title`.'],
    ],
    [
      'a summary of two paragraphs',
      swap(WORDS, 'Three machines run at the end of it.\n', 'One.\n\nTwo.\n'),
      [WORDS, 'Two.', 'Under the title stands one paragraph: the summary.'],
    ],
    [
      'a question that asks nothing',
      swap(WORDS, 'Which of them would you miss?', 'You would miss one.'),
      [WORDS, '### question', 'The last line of a lesson is a question.'],
    ],
  ])
})

describe('lengths', () => {
  judge([
    [
      'a prompt of 61 words',
      text('word '.repeat(61)),
      [WORDS, '### prompt#3', 'A prompt has at most 60 words; this has 61.'],
    ],
    ['a prompt of 60 words is taken', text('word '.repeat(60))],
    [
      'an answer that gives itself away',
      swap(WORDS, 'It leaves the list\n', 'It leaves the list for ever and a day\n'),
      [
        WORDS,
        '### choice goes#1',
        'The answers of a question differ by at most 3 words; these have 5 to 9.',
      ],
    ],
    [
      'answers that differ by three are taken',
      swap(WORDS, 'It leaves the list\n', 'It leaves the list in about an hour\n'),
    ],
    [
      'a fourth hint',
      append(WORDS, ['1', '2', '3', '4'].map((n) => `\n### hint ${n}\n\nLook.\n`).join('')),
      [WORDS, '### hint 4', 'A step has at most 3 hints.'],
    ],
  ])
})

/** The lesson introduces the term, and explains it. */
const introducing = all(
  swap(YAML, "sources: ['1.1']", "introduces: [host]\nsources: ['1.1']"),
  text('Let the [host](term:host) run it again.'),
)
const more = ['one', 'two', 'three'].map((id) => `\n## ${id}\n\nword: x${id}\n\nIt is ${id}.\n`)

describe('terms', () => {
  judge([
    ['one that is introduced and explained is taken', introducing],
    ['an everyday one is taken', text('Look at the [rack](term:rack).')],
    [
      'one that is introduced and not there',
      swap(YAML, "sources: ['1.1']", "introduces: [guest]\nsources: ['1.1']"),
      [YAML, 'introduces', 'terms.md has no term `guest`.'],
    ],
    [
      'one that is introduced and not explained',
      swap(YAML, "sources: ['1.1']", "introduces: [host]\nsources: ['1.1']"),
      [
        YAML,
        'introduces',
        'The term `host` is introduced, but no text explains it: `[words](term:host)`.',
      ],
    ],
    [
      'four that are no everyday words',
      all(
        append(TERMS, more.join('')),
        swap(YAML, "sources: ['1.1']", "introduces: [host, one, two, three]\nsources: ['1.1']"),
        text('A [h](term:host), [a](term:one), [b](term:two), [c](term:three).'),
      ),
      [
        YAML,
        'introduces',
        'A lesson introduces at most 3 terms that are no everyday words; these are 4.',
      ],
    ],
    [
      'a mark of one that is not there',
      text('A [guest](term:guest).'),
      [WORDS, 'A [guest]', 'terms.md has no term `guest`.'],
    ],
    [
      'a mark of one that nobody introduced',
      text('The [machine](term:host).'),
      [
        WORDS,
        'The [machine]',
        'Neither the lesson nor one that it builds on introduces the term `host`.',
      ],
    ],
    [
      'the word of one that nobody introduced, in another form',
      text('All is well.\n\nSome Hosts are free.'),
      [
        WORDS,
        'Some Hosts',
        'The word "Hosts" is used. Neither the lesson nor one that it builds on introduces the term `host`.',
      ],
    ],
    ['a word that only begins like it is taken', text('A hostess and a ghost.')],
    [
      'one whose sentence needs another',
      all(
        introducing,
        swap(TERMS, 'A host is a real computer.', 'A host is a guest.'),
        append(TERMS, '\n## guest\n\nword: guest\n\nA guest is a machine.\n'),
      ),
      [
        TERMS,
        '## host',
        'The sentence of `host` uses "guest". Neither the lesson nor one that it builds on introduces the term `guest`.',
      ],
    ],
  ])
})

describe('the sheet of terms', () => {
  judge([
    [
      'an id that is none',
      swap(TERMS, '## rack', '## Rack'),
      [TERMS, '## Rack', "A term's id is of small letters, digits and hyphens."],
    ],
    [
      'no word',
      swap(TERMS, 'word: rack\n', ''),
      [
        TERMS,
        '## rack',
        'After `## rack` come lines `word: …`, then a blank line, then a sentence.',
      ],
    ],
    [
      'two sentences',
      swap(TERMS, 'A rack is a shelf.', 'A rack is a shelf. It is tall.'),
      [TERMS, '## rack', 'The term `rack` has exactly one sentence.'],
    ],
    [
      'one twice',
      append(TERMS, '\n## rack\n\nword: rack\neveryday\n\nA shelf.\n'),
      [TERMS, '## rack#2', '`## rack` is there twice.'],
    ],
  ])
})

describe('the sheet of facts', () => {
  judge([
    [
      'a section that is no number',
      swap(FACTS, '## 2', '## three'),
      [FACTS, '## three', 'A section of facts is a number such as `1.2`, not `three`.'],
    ],
    [
      'a section without text',
      append(FACTS, '\n## 3\n'),
      [FACTS, '## 3', 'The section 3 has no text.'],
    ],
    [
      'a source that nobody can look up',
      swap(FACTS, 'Something else.', 'Something else. Source: str:123.'),
      [FACTS, '## 2', 'The section 2 names a source by `str:`, which nobody can look up.'],
    ],
    [
      'a section twice',
      append(FACTS, '\n## 2\n\nMore.\n'),
      [FACTS, '## 2#2', '`## 2` is there twice.'],
    ],
  ])
})
