/**
 * For each rule small sources that it must refuse and others that it must admit, so that every
 * rule is seen to fail. Each entry is [path, source].
 */

import { noHoles, noIgnoreComments } from './honesty.ts'
import { importTable } from './imports.ts'
import { cloudPurity } from './purity.ts'
import { noHandMadeStyle, onlySessionConstructs } from './shipping.ts'
import { fileSize, functionSize } from './size.ts'
import type { Rule } from './source.ts'

type Sample = [path: string, source: string]

/** A rule with what it refuses and what it admits. */
export interface Judged {
  name: string
  rule: Rule
  refused: Sample[]
  admitted: Sample[]
}

const lines = (count: number, line = 'f()') => `${line}\n`.repeat(count)
const cloud = (source: string): Sample => ['src/cloud/kernel/x.ts', source]
const inScript = (source: string) => `<script lang="ts">\n${source}\n</script>\n`
const cases = (count: number) => `case ${count}: {\n${lines(count)}}\n`
const inFunction = (body: string) => `function f() {\n${body}}\n`

const IMPORTS: Judged = {
  name: 'the import table',
  rule: importTable,
  refused: [
    ['src/cloud/door.ts', "import { encode } from '../wire/codec.ts'"],
    ['src/cloud/door.ts', "import type { Codec } from '../wire/codec.ts'"],
    ['src/cloud/door.ts', "import fs from 'node:fs'"],
    ['src/cloud/door.ts', "export * from '../models/ec2.json'"],
    ['src/cloud/door.ts', "type T = import('../wire/codec.ts').Codec"],
    ['src/cloud/door.ts', "import thing from '../../lessons/thing.ts'"],
    ['src/models/index.ts', "import { x } from '../cloud/cloud.ts'"],
    ['src/keep/store.ts', "import { mount } from 'svelte'"],
    ['src/scenes/host/layout.ts', "import { view } from '../../cloud/views/host.ts'"],
    ['src/scenes/host/layout.ts', "import type { Row } from '../../cloud/kernel/table.ts'"],
    ['src/scenes/host/layout.ts', "import { client } from '../../bridge/client.ts'"],
    ['src/scenes/host/Scene.svelte', inScript("import { wrap } from 'comlink'")],
    ['src/lesson/run.ts', "import Scene from '../scenes/host/Scene.svelte'"],
    ['src/lesson/run.ts', "import { load } from '../keep/store.ts'"],
    ['src/bridge/worker.ts', "import { view } from '../cloud/views/host.ts'"],
    ['src/bridge/client.ts', "new Worker(new URL('../app/worker.ts', import.meta.url))"],
    ['src/app/run.ts', "const sdk = await import('@aws-sdk/client-ec2')"],
    ['src/app/run.ts', "import { EC2Client } from '@aws-sdk/client-ec2'"],
    ['src/app/run.ts', "import { receive } from '../wire/receive.ts'"],
    ['src/app/run.ts', "import { models } from '../models/index.ts'"],
    ['src/app/main.ts', "import { openSdk } from './sdk/index.ts'"],
    ['src/app/sdk/run.ts', "import { Cloud } from '../../cloud/cloud.ts'"],
    ['src/app/sdk/run.ts', "import { Page } from '../page.svelte.ts'"],
    ['src/embed/tag.ts', "import { receive } from '../wire/receive.ts'"],
    ['src/app/App.svelte', inScript("import { scaleLinear } from 'd3'")],
    ['src/embed/tag.ts', "import App from '../app/App.svelte'"],
    ['src/stage/lab.svelte.ts', "import type { Page } from '../app/page.svelte.ts'"],
    ['src/elsewhere/x.ts', ''],
    ['src/cloud/door.test.ts', "import left from 'left-pad'"],
  ],
  admitted: [
    ['src/cloud/door.ts', "import { sha256 } from '@noble/hashes/sha2.js'"],
    ['src/cloud/services/ec2/run.ts', "import { place } from '../../compute/placement.ts'"],
    ['src/keep/store.ts', "import type { Ref } from '../cloud/kernel/ref.ts'"],
    ['src/embed/widget.ts', "import { LabStore } from '../stage/lab.svelte.ts'"],
    ['src/ui/Clock.svelte', inScript("import { text } from '../cloud/kernel/calendar.ts'")],
    ['src/ui/Clock.svelte', inScript("import Pause from '@lucide/svelte/icons/pause'")],
    ['src/scenes/host/layout.ts', "import type { HostView } from '../../cloud/views/host.ts'"],
    ['src/scenes/host/layout.ts', "import { call } from '../../bridge/protocol.ts'"],
    ['src/scenes/host/Scene.svelte', inScript("import { scaleLinear } from 'd3'")],
    ['src/bridge/protocol.ts', "import type { Lesson } from '../lesson/schema.ts'"],
    ['src/bridge/client.ts', "new Worker(new URL('./worker.ts', import.meta.url))"],
    ['src/ui/theme.ts', "const tokens = new URL('tokens.css', import.meta.url)"],
    ['src/lesson/run.ts', "import { scenes } from '../scenes/registry.ts'"],
    ['src/app/sdk/run.ts', "import { EC2Client } from '@aws-sdk/client-ec2'"],
    ['src/app/sdk/handler.ts', "import { receive } from '../../wire/receive.ts'"],
    ['src/app/sdk/run.ts', "import { models } from '../../models/index.ts'\nimport './barrel.ts'"],
    ['src/app/main.ts', "const { openSdk } = await import('./sdk/index.ts')"],
    ['src/app/main.ts', "import type { Sdk } from './sdk/index.ts'"],
    ['src/app/main.ts', "import '@fontsource-variable/inter'\nimport './main.css'"],
    ['src/node/endpoint.ts', "import { createServer } from 'node:http'"],
    ['src/cloud/door.test.ts', "import { it } from 'vitest'\nimport '../session/session.ts'"],
    ['tools/bench.ts', "import '../src/cloud/cloud.ts'"],
  ],
}

