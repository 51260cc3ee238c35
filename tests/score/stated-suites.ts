import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { resolveUrl } from '../../src/parse/resolve-url.ts'
import { check, type Read, readBytes, readFile } from './feed-checks.ts'

/*
 * Adapters of suites whose expectations stand beside the documents or in the source of their tests: gofeed's parsers, feedsmith, KDE
 * syndication, miniflux, feed-rs and lemon24/reader (whose tests are Python and need python3). Each takes what the suite states in words both sides know, and nothing else.
 */

type Json = Readonly<Record<string, unknown>>

/** Runs the adapters whose files are in this checkout. */
export async function statedSuites(root: string): Promise<void> {
  await gofeedParsers(join(root, 'testdata/parser'))
  await feedsmith(join(root, 'src/feeds'))
  await kde(join(root, 'autotests'))
  await miniflux(join(root, 'internal/reader'))
  await feedRs(join(root, 'feed-rs'))
  await lemon24(join(root, 'tests/data'))
}

export interface Stated {
  readonly feed: Readonly<Record<string, unknown>>
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

export function compare(suite: string, file: string, stated: Stated, found: Read | null): void {
  for (const [field, value] of Object.entries(stated.feed)) check(suite, file, `feed.${field}`, value, found?.feed[nameOf(field)])
  for (const [index, item] of stated.items.entries()) {
    const sameId = found?.items.filter(({ id }) => id !== undefined && id === item['id']) ?? []
    const own = sameId.length === 1 ? sameId[0] : found?.items[index]
    for (const [field, value] of Object.entries(item))
      check(suite, file, `item.${field}`, value, own === undefined ? undefined : ownValue(field, own))
  }
}

function nameOf(field: string): string {
  return field === 'updated date' ? 'updated' : field
}

function ownValue(field: string, own: Read['items'][number]): unknown {
  switch (field) {
    case 'link':
      return own.url
    case 'date':
      return own.published ?? own.updated
    case 'updated date':
      return own.updated ?? own.published
    case 'summary':
      return own.summary ?? own.content
    case 'content':
      return own.content ?? own.summary
    case 'enclosures':
      return own.enclosures.map(({ url }) => url)
    default:
      return (own as unknown as Json)[field]
  }
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter((one): one is Json => typeof one === 'object' && one !== null) : []
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Json)[key] : undefined
}

/** RFC 4287 section 4.2.7.2: a link without `rel` is an alternate. */
function alternateOf(links: readonly Json[]): unknown {
  return (
    links.find(({ rel, type }) => (rel ?? 'alternate') === 'alternate' && (type === undefined || /html/.test(String(type))))?.['href']
    ?? links.find(({ rel }) => (rel ?? 'alternate') === 'alternate')?.['href']
  )
}

function names(people: readonly Json[]): unknown {
  return people.map(({ name, email }) => name ?? email).filter((one) => one !== undefined)
}

// ---------------------------------------------------------------- gofeed's own parsers

async function gofeedParsers(dir: string): Promise<void> {
  for (const format of ['rss', 'atom', 'json']) {
    const folder = join(dir, format)
    for (const name of existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : []) {
      const document = [name.replace(/\.json$/, '.xml'), name.replace(/\.json$/, '_feed.json')].find((file) =>
        existsSync(join(folder, file))
      )
      if (document === undefined) continue
      const wanted = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Json
      const file = `gofeed-parser/${format}/${document}`
      compare('gofeed-parser', file, gofeedStated(format, wanted), await readFile('gofeed-parser', join(folder, document)))
    }
  }
}

function gofeedStated(format: string, wanted: Json): Stated {
  if (format === 'json') return jsonStated(wanted)
  if (format === 'atom') return atomStated(wanted, 'value')
  return {
    feed: {
      title: wanted['title'],
      link: wanted['link'],
      description: wanted['description'],
      language: wanted['language'],
      rights: wanted['copyright']
    },
    items: list(wanted['items']).map((item) => ({
      title: item['title'],
      link: list(item['links']).length > 1 ? undefined : item['link'],
      summary: item['description'],
      content: item['content'],
      id: at(item['guid'], 'value'),
      date: item['pubDateParsed'],
      categories: list(item['categories']).map(({ value }) => value),
      enclosures: list(item['enclosures']).map(({ url }) => url)
    }))
  }
}

