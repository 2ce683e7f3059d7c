/**
 * The reader against well- and ill-formed documents, and against what the writer writes.
 *
 * The table's rows follow the productions of XML 1.0 (fifth edition), whose numbers they carry; rows without one
 * are where this reader is stricter or laxer on purpose.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { element, parseXml, writeXml, type XmlElement } from './xml.ts'

/** A root as nested lists, or what is wrong. */
function read(text: string): unknown {
  const result = parseXml(text)
  return result.ok ? plain(result.root) : null
}

const plain = ({ name, attributes, children, text }: XmlElement): unknown => [
  name,
  Object.fromEntries(attributes),
  text,
  ...children.map(plain),
]

const WELL_FORMED: readonly (readonly [why: string, text: string, root: unknown])[] = [
  ['44: an empty element', '<a/>', ['a', {}, '']],
  ['44: with white space', '<a  />', ['a', {}, '']],
  ['39: no content', '<a></a>', ['a', {}, '']],
  ['42: white space in a closing tag', '<a>x</a \n>', ['a', {}, 'x']],
  [
    '43: elements and text',
    '<a>x<b>y</b>z<c/></a>',
    ['a', {}, 'xz', ['b', {}, 'y'], ['c', {}, '']],
  ],
  ['41: attributes', `<a b="1" c='"2"' d = "'"/>`, ['a', { b: '1', c: '"2"', d: "'" }, '']],
  ['10: a ">" in an attribute', '<a b=">"/>', ['a', { b: '>' }, '']],
  ['3.3.3: white space in an attribute', '<a b="x\n\ty"/>', ['a', { b: 'x  y' }, '']],
  [
    '23: a declaration',
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a/>',
    ['a', {}, ''],
  ],
  ['23: in single quotes', "<?xml version='1.1'?>\n<a/>\n", ['a', {}, '']],
  ['4.3.3: a byte order mark', '\ufeff<?xml version="1.0"?><a/>', ['a', {}, '']],
  [
    '15: comments',
    '<!-- a - b --><a>x<!----><b/><!-- < & --></a><!-- -->',
    ['a', {}, 'x', ['b', {}, '']],
  ],
  ['16: instructions', '<?p?><a><?p <&> ?>x</a><?xml-style y?>', ['a', {}, 'x']],
  ['18: a section', '<a>1<![CDATA[<b>&amp;]]&gt;]]>2</a>', ['a', {}, '1<b>&amp;]]&gt;2']],
  [
    '66: references',
    '<a>&#65;&#x1F600;&#xe9;&amp;&lt;&gt;&quot;&apos;</a>',
    ['a', {}, 'A😀é&<>"\''],
  ],
  ['66: in an attribute', '<a b="&#10;&amp;"/>', ['a', { b: '\n&' }, '']],
  ['4.4: no second look', '<a>&amp;lt;</a>', ['a', {}, '&lt;']],
  ['2.11: ends of lines', '<a>1\r\n2\r3&#13;</a>', ['a', {}, '1\n2\n3\r']],
  ['5: names of all letters', '<ä-1._·><日本/></ä-1._·>', ['ä-1._·', {}, '', ['日本', {}, '']]],
  ['white space is text', '<a>\n <b/>\n</a>', ['a', {}, '\n \n', ['b', {}, '']]],
  [
    'prefixes are dropped',
    '<p:a xmlns:p="u" xmlns="v" q:b="1"><c/></p:a>',
    ['a', { b: '1' }, '', ['c', {}, '']],
  ],
  ['control characters by reference', '<a>&#1;&#x1f;</a>', ['a', {}, '\x01\x1f']],
  [
    'a name like a property',
    '<__proto__ constructor="1"/>',
    ['__proto__', { constructor: '1' }, ''],
  ],
]