const SIZES: Judged[] = [
  {
    name: 'files of at most 500 lines',
    rule: fileSize,
    refused: [
      ['tools/long.mjs', lines(501)],
      ['src/ui/Long.svelte', inScript(lines(501))],
      ['src/ui/Long.svelte', lines(501, '<p>long</p>')],
      ['src/ui/Long.svelte', `<style>\n${lines(501, 'p { margin: 0 }')}</style>`],
    ],
    admitted: [
      ['tools/long.mjs', lines(500)],
      ['src/cloud/services/ec2/api.ts', `// Generated by tools/models\n${lines(900)}`],
      [
        'src/ui/Long.svelte',
        `${inScript(lines(400))}${lines(400, '<p>long</p>')}<style>\n${lines(400, 'p { margin: 0 }')}</style>`,
      ],
    ],
  },
  {
    name: 'functions of at most 70 lines',
    rule: functionSize,
    refused: [
      ['src/ui/x.ts', inFunction(lines(69))],
      ['src/ui/x.ts', `const f = () => {\n${lines(69)}}`],
      ['src/ui/x.ts', `class A {\nf() {\n${lines(69)}}\n}`],
      ['src/ui/X.svelte', inScript(inFunction(lines(69)))],
      ['src/ui/x.ts', inFunction(`switch (n) {\n${cases(69)}}\n`)],
      ['src/ui/x.ts', inFunction(`f()\nswitch (n) {\n${cases(35)}${cases(36)}}\n`)],
      ['src/ui/x.test.ts', `it('is long', () => {\n${lines(69)}})`],
    ],
    admitted: [
      ['src/ui/x.ts', inFunction(lines(68))],
      ['src/ui/x.ts', inFunction(`switch (n) {\n${cases(60)}${cases(61)}}\n`)],
      ['src/ui/x.test.ts', `describe('many', () => {\n${lines(100)}})`],
      ['src/ui/x.ts', lines(100)],
    ],
  },
]

