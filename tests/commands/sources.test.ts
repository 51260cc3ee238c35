import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planImport } from '../../src/commands/import-sources.ts'
import type { SourceConfig } from '../../src/config/schema.ts'
import { writeSources } from '../../src/config/write-sources.ts'
import { readYaml } from '../../src/config/read-yaml.ts'
import type { Subscription } from '../../src/parse/parse-opml.ts'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'
import { runCourant } from '../support/process.ts'

const subscription = (feedUrl: string, more: Partial<Subscription> = {}): Subscription => ({ feedUrl, title: '', groups: [], ...more })
const plan = (subscriptions: readonly Subscription[], present: readonly SourceConfig[] = []) =>
  planImport(subscriptions, present, (tag) => ['de', 'ja'].includes(tag))
const present = (id: string, url: string, owner = id) =>
  ({ id, name: id, owner, feeds: [{ id: `${id}-news`, url }] }) as unknown as SourceConfig

describe('planImport', () => {
  test('makes one source of each site, and ids that tell it', () => {
    const { sources, added } = plan([
      subscription('https://www.town.example/news.xml', {
        title: 'Town',
        homepage: 'https://www.town.example/',
        language: 'de',
        groups: ['Towns']
      }),
      subscription('https://feeds.service.example/town', { title: 'Überblick', homepage: 'http://town.example/' }),
      subscription('http://other.example:8080/a', { language: 'no such' })
    ])
    expect(sources).toEqual([
      {
        id: 'town-example',
        name: 'Town',
        homepage: 'https://www.town.example/',
        feeds: [
          { id: 'town-example', url: 'https://www.town.example/news.xml', title: 'Town', language: 'de', category: 'Towns' },
          { id: 'town-example-uberblick', url: 'https://feeds.service.example/town', title: 'Überblick' }
        ]
      },
      { id: 'other-example-8080', name: 'other.example:8080', feeds: [{ id: 'other-example-8080', url: 'http://other.example:8080/a' }] }
    ])
    expect(added.map(({ feed }) => feed)).toEqual(['town-example', 'town-example-uberblick', 'other-example-8080'])
  })

  test.each([
    ['the same address', 'https://town.example/news.xml'],
    ['without TLS', 'http://town.example/news.xml'],
    ['with www', 'https://www.town.example/news.xml'],
    ['with a campaign', 'https://town.example/news.xml?utm_source=x'],
    ['as a feed: address', 'feed:https://town.example/news.xml'],
    ['as a feed:// address', 'feed://town.example/news.xml']
  ])('knows what is configured already, %s', (_name, url) => {
    const { known, added } = plan([subscription(url)], [present('town', 'https://town.example/news.xml')])
    expect(known.map(({ feed }) => feed)).toEqual(['town-news'])
    expect(added).toEqual([])
  })

  test('what stands twice in the list comes once', () => {
    const { added, known } = plan([subscription('http://a.example/f'), subscription('https://a.example/f')])
    expect([added.length, known.length]).toEqual([1, 1])
  })

  test('never takes an id that is there, and keeps the owner of a site', () => {
    const { sources } = plan(
      [subscription('https://town.example/b', { homepage: 'https://town.example/' })],
      [present('town-example', 'https://town.example/a', 'county'), present('x', 'https://x.example/')]
    )
    expect(sources.map(({ id, owner }) => [id, owner])).toEqual([['town-example-2', 'county']])
  })

  test.each([
    ['javascript:alert(1)', 'scheme'],
    ['nonsense', 'no address'],
    [`https://a.example/${'a'.repeat(3_000)}`, 'longer']
  ])('leaves out %.30s and says why', (url, why) => {
    expect(plan([subscription(url)]).refused[0]?.why).toContain(why)
  })

  test('leaves credentials out of an address and says so', () => {
    const { sources, notes } = plan([subscription('https://user:secret@town.example/f')])
    expect(sources[0]!.feeds[0]!.url).toBe('https://town.example/f')
    expect(notes[0]).toContain('fetch.basic')
    expect(JSON.stringify(sources) + notes.join()).not.toContain('secret')
  })
})

test('what is written as YAML is read back as it was, also what looks like a variable or like YAML', () => {
  const sources = [{ id: 'a', name: '${HOME}: - #x\n"', feeds: [{ id: 'a', url: 'https://a.example/', title: 'no' }] }]
  const read = readYaml(writeSources(sources, 'from a\nlist'))
  expect(read).toMatchObject({ kind: 'read', value: { sources: [{ id: 'a', name: '$${HOME}: - #x\n"', feeds: [{ title: 'no' }] }] } })
})

describe('courant sources', () => {
  let config: ConfigDir
  beforeEach(() => void (config = aConfigDir('', sourceLine('town', 'https://town.example/news.xml', ', language: de'))))
  afterEach(() => config[Symbol.dispose]())
  const sources = (...args: readonly string[]) => runCourant(['sources', ...args, '--config', config.dir])
  const files = () => readdirSync(join(config.dir, 'sources')).toSorted()

  test('import writes what is new, and a second time nothing', async () => {
    const list = config.write(
      'My list.opml',
      `<opml version="2.0"><body><outline text="Towns">
      <outline text="Town" xmlUrl="http://town.example/news.xml"/><outline text="Cost \${HOME}" xmlUrl="https://city.example/feed" language="fr"/>
      <outline text="bad" xmlUrl="gopher://old.example/"/></outline></body></opml>`
    )
    const dry = await sources('import', list, '--dry-run')
    expect([dry.code, files()]).toEqual([1, ['all.yaml']])
    expect(dry.stdout).toContain('url: https://city.example/feed')
    const first = await sources('import', list)
    expect(first.stdout).toContain('1 feeds of 1 sources are new, 1 were known, 1 were left out; written to')
    expect(first.stdout).toContain('known already as town-news')
    expect(first.stdout).toContain('gopher')
    expect([first.code, files()]).toEqual([1, ['all.yaml', 'imported-my-list.yaml']])
    expect((await runCourant(['check', '--config', config.dir])).stdout).toContain('2 sources, 2 feeds')
    const second = JSON.parse((await sources('import', list, '--json')).stdout) as { file: unknown; known: unknown[] }
    expect([second.file, second.known.length, files().length]).toEqual([null, 2, 2])
  })

  test('import refuses what is no list', async () => {
    const { code, stderr } = await sources('import', config.write('x.opml', '<rss/>'))
    expect([code, files()]).toEqual([2, ['all.yaml']])
    expect(stderr).toContain('no subscription list')
  })

  test('export gives a list that import knows whole', async () => {
    config.write(
      'config/sources/page.yaml',
      'source: { id: list, name: List }\nfeeds: [{ id: list, url: "https://list.example/", page: { item: li } }]\n'
    )
    const out = join(config.root, 'out.opml')
    expect((await sources('export', '--out', out)).code).toBe(0)
    expect(readFileSync(out, 'utf8')).toContain(
      '<outline type="rss" text="town" title="town" xmlUrl="https://town.example/news.xml" language="de"/>'
    )
    expect(readFileSync(out, 'utf8')).not.toContain('list.example')
    expect((await sources('import', out)).stdout).toContain(
      '0 feeds of 0 sources are new, 1 were known, 0 were left out; nothing was written'
    )
    expect((await sources('export', '--out', out)).code).toBe(2)
    expect(existsSync(out)).toBe(true)
    expect((await sources('export')).stdout).toMatch(/^<\?xml/)
  })
})
