import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Item } from '../../src/model/item.ts'
import { isHttpUrl, resolveUrl } from '../../src/parse/resolve-url.ts'
import { assertionSuites } from './assertion-suites.ts'
import { check, fold, readFile, report, URL_OF_FEED } from './feed-checks.ts'
import { statedSuites } from './stated-suites.ts'

/*
 * Reads the test documents of other feed parsers and compares what they expect, field by field. The checkouts stay outside the repository;
 * the folder holds one each, by any name: gofeed (testdata/translator/*.json beside each document), feedparser (an Expect comment in each),
 * and those of stated-suites.ts. Everything that looks like a feed is compared with python3 feedparser, if it is there.
 * Texts are compared without markup and white space; fields that a suite does not state are not asked for.
 * Run by hand: node tests/score/feed-suites.ts FOLDER [--show FIELD|all|parsed]
 */

const folder = process.argv[2] ?? ''

// ---------------------------------------------------------------- gofeed

interface GofeedPerson {
  readonly name?: string
  readonly email?: string
}

async function gofeed(root: string): Promise<void> {
  for (const format of ['rss', 'atom', 'json']) {
    const dir = join(root, 'testdata/translator', format)
    for (const name of existsSync(dir) ? readdirSync(dir).filter((file) => file.endsWith('.json')) : []) {
      const document = [name.replace(/\.json$/, '.xml'), name.replace(/\.json$/, '_feed.json')].find((file) => existsSync(join(dir, file)))
      if (document === undefined) continue
      const wanted = JSON.parse(readFileSync(join(dir, name), 'utf8')) as Record<string, unknown> & { items?: Record<string, unknown>[] }
      const found = await readFile('gofeed', join(dir, document))
      const file = `gofeed/${format}/${document}`
      const people = (from: Record<string, unknown>): string[] =>
        ((from['authors'] ?? []) as GofeedPerson[]).map(({ name, email }) => name ?? email ?? '')
      check('gofeed', file, 'feed.title', wanted['title'], found?.feed['title'])
      check('gofeed', file, 'feed.description', wanted['description'], found?.feed['description'])
      check('gofeed', file, 'feed.link', wanted['link'], found?.feed['link'])
      check('gofeed', file, 'feed.language', wanted['language'], found?.feed['language'])
      check('gofeed', file, 'feed.authors', people(wanted), found?.feed['authors'])
      check('gofeed', file, 'feed.categories', wanted['categories'], found?.feed['categories'])
      check('gofeed', file, 'feed.rights', wanted['copyright'], found?.feed['rights'])
      for (const [index, item] of (wanted.items ?? []).entries()) {
        const own = found?.items[index]
        check('gofeed', file, 'item.title', item['title'], own?.title)
        check('gofeed', file, 'item.link', item['link'], own?.url)
        check('gofeed', file, 'item.id', item['guid'], own?.id)
        check('gofeed', file, 'item.date', item['publishedParsed'], own?.published ?? own?.updated)
        check('gofeed', file, 'item.updated date', item['updatedParsed'], own?.updated ?? own?.published)
        check('gofeed', file, 'item.summary', item['description'], own?.summary ?? own?.content)
        check('gofeed', file, 'item.content', item['content'], own?.content ?? own?.summary)
        check('gofeed', file, 'item.authors', people(item), own?.authors)
        check('gofeed', file, 'item.categories', item['categories'], own?.categories)
        check(
          'gofeed',
          file,
          'item.enclosures',
          ((item['enclosures'] ?? []) as { url?: string }[]).map(({ url }) => url),
          own?.enclosures.map(({ url }) => url)
        )
      }
    }
  }
}

// ---------------------------------------------------------------- feedparser

/** `feed['title'] == 'x'` and the like; conditions on anything else are not ours. */
const EXPECTED =
  /^(?:not bozo and )?(feed|entries\[(\d)\])(?:\['(\w+)'\]|\.(\w+))(?:\[(\d)\])?(?:\['(\w+)'\]|\.(\w+))? == u?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\(([\d, ]+)\))$/