function atomStated(wanted: Json, content: string): Stated {
  const body = (value: unknown): unknown => (typeof value === 'object' ? at(value, content) : value)
  return {
    feed: {
      title: body(wanted['title']),
      description: body(wanted['subtitle'] ?? wanted['tagline']),
      link: alternateOf(list(wanted['links'])),
      id: wanted['id'],
      language: wanted['language'],
      rights: body(wanted['rights'] ?? wanted['copyright']),
      authors: names(list(wanted['authors'])),
      'updated date': wanted['updatedParsed'] ?? wanted['updated']
    },
    items: list(wanted['entries']).map((entry) => ({
      title: body(entry['title']),
      link: alternateOf(list(entry['links'])),
      id: entry['id'],
      summary: body(entry['summary']),
      content: body(entry['content']),
      date: entry['publishedParsed'] ?? entry['published'],
      'updated date': entry['updatedParsed'] ?? entry['updated'],
      authors: list(entry['authors']).length > 0 ? names(list(entry['authors'])) : undefined,
      enclosures: list(entry['links'])
        .filter(({ rel }) => rel === 'enclosure')
        .map(({ href }) => href)
    }))
  }
}

function jsonStated(wanted: Json): Stated {
  const people = (from: Json): unknown => names(list(from['authors']).length > 0 ? list(from['authors']) : list([from['author']]))
  return {
    feed: {
      title: wanted['title'],
      link: wanted['home_page_url'],
      description: wanted['description'],
      language: wanted['language'],
      authors: people(wanted)
    },
    items: list(wanted['items']).map((item) => ({
      id: item['id'],
      link: item['url'] ?? item['external_url'],
      title: item['title'],
      content: item['content_html'] ?? item['content_text'],
      summary: item['summary'],
      date: item['date_published'],
      'updated date': item['date_modified'],
      authors: people(item),
      categories: item['tags'],
      enclosures: list(item['attachments']).map(({ url }) => url),
      language: item['language']
    }))
  }
}

// ---------------------------------------------------------------- feedsmith

async function feedsmith(dir: string): Promise<void> {
  for (const format of ['atom', 'rdf', 'rss']) {
    const folder = join(dir, format, 'references')
    for (const name of existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : []) {
      const path = join(folder, name.replace(/json$/, 'xml'))
      if (!existsSync(path)) continue
      const wanted = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Json
      const stated = format === 'atom' ? atomStated(wanted, 'value') : feedsmithRss(wanted)
      compare('feedsmith', `feedsmith/${name}`, stated, await readFile('feedsmith', path))
    }
  }
}

function feedsmithRss(wanted: Json): Stated {
  return {
    feed: { title: wanted['title'], link: wanted['link'], description: wanted['description'], language: wanted['language'] },
    items: list(wanted['items']).map((item) => ({
      title: item['title'],
      link: item['link'],
      id: at(item['guid'], 'value'),
      summary: item['description'],
      content: at(item['content'], 'encoded'),
      date: item['pubDate'],
      enclosures: item['media'] === undefined ? list(item['enclosures']).map(({ url }) => url) : undefined
    }))
  }
}

// ---------------------------------------------------------------- KDE syndication

async function kde(dir: string): Promise<void> {
  for (const folder of ['atom', 'rdf', 'rss2']) {
    const path = join(dir, folder)
    for (const name of existsSync(path) ? readdirSync(path).filter((file) => file.endsWith('.expected')) : []) {
      const document = join(path, name.replace(/\.expected$/, ''))
      compare('kde', `kde/${folder}/${name}`, kdeStated(readFileSync(join(path, name), 'utf8')), await readFile('kde', document))
    }
  }
}

