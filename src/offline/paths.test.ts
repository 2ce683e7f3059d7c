/** What the service worker answers, and what it leaves to the network. */
import { describe, expect, it } from 'vitest'
import { pathOf } from './paths.ts'

const SCOPE = 'https://school.example/labs/cloud/'
const PATHS = new Set(['index.html', 'embed.html', 'tag.js', 'demo/index.html', 'assets/a-1.js'])
const of = (address: string) => pathOf(address, SCOPE, PATHS)

describe('an address under the lab’s own', () => {
  it.each([
    ['', 'index.html'],
    ['?from=mail#/learn/eight-seconds', 'index.html'],
    ['index.html', 'index.html'],
    ['embed.html?lesson=eight-seconds', 'embed.html'],
    ['embed?lesson=eight-seconds', 'embed.html'],
    ['index', 'index.html'],
    ['demo/', 'demo/index.html'],
    ['assets/a-1.js', 'assets/a-1.js'],
    ['tag.js', 'tag.js'],
  ])('%s asks for %s', (rest, path) => {
    expect(of(SCOPE + rest)).toBe(path)
  })

  it('may ask for a hashed file of an earlier build', () => {
    expect(of(`${SCOPE}assets/a-0.js`)).toBe('assets/a-0.js')
  })

  it.each(['other/', 'other.html', 'api?x=1', 'demo/more', 'service-worker.js'])(
    'is left alone when it is none of the lab’s: %s',
    (rest) => expect(of(SCOPE + rest)).toBeNull(),
  )
})

it.each([
  'https://school.example/labs/',
  'https://school.example/labs/cloud',
  'https://school.example/labs/cloudier/index.html',
  'https://elsewhere.example/labs/cloud/index.html',
])('an address outside it is left alone: %s', (address) => expect(of(address)).toBeNull())