async function feedparser(root: string): Promise<void> {
  for (const path of walk(join(root, 'tests')).filter(
    (one) => /\/(wellformed|illformed|encoding|entities)\//.test(one) && one.endsWith('.xml')
  )) {
    const bytes = readFileSync(path)
    const ascii = bytes.toString('latin1').replaceAll('\u0000', '')
    const location = /^Header:\s+Content-Location:\s*(\S+)/im.exec(ascii)?.[1]
    const language = /^Header:\s+Content-Language:\s*(\S+)/im.exec(ascii)?.[1]
    const url = new URL(location ?? '', URL_OF_FEED).href
    // What no server can be asked at is no address of a document.
    const found = await readFile('feedparser', path, isHttpUrl(url) ? url : URL_OF_FEED, language)
    const expected = EXPECTED.exec((/Expect:\s*(.+)/.exec(ascii)?.[1] ?? '').trim())
    if (expected === null) continue
    const [, base, index, one, two, position, three, four, single, double, tuple] = expected
    const key = `${base === 'feed' ? 'feed' : 'item'}.${one ?? two}${(three ?? four) ? `.${three ?? four}` : ''}`
    const value = tuple === undefined ? unescapePython(single ?? double ?? '') : fromTuple(tuple)
    const target = base === 'feed' ? found?.feed : found?.items[Number(index)]
    const [field, own] = ownField(key, (target ?? {}) as Partial<Item> & Readonly<Record<string, unknown>>, Number(position ?? 0), value)
    if (field !== null) check('feedparser', path.slice(root.length + 1), field, value, own)
  }
}

function ownField(
  key: string,
  own: Partial<Item> & Readonly<Record<string, unknown>>,
  position: number,
  wanted: unknown
): readonly [string | null, unknown] {
  const [place] = key.split('.')
  const field = (name: string, value: unknown) => [`${place}.${name}`, value] as const
  switch (key.replace(/^(?:feed|item)\./, '')) {
    case 'title':
    case 'title_detail.value':
      return field('title', own.title)
    case 'link':
      return field('link', own['link'] ?? own.url)
    case 'id':
    case 'guid':
      return field('id', own.id)
    case 'subtitle':
    case 'tagline':
    case 'info':
      return place === 'feed' ? field('description', own['description']) : field('summary', own.summary ?? own.content)
    case 'summary':
    case 'description':
    case 'summary_detail.value':
      return place === 'feed' ? field('description', own['description']) : field('summary', own.summary ?? own.content)
    case 'content.value':
      return field('content', own.content ?? own.summary)
    case 'published_parsed':
      return field('date', own.published ?? own.updated)
    case 'updated_parsed':
      return field('updated date', own.updated ?? own.published)
    case 'author':
    case 'author_detail.name':
    case 'authors.name':
      return field('authors', own.authors?.[position] ?? own.authors?.[0])
    case 'tags.term':
      // Labels stand in the same list, each before its term.
      return field('categories', own.categories?.find((category) => category === wanted) ?? own.categories?.[position])
    case 'category':
      return field('categories', own.categories?.[position])
    case 'enclosures.href':
    case 'enclosures.url':
      return field('enclosures', own.enclosures?.[position]?.url)
    case 'language':
      return field('language', own.language)
    case 'rights':
    case 'copyright':
      return place === 'feed' ? field('rights', own['rights']) : [null, null]
    default:
      return [null, null]
  }
}