const HONESTY: Judged[] = [
  {
    name: 'no any and no !',
    rule: noHoles,
    refused: [
      cloud('let x: any'),
      cloud('const x = y as any'),
      cloud('const x = list[0]!'),
      cloud('class A { x!: number }'),
      ['tools/x.mjs', '/** @param {any} x */\nexport function f(x) {}'],
      ['src/ui/X.svelte', inScript('let x = y!')],
      ['src/ui/X.svelte', `${inScript('let x = 1')}<p>{x!}</p>`],
      ['src/ui/X.svelte', `${inScript('let x = 1')}<p>{x as any}</p>`],
      ['test/x.test.ts', 'const x = list[0]!'],
    ],
    admitted: [
      cloud("const any = !x // any\nconst text = 'as any'"),
      ['tools/x.mjs', '/** @param {unknown} x any */\nexport function f(x) {}'],
      ['src/ui/X.svelte', `${inScript('let x = 1')}<p>any {!x}!</p>`],
    ],
  },
  {
    name: 'no ignore comments',
    rule: noIgnoreComments,
    refused: [
      cloud('// @ts-ignore\nf()'),
      cloud('f(/* @ts-expect-error */ x)'),
      cloud('f()\n// biome-ignore lint: no\n'),
      cloud('// @ts-nocheck\n'),
      ['src/ui/X.svelte', '<!-- svelte-ignore a11y_autofocus -->\n<p>x</p>'],
      ['src/ui/X.svelte', inScript('// biome-ignore lint: no\nf()')],
      ['src/ui/X.svelte', '<p>x</p><style>/* biome-ignore lint: no */ p { margin: 0 }</style>'],
      ['src/ui/x.css', '/* biome-ignore lint: no */'],
    ],
    admitted: [
      cloud("const text = '// @ts-ignore'\nconst other = `// biome-ignore`"),
      ['src/ui/X.svelte', '<!-- a comment --><p>svelte-ignore</p>'],
    ],
  },
]

const CLOUD: Judged[] = [
  {
    name: 'a pure cloud',
    rule: cloudPurity,
    refused: [
      ...['Promise.resolve()', 'let x: Promise<void>', 'async () => {}', 'new Date()'],
      ...['await f()', "import('./x.ts')", 'setTimeout(f)', 'queueMicrotask(f)', '2 ** 3'],
      ...['x **= 2', 'a.localeCompare(b)', "a['localeCompare'](b)", '(1).toLocaleString()'],
      ...['new Intl.NumberFormat()', 'new WeakRef(x)', 'Math.random()', 'Math.pow(2, 3)'],
      ...['Math.PI', 'const m = Math', 'const { floor } = Math', "Math['floor'](1)"],
      ...['globalThis.Math.exp(1)', 'const x = { Date }', 'f(Math)'],
    ].map(cloud),
    admitted: [
      ...['Math.floor(Math.sqrt(2))', 'const x = { Date: 1 }', 'record.Date', '// new Date()'],
      ...["const s = 'Promise'", 'interface R { Date: string; Promise?: number }', 'a * b'],
    ]
      .map(cloud)
      .concat([
        ['src/cloud/door.test.ts', 'await new Promise((r) => setTimeout(r))'],
        ['src/app/main.ts', 'new Date()'],
      ]),
  },
  {
    name: 'only session and node construct a cloud',
    rule: onlySessionConstructs,
    refused: [
      ['src/app/main.ts', "import { createCloud } from '../session/session.ts'"],
      ['src/bridge/worker.ts', "import { createCloud as make } from '../session/session.ts'"],
      ['src/bridge/worker.ts', 'const cloud = session.createCloud(options)'],
      ['src/cloud/door.ts', 'const cloud = createCloud({})'],
      ['tools/bench.ts', 'createCloud({})'],
    ],
    admitted: [
      ['src/session/session.ts', 'createCloud({})'],
      ['src/node/endpoint.ts', 'createCloud({})'],
      ['src/cloud/cloud.test.ts', 'createCloud({})'],
      ['test/bench/cloud.ts', 'createCloud({})'],
      ['src/cloud/cloud.ts', 'export function createCloud() {}'],
    ],
  },
  {
    name: 'no style by hand',
    rule: noHandMadeStyle,
    refused: [
      ['src/ui/X.svelte', '<p style="margin: 0">x</p>'],
      ['src/ui/X.svelte', '{#if true}<p style={text}>x</p>{/if}'],
      ['src/ui/X.svelte', '<div><style>p { margin: 0 }</style></div>'],
      ['src/ui/x.ts', "node.setAttribute('style', text)"],
      ['src/ui/X.svelte', inScript("document.createElement('style')")],
    ],
    admitted: [
      [
        'src/ui/X.svelte',
        '<p style:margin="0" class="style">style=</p><style>p { margin: 0 }</style>',
      ],
      ['src/ui/x.ts', "node.style.setProperty('margin', '0')"],
    ],
  },
]

/** All rules that judge a file by itself. */
export const JUDGED: Judged[] = [IMPORTS, ...SIZES, ...HONESTY, ...CLOUD]