function kdeStated(text: string): Stated {
  const stated = { feed: {} as Record<string, unknown>, items: [] as Record<string, unknown>[] }
  let place: Record<string, unknown> = stated.feed
  let block = ''
  for (const [, mark, key, value] of text.matchAll(/^(?:# (\w+ (?:begin|end)) #+|(\w+): #([^]*?)#)$/gm)) {
    if (mark !== undefined) {
      const [what, edge] = mark.split(' ')
      block = edge === 'begin' && what !== 'Feed' && what !== 'Item' ? what! : ''
      if (mark === 'Item begin') stated.items.push((place = {}))
      continue
    }
    const field = {
      title: 'title',
      link: 'link',
      description: place === stated.feed ? 'description' : 'summary',
      content: 'content',
      language: 'language'
    }[key!]
    if (block === '' && field !== undefined) place[field] ??= value
    if (block === '' && key === 'id' && !value!.startsWith('hash:') && place !== stated.feed) place['id'] = value
    if (block === '' && key === 'datePublished') place['date'] = place === stated.feed ? undefined : `${value!.replace(/^\w+, ?/, '')}`
    if (block === 'Enclosure' && key === 'url') place['enclosures'] = [...((place['enclosures'] ?? []) as string[]), value]
  }
  return stated
}

// ---------------------------------------------------------------- miniflux

const GO_VALUE = '(?:"((?:[^"\\\\]|\\\\.)*)"|`([^`]*)`)'
const GO_FIELDS: Readonly<Record<string, string>> = {
  Title: 'title',
  SiteURL: 'link',
  Description: 'description',
  URL: 'link',
  Content: 'content',
  Author: 'authors'
}
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** What miniflux shows where a feed says nothing: another field, the address of the site, FeedBurner's first address. */
const FILLED_IN =
  /^\w*(?:Without|WithEmpty|Missing|FeedBurnerLink|IDAsURL|OnlyFeedAuthor|EntryWithRelativeURL|ItemRelativeURL|JsonFeedVersion1\()/

/** Each function holds a document as `data` and asks for fields one by one. */
async function miniflux(dir: string): Promise<void> {
  for (const name of ['atom/atom_03_test.go', 'atom/atom_10_test.go', 'rdf/parser_test.go', 'rss/parser_test.go', 'json/parser_test.go']) {
    const source = existsSync(join(dir, name)) ? readFileSync(join(dir, name), 'utf8') : ''
    for (const test of source.split(/^func Test/m).slice(1)) {
      const data = /data := `([^`]*)`/.exec(test)?.[1]
      const url = /Parse\(\s*"([^"]+)"/.exec(test)?.[1]
      if (data === undefined || url === undefined || !/err != nil/.test(test) || FILLED_IN.test(test)) continue
      const stated = { feed: {} as Record<string, unknown>, items: [] as Record<string, unknown>[] }
      const entry = (index: string): Record<string, unknown> => (stated.items[Number(index)] ??= {})
      for (const [, index, field, plain, raw] of test.matchAll(new RegExp(`feed\\.(?:Entries\\[(\\d)\\]\\.)?(\\w+) != ${GO_VALUE}`, 'g'))) {
        const known = GO_FIELDS[field!]
        const value = raw ?? (JSON.parse(`"${plain!.replace(/\\'/g, "'")}"`) as string)
        if (known !== undefined) (index === undefined ? stated.feed : entry(index))[known] = known === 'authors' ? value.split(', ') : value
      }
      const when = /expectedDate := time\.Date\((\d+), (?:time\.)?(\w+), ([\d, ]+), time\.UTC\)[^]{0,80}Entries\[(\d)\]\.Date/.exec(test)
      if (when) {
        const [day, hour, minute, second] = when[3]!.split(',').map(Number)
        entry(when[4]!)['content date'] = new Date(
          Date.UTC(Number(when[1]), MONTHS.indexOf(when[2]!), day, hour, minute, second)
        ).toISOString()
      }
      for (const item of stated.items) if (item?.['content date'] !== undefined) item['date'] = item['content date']
      for (const item of stated.items) if (item !== undefined) delete item['content date']
      const found = await readBytes('miniflux', `${name} ${test.slice(0, test.indexOf('('))}`, Buffer.from(data), url.trim())
      compare(
        'miniflux',
        `${name} ${test.slice(0, test.indexOf('('))}`,
        { feed: stated.feed, items: Array.from(stated.items, (item) => item ?? {}) },
        found
      )
    }
  }
}

// ---------------------------------------------------------------- feed-rs

/** Each test names a fixture and builds what it expects by a chain of calls; the depth of their parentheses tells whose they are. */
async function feedRs(dir: string): Promise<void> {
  const parsers = join(dir, 'src/parser')
  for (const name of existsSync(parsers) ? readdirSync(parsers) : []) {
    const path = join(parsers, name, 'tests.rs')
    for (const test of existsSync(path) ? readFileSync(path, 'utf8').split('#[test]').slice(1) : []) {
      const fixture = /fixture_as_(?:string|raw)\("([^"]+)"\)/.exec(test)?.[1]
      const start = test.search(/Feed::new\(/)
      if (fixture === undefined || start < 0 || !existsSync(join(dir, 'fixture', fixture))) continue
      const found = await readFile('feed-rs', join(dir, 'fixture', fixture))
      compare('feed-rs', `feed-rs/${basename(dirname(fixture))}/${basename(fixture)}`, rustStated(test.slice(start)), found)
    }
  }
}