function unescapePython(text: string): string {
  return text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\x([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\([nrt'"\\])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter)
}

function fromTuple(text: string): string {
  const [year, month, day, hour, minute, second] = text.split(',').map(Number)
  return new Date(Date.UTC(year!, month! - 1, day, hour, minute, second)).toISOString()
}

// ---------------------------------------------------------------- differential

interface Oracle {
  readonly path: string
  readonly feed: Readonly<Record<'title' | 'language' | 'rights', string>> & { readonly links: readonly string[] }
  readonly items: readonly {
    readonly title: string
    readonly links: readonly string[]
    readonly id: string
    readonly date: string
    readonly summary: string
    readonly bodies: readonly string[]
    readonly authors: readonly string[]
    readonly categories: readonly string[]
    readonly enclosures: readonly string[]
  }[]
}

const ORACLE = `
import sys, json, feedparser, calendar, datetime
feedparser.api.SANITIZE_HTML = 0
def when(e, *keys):
    for k in keys:
        if e.get(k): return datetime.datetime.fromtimestamp(calendar.timegm(e[k]), datetime.timezone.utc).isoformat()
    return ''
for path in sys.stdin.read().splitlines():
    try:
        d = feedparser.parse(path, response_headers={'content-location': 'http://127.0.0.1:8097/tests/feed.xml'}, sanitize_html=False)
        f = d.feed
        alternates = lambda e: [l.get('href') or '' for l in e.get('links', []) if l.get('rel') == 'alternate']
        print(json.dumps({'path': path, 'feed': {'title': f.get('title',''), 'links': alternates(f), 'language': f.get('language',''), 'rights': f.get('rights','')}, 'items': [{'title': e.get('title',''), 'links': alternates(e), 'id': e.get('id',''), 'date': when(e,'published_parsed','updated_parsed','created_parsed'),
          'summary': e.get('summary',''), 'bodies': [c.get('value','') for c in e.get('content') or []],
          'authors': [a.get('name') or a.get('email') or '' for a in e.get('authors', [])], 'categories': [t.get('term') or '' for t in e.get('tags', [])],
          'enclosures': [l.get('href') or '' for l in e.get('enclosures', [])]} for e in d.entries]}))
    except Exception as problem:
        pass
`

async function differential(paths: readonly string[]): Promise<void> {
  const python = spawnSync('/usr/bin/python3', ['-c', ORACLE], { input: paths.join('\n'), maxBuffer: 2 ** 30, encoding: 'utf8' })
  if (python.status !== 0) return console.log('python3 with feedparser is not here: no differential comparison')
  for (const line of python.stdout.split('\n').filter((one) => one !== '')) {
    const { path, feed, items } = JSON.parse(line) as Oracle
    if (items.length === 0) continue
    const found = await readFile('differential', path)
    for (const field of ['title', 'language', 'rights'] as const)
      check('differential', path, `feed.${field}`, feed[field], found?.feed[field])
    checkLink(path, 'feed.link', feed.links, found?.feed['link'])
    check('differential', path, 'number of items', String(items.length), String(found?.items.length ?? 0))
    if (found?.items.length !== items.length) continue
    for (const [index, item] of items.entries()) {
      const own = found.items[index]!
      check('differential', path, 'item.title', item.title, own.title)
      checkLink(path, 'item.link', item.links, own.url)
      check('differential', path, 'item.id', item.id, own.id ?? own.url)
      check('differential', path, 'item.date', item.date, own.published ?? own.updated)
      for (const field of ['authors', 'categories', 'enclosures'] as const) {
        const own: readonly string[] =
          field === 'enclosures' ? found.items[index]!.enclosures.map(({ url }) => url) : found.items[index]![field]
        // It leaves addresses of enclosures relative, and takes machines' words for categories where there are people's. What we find beyond
        // it is no fault: labels of categories, media without an enclosure.
        const wanted = item[field].map((one) =>
          field === 'enclosures' ? (resolveUrl(one, URL_OF_FEED) ?? '') : field === 'categories' ? categoryWord(one) : one
        )
        const ours = own.map((one) => (field === 'categories' ? categoryWord(one) : one))
        check(
          'differential',
          path,
          `item.${field}`,
          wanted,
          ours.filter((one) => wanted.some((other) => fold(field, other) === fold(field, one)))
        )
      }
      // Which of several bodies is the summary, and which the content, is each library's own way; ours must be one of them.
      const bodies = [item.summary, ...item.bodies]
      const oneOf = (text: string | undefined): string =>
        bodies.find((body) => fold('item.content', body) === fold('item.content', text)) ?? bodies[0]!
      check('differential', path, 'item.summary', oneOf(own.summary ?? own.content), own.summary ?? own.content)
      if (item.bodies.length > 0) check('differential', path, 'item.content', oneOf(own.content ?? own.summary), own.content ?? own.summary)
    }
  }
}

/** Of several alternates each library has its own choice; ours must be one of them. */
function checkLink(path: string, field: string, links: readonly string[], own: unknown): void {
  check('differential', path, field, links.find((one) => fold(field, one) === fold(field, own)) ?? links[0] ?? '', own)
}

function categoryWord(term: string): string {
  return isHttpUrl(term) ? '' : term.toLowerCase()
}

function looksLikeFeed(path: string): boolean {
  if (!/\.(xml|rss|atom|rdf)$/.test(path) || statSync(path).size > 2_000_000) return false
  return /<(?:rss|feed|rdf:RDF|atom:feed)[\s>]/.test(readFileSync(path).subarray(0, 3_000).toString('latin1').replaceAll('\u0000', ''))
}

function walk(dir: string): readonly string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

// ---------------------------------------------------------------- report

if (!existsSync(folder)) {
  console.error('name the folder that holds the checkouts')
  process.exitCode = 2
} else {
  const roots = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
  for (const root of roots) {
    await statedSuites(root)
    await assertionSuites(root)
    if (existsSync(join(root, 'testdata/translator'))) await gofeed(root)
    if (existsSync(join(root, 'tests/wellformed'))) await feedparser(root)
  }
  const own = roots.filter((root) => !existsSync(join(root, 'tests/wellformed')))
  await differential(own.flatMap((root) => walk(root)).filter(looksLikeFeed))
  report()
}