const ILL_FORMED: readonly (readonly [why: string, text: string])[] = [
  ['1: nothing', ''],
  ['1: no element', ' \n'],
  ['1: text alone', 'text'],
  ['1: two roots', '<a/><b/>'],
  ['1: text after the root', '<a/>x'],
  ['1: text before the root', 'x<a/>'],
  ['22: a declaration that is not first', ' <?xml version="1.0"?><a/>'],
  ['23: a declaration without a version', '<?xml encoding="UTF-8"?><a/>'],
  ['24: another version', '<?xml version="2.0"?><a/>'],
  ['80: another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
  ['16: an instruction named xml', '<a><?XML x?></a>'],
  ['16: an instruction without end', '<?p <a/>'],
  ['16: an instruction without a name', '<? p?><a/>'],
  ['15: "--" in a comment', '<!-- a -- b --><a/>'],
  ['15: a comment without end', '<a><!-- </a>'],
  ['28: a document type', '<!DOCTYPE a><a/>'],
  ['28: with an entity', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
  ['39: a tag that is not closed', '<a><b></a>'],
  ['39: no closing tag', '<a>'],
  ['39: a closing tag of another name', '<a></b>'],
  ['39: a closing tag of a longer name', '<a></ab>'],
  ['39: tags that cross', '<a><b></a></b>'],
  ['42: a closing tag alone', '</a>'],
  ['40: no name', '< a/>'],
  ['40: no end', '<a'],
  ['5: a name that begins with a digit', '<1a/>'],
  ['41: no quotes', '<a b=1/>'],
  ['41: no value', '<a b/>'],
  ['41: no end of a value', '<a b="1/>'],
  ['40: no white space between attributes', '<a b="1"c="2"/>'],
  ['3.1: the same attribute twice', '<a b="1" b="2"/>'],
  ['10: "<" in an attribute', '<a b="<"/>'],
  ['14: "]]>" in text', '<a>]]></a>'],
  ['18: a section without end', '<a><![CDATA[x</a>'],
  ['18: a section outside', '<![CDATA[x]]><a/>'],
  ['68: a bare "&"', '<a>a & b</a>'],
  ['68: an unknown entity', '<a>&nbsp;</a>'],
  ['68: no semicolon', '<a>&amp</a>'],
  ['66: no digits', '<a>&#;</a>'],
  ['66: the null character', '<a>&#0;</a>'],
  ['66: half of a pair', '<a>&#xD800;</a>'],
  ['66: beyond Unicode', '<a>&#x110000;</a>'],
  ['66: a bad reference in an attribute', '<a b="&x;"/>'],
  ['2: a control character', '<a>\x01</a>'],
  ['2: the null character', '<a>\0</a>'],
  ['2: half of a pair', '<a>\ud800</a>'],
  ['2: no character', '<a>\ufffe</a>'],
  ['two colons', '<a:b:c/>'],
  ['an empty prefix', '<:a/>'],
  ['65 levels', `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`],
  ['a name of 256 letters', `<${'a'.repeat(256)}/>`],
]

describe('documents', () => {
  test.each(WELL_FORMED)('are read: %s', (_why, text, root) => {
    expect(read(text)).toEqual(root)
  })

  test.each(ILL_FORMED)('are refused: %s', (_why, text) => {
    expect(parseXml(text)).toMatchObject({ ok: false, why: expect.stringMatching(/./) })
  })

  test('64 levels are read', () => {
    expect(parseXml(`${'<a>'.repeat(64)}${'</a>'.repeat(64)}`).ok).toBe(true)
  })

  test('however long a part is, it is read or refused', () => {
    const long = 'x'.repeat(1_000_000)
    expect(parseXml(`<a>${long}</a>`).ok).toBe(true)
    expect(parseXml(`<a b="${long}"/>`).ok).toBe(true)
    expect(parseXml(`<a><!--${long}--><?p ${long}?><![CDATA[${long}]]></a>`).ok).toBe(true)
    expect(parseXml(`${' '.repeat(1_000_000)}<a${' '.repeat(1_000_000)}/>`).ok).toBe(true)
    expect(parseXml(`<${long}/>`).ok).toBe(false)
    expect(parseXml('<'.repeat(1_000_000)).ok).toBe(false)
    const parts = (count: number) => parseXml(`<a>${'<b/>'.repeat(count)}</a>`)
    expect(parts(49_999).ok).toBe(true)
    expect(parts(50_000)).toMatchObject({ ok: false, why: 'too many elements' })
    const attributes = Array.from({ length: 50_000 }, (_each, at) => ` a${at}=""`).join('')
    expect(parseXml(`<a${attributes}/>`)).toMatchObject({ ok: false, why: 'too many attributes' })
    expect(parseXml(`<a>${' '.repeat(4_194_304)}</a>`)).toMatchObject({
      ok: false,
      why: 'too long',
    })
  })

  test('the place of what is wrong is told', () => {
    expect(parseXml('<a>\n<b>x</c></a>')).toMatchObject({ ok: false, at: 10 })
  })
})

describe('the writer', () => {
  /** What XML can hold: no null character, no halves of pairs, and not the two that are no characters. */
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constant(' ]]>&<>"\'\r\n\t\x01 '),
    )
    .filter((each) => !/[\0\ufffe\uffff]/.test(each))
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/)
  const attributes = fc
    .dictionary(name, text, { maxKeys: 3 })
    .map((each) => new Map(Object.entries(each).filter(([key]) => !key.startsWith('xmlns'))))
  const tree: fc.Memo<XmlElement> = fc.memo((depth) =>
    fc.record({
      name,
      attributes,
      text,
      children: depth > 1 ? fc.array(tree(), { maxLength: 3 }) : fc.constant([]),
    }),
  )

  test('writes what is read as the same', () => {
    fc.assert(
      fc.property(tree(4), (root) => {
        expect(parseXml(writeXml(root))).toEqual({ ok: true, root })
      }),
    )
  })

  test('writes what S3 and EC2 write', () => {
    const root = element(
      'A',
      [element('B', '"x"\x01'), element('C', '')],
      new Map([['xmlns', 'u']]),
    )
    expect(writeXml(root)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<A xmlns="u"><B>&quot;x&quot;&#x1;</B><C/></A>',
    )
  })

  test('puts the replacement character for what no document can hold', () => {
    expect(read(writeXml(element('a', '\0|\ud800|\udc00|\uffff|\u{1f600}')))).toEqual([
      'a',
      {},
      '\ufffd|\ufffd|\ufffd|\ufffd|\u{1f600}',
    ])
  })

  test('any text at all is read or refused, without a throw', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '&',
      ';',
      '<a',
      '</a>',
      '<a>',
      '="',
      '"',
      ' ',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&#x',
      'a',
      '\r',
      ':',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const result = parseXml(pieces.join(''))
        if (result.ok) expect(parseXml(writeXml(result.root))).toEqual(result)
      }),
      { numRuns: 2000 },
    )
  })
})