const RUST_FIELDS: Readonly<Record<string, string>> = {
  title: 'title',
  id: 'id',
  summary: 'summary',
  description: 'description',
  language: 'language',
  published: 'date',
  updated_parsed: 'updated date',
  content: 'content',
  rights: 'rights'
}

function rustStated(code: string): Stated {
  const feed: Record<string, unknown> = {}
  const items: Record<string, unknown>[] = []
  let depth = 0
  for (let index = 0; index < code.length; index++) {
    const string = /^(?:r#"([^]*?)"#|"((?:[^"\\]|\\[^])*)")/.exec(code.slice(index, index + 20_000))
    if (string && (code[index] === '"' || code.startsWith('r#"', index))) {
      index += string[0].length - 1
      continue
    }
    if (code[index] === '(') depth++
    else if (code[index] === ')') depth--
    if (code[index] === ';' && depth === 0) break
    const call = /^\.(\w+)\(\s*(?:(?:\w+::\w+\()+\s*)?(?:r#"([^]*?)"#|"((?:[^"\\]|\\[^])*)")?/.exec(code.slice(index, index + 20_000))
    if (!call || !/[\s)]/.test(code[index - 1] ?? ' ')) continue
    const value =
      call[2]
      ?? call[3]
        ?.replace(/\\\r?\n\s*/g, '')
        .replace(/\\u\{([0-9a-fA-F]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
        .replace(/\\([nrt"'\\])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter)
    if (call[1] === 'entry' && depth === 0) items.push({})
    const place = depth === 0 ? feed : depth === 1 ? items.at(-1) : undefined
    const name = RUST_FIELDS[call[1]!]
    if (place === undefined || name === undefined || value === undefined) continue
    if (place === feed && ['date', 'updated date', 'summary', 'content', 'id'].includes(name)) continue
    // A hash is what feed-rs gives an item without id.
    if (name !== 'id' || !/^[0-9a-f]{32}$/.test(value)) place[name] = value
  }
  return { feed, items }
}

// ---------------------------------------------------------------- lemon24/reader

/** Its expectations are Python: they are run with records that only hold what they are given, and printed as JSON. */
const PYTHON = `
import sys, json, types, datetime, glob
class Record(dict):
    def __init__(self, *args, **fields): super().__init__(fields); self.__dict__.update(fields)
for name, kinds in {'reader': ['Content', 'Enclosure', 'EntrySource'], 'reader._types': ['EntryData', 'FeedData'], 'reader.types': ['Author']}.items():
    module = sys.modules[name] = types.ModuleType(name)
    for kind in kinds: setattr(module, kind, Record)
for path in sorted(glob.glob(sys.argv[1] + '/*.py')):
    names = {'url_base': sys.argv[2]}
    try: exec(open(path, encoding='utf-8').read(), names)
    except Exception: continue
    when = lambda value: value.isoformat() if isinstance(value, datetime.datetime) else str(value)
    print(json.dumps({'path': path[:-3], 'feed': names.get('feed'), 'entries': names.get('entries')}, default=when))
`
const LEMON24_BASE = 'http://127.0.0.1:8097/tests/'

async function lemon24(dir: string): Promise<void> {
  if (!existsSync(join(dir, 'full.rss.py'))) return
  const python = spawnSync('/usr/bin/python3', ['-c', PYTHON, dir, LEMON24_BASE], { encoding: 'utf8' })
  for (const line of (python.stdout ?? '').split('\n').filter((one) => one !== '')) {
    const { path, feed, entries } = JSON.parse(line) as { path: string; feed: Json | null; entries: unknown }
    if (feed === null || !existsSync(path)) continue
    const stated = {
      feed: {
        title: feed['title'],
        link: feed['link'],
        description: feed['subtitle'],
        'updated date': feed['updated'],
        authors: names(list(feed['authors']))
      },
      items: list(entries).map((entry) => ({
        // An id stands where it found no link.
        id: entry['id'],
        title: entry['title'],
        link: entry['link'] === entry['id'] ? undefined : entry['link'],
        date: entry['published'] ?? entry['updated'],
        'updated date': entry['updated'],
        summary: entry['summary'],
        content: list(entry['content'])[0]?.['value'],
        authors: names(list(entry['authors'])),
        enclosures: list(entry['enclosures']).map(({ href }) => resolveUrl(String(href), LEMON24_BASE)),
        language: entry['language']
      }))
    }
    compare('lemon24', `lemon24/${basename(path)}`, stated, await readFile('lemon24', path, LEMON24_BASE + basename(path)))
  }
}
