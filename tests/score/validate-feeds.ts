/*
 * Has other people's programs read our feeds: `node tests/score/validate-feeds.ts [random items]`, with FEEDVALIDATOR naming the `src` folder
 * of a checkout of the W3C feed validator. Needs xmllint, sfeed, newsboat, python3 with feedparser, html5lib, lxml and rdflib, go with
 * golang-github-mmcdole-gofeed-dev, liferea with xvfb and dbus; what is not there is skipped by name. Exit 1 when a reader sees another
 * number of items or the validator finds something.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { parseFeed } from 'feedsmith'
import type { FeedFormat, PublishedFeed, PublishedItem } from '../../src/model/published.ts'
import { safeHtml } from '../../src/normalize/safe-html.ts'
import { renderOpml } from '../../src/publish/opml.ts'
import { renderTopicFeed } from '../../src/publish/topic-feed.ts'
import { createApp } from '../../src/serve/app.ts'
import { jsonFeedFaults } from './json-feed-rules.ts'
import { publishedFeed, publishedItem } from '../publish/feed-builder.ts'
import { aConfig, aFilledStore, bring, TEXTS } from '../support/store-builder.ts'

const run = promisify(execFile)
const RANDOM_ITEMS = Number(process.argv[2] ?? 10_000)
const ITEMS_A_FEED = 500

/**
 * Warnings the project decided to live with. Tombstones are RFC 6721, which the validator does not know. In plain text of `type="text"`
 * and in attributes of OPML, `&` before a word and a lone `<` are only signs; the validator guesses that they are HTML.
 */
const DECIDED: readonly (readonly [RegExp, string])[] = [
  [/^tombstones\.atom$/, 'UnknownNamespace'],
  [/^random-\d+\.atom$/, 'ContainsHTML'],
  [/^random-\d+\.atom$/, 'ContainsUndeclaredHTML'],
  [/^topics\.opml$/, 'NotHtml']
]

const HOSTILE = [
  ']]> and ]]> again',
  'bell\b\u0007 and NUL\0',
  '\u202eright to left\u202c \u2066isolate',
  'lone \ud800 surrogate \udc00',
  'R&D sites: 5 < 6',
  '<script>alert(1)</script>',
  '&amp;amp; &lt;b&gt;',
  ']]></content:encoded></item><item><title>forged',
  '{{title}}',
  'U+FFFE \ufffe U+FFFF \uffff U+FFFD \ufffd',
  `z${'\u0301\u0323'.repeat(60)}algo`,
  'line\r\nbreak\u2028two',
  '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇺🇳',
  'وزارة الصحة تعلن إغلاق الجسر',
  'העירייה פותחת מרכז מחשוב',
  '北京经开区发布人工智能政策',
  '市がデータセンターを開設',
  '시가 컴퓨팅 센터를 연다',
  'slot:title:0;',
  '$& $1 $$',
  '\u0338 leading mark',
  'x'.repeat(20_000),
  'it\'s a "quote"',
  '%s %n ${x} #{y}'
]

function items(texts: readonly string[]): PublishedItem[] {
  return texts.map((text, index) =>
    publishedItem({
      id: `tag:news.example.org,2026:article/${index}`,
      url: `https://city.example.org/${index}?a=1&b=2`,
      title: `${index} ${text}`,
      summary: text,
      contentHtml: safeHtml(`<p>${text}</p><p>Second &amp; last.</p>`, { base: 'https://city.example.org/', images: true }),
      authors: [`Ada ${text.slice(0, 50)}`],
      categories: [{ term: `t${text.slice(0, 50)}`, scheme: 'https://news.example.org/topics', label: `l${text.slice(0, 50)}` }],
      source: {
        id: 'city',
        name: `City ${text.slice(0, 50)}`,
        homepage: 'https://city.example.org/',
        feedUrl: 'https://city.example.org/feed?x&y'
      },
      alsoBy: [{ name: text.slice(0, 50), url: 'https://region.example.org/1' }],
      why: text,
      language: /[\u0600-\u06ff]/.test(text) ? 'ar' : /[\u0590-\u05ff]/.test(text) ? 'he' : /\p{Script=Han}/u.test(text) ? 'zh-Hans' : 'en',
      direction: /[\u0590-\u06ff]/.test(text) ? 'rtl' : 'ltr',
      updatedAt: Date.UTC(2026, 10, 21) - index * 60_000
    })
  )
}

function randomTexts(): string[] {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc
      .array(
        fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
        { maxLength: 60 }
      )
      .map((units) => units.join('')),
    fc
      .array(fc.constantFrom(']]>', '<', '&', '"', '\0', '\u202e', '\ud83d', '</item>', '</entry>', '&#8;', 'word', ' ', '\n'), {
        maxLength: 20
      })
      .map((pieces) => pieces.join(''))
  )
  return fc.sample(anything, { numRuns: RANDOM_ITEMS, seed: 20_261_123 })
}

const dir = await mkdtemp(join(tmpdir(), 'courant-feeds-'))
interface Document {
  readonly body: string
  readonly contentType: string
  readonly items: number
  readonly url: string
}
const bodies = new Map<string, Document>()
const server = createServer((request, response) => {
  const found = bodies.get((request.url ?? '').slice(1))
  response.writeHead(found ? 200 : 404, { 'content-type': found?.contentType ?? 'text/plain' }).end(found?.body ?? '')
})
const baseUrl = await new Promise<string>((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
})

let failures = 0
const counts: Record<string, { right: number; wrong: number }> = {}
function count(reader: string, path: string, expected: number, seen: number | string): void {
  const tally = (counts[reader] ??= { right: 0, wrong: 0 })
  if (expected === seen) tally.right++
  else {
    tally.wrong++
    failures++
    console.log(`${reader}: ${path}: expected ${expected} items, saw ${seen}`)
  }
}

try {
  addFeed('clean', items(['City opens a computing centre', 'AI native industry grows', '北京经开区发布人工智能政策']))
  addFeed('hostile', items(HOSTILE))
  addFeed('empty', [])
  addFeed('archive', items(HOSTILE.slice(0, 3)), {
    kind: 'archive',
    paging: { current: `${baseUrl}/hostile.atom`, prevArchive: `${baseUrl}/2026-09.atom`, nextArchive: `${baseUrl}/2026-11.atom` }
  })
  addFeed('paged', items(HOSTILE), { paging: { first: `${baseUrl}/paged.atom`, next: `${baseUrl}/paged.atom?page=2` }, language: null })
  addFeed('tombstones', items(HOSTILE.slice(0, 3)), { tombstones: [{ id: 'tag:news.example.org,2026:article/99', at: 0 }] })
  const random = randomTexts()
  for (let at = 0; at < random.length; at += ITEMS_A_FEED)
    addFeed(`random-${at / ITEMS_A_FEED}`, items(random.slice(at, at + ITEMS_A_FEED)))
  const opml = renderOpml({
    title: 'Topics ]]> & \b more',
    outlines: HOSTILE.map((text, index) => ({
      title: `${index} ${text}`,
      feedUrl: `https://news.example.org/${index}.atom?a&b`,
      htmlUrl: 'https://news.example.org/',
      language: 'en'
    }))
  })
  await writeFile(join(dir, 'topics.opml'), opml)

  await using site = await servedSite()
  for (const path of site.paths) await addServed(site.origin, path)
  for (const [path, { body }] of bodies) await writeFile(join(dir, path), body)

  readWithFeedsmith()
  judgeJson()
  await available('xmllint', readWithXmllint)
  await available('sfeed', readWithSfeed)
  await available('newsboat', readWithNewsboat)
  await available('python3', readWithFeedparser)
  await available('go', readWithGofeed)
  await available('liferea', readWithLiferea)
  if (process.env['FEEDVALIDATOR']) await validate(process.env['FEEDVALIDATOR'])
  else console.log('W3C validator: skipped, FEEDVALIDATOR is not set')
  console.table(counts)
} finally {
  server.close()
  await rm(dir, { recursive: true, force: true })
}
process.exitCode = failures > 0 ? 1 : 0

function addFeed(name: string, list: readonly PublishedItem[], changes: Partial<PublishedFeed> = {}): void {
  const selfUrls = { rss: `${baseUrl}/${name}.rss`, atom: `${baseUrl}/${name}.atom`, json: `${baseUrl}/${name}.json` }
  const own = list.map((item, index) => ({ ...item, id: `tag:news.example.org,2026:article/${name}/${index}` }))
  const feed = publishedFeed(own, { id: `tag:news.example.org,2026:topic/${name}`, selfUrls, ...changes })
  for (const format of ['rss', 'atom', 'json'] satisfies FeedFormat[]) {
    const { body, contentType, leftOut } = renderTopicFeed(feed, format)
    if (leftOut.length > 0) console.log(name, format, 'left out', leftOut)
    bodies.set(`${name}.${format}`, { body, contentType, items: list.length, url: `${baseUrl}/${name}.${format}` })
  }
}

/** A document as the application serves it. Readers must see the items it seems to have. */
async function addServed(origin: string, path: string): Promise<void> {
  const response = await fetch(`${origin}${path}`)
  const body = await response.text()
  const contentType = response.headers.get('content-type') ?? ''
  if (response.status !== 200) throw new Error(`${path} answers ${response.status}`)
  const found = contentType.includes('json')
    ? (JSON.parse(body) as { items: unknown[] }).items.length
    : (body.match(/<(?:item|entry)[ >]/g) ?? []).length
  bodies.set(`served${path.replaceAll(/[/?=]/g, '_')}`, { body, contentType, items: found, url: `${origin}${path}` })
}

/** The whole application over a store of hostile titles: topics, variants, pages, archives, searches and the operators' feed. */
async function servedSite(): Promise<AsyncDisposable & { readonly origin: string; readonly paths: readonly string[] }> {
  const now = Date.now()
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  const origin = `http://127.0.0.1:${port}`
  const [first, ...rest] = aConfig().topics
  const config = { ...aConfig({ public_url: origin }), topics: [{ ...first!, feed: { ...first!.feed, items: 12 } }, ...rest] }
  const store = await aFilledStore(config, now)
  for (const [index, text] of HOSTILE.entries()) {
    await bring(
      store,
      { ...TEXTS[0]!, id: `hostile-${index}`, story: `hostile-${index}`, title: text, source: 'river', hoursAgo: 3 + index },
      now
    )
    await bring(
      store,
      { ...TEXTS[0]!, id: `old-${index}`, story: `old-${index}`, title: text, source: 'river', hoursAgo: 24 * 40 + index },
      now
    )
  }
  const app = createApp({ store, config: () => config, now: () => now, log: false })
  await app.listen({ host: '127.0.0.1', port })
  const id = first!.topic.id
  const feeds = [
    `/topics/${id}`,
    `/topics/${id}/page/2`,
    `/topics/${id}/zh-Hans`,
    `/topics/${id}/region/CN-BJ`,
    '/topics/public-health',
    '/search'
  ]
  const paths = feeds.flatMap((feed) => ['atom', 'rss', 'json'].map((ending) => `${feed}.${ending}${feed === '/search' ? '?q=park' : ''}`))
  const archives = (await store.archivedMonths(id)).map((month) => `/topics/${id}/archive/${month}.atom`)
  return {
    origin,
    paths: [...paths, ...archives, '/status.atom'],
    async [Symbol.asyncDispose]() {
      await app.close()
      await store.close()
    }
  }
}

async function available(program: string, read: () => Promise<void>): Promise<void> {
  try {
    await run('which', [program])
  } catch {
    console.log(`${program}: skipped, not installed`)
    return
  }
  await read()
}

function xmlFeeds(): [string, number][] {
  return [...bodies].filter(([, { contentType }]) => !contentType.includes('json')).map(([path, { items: expected }]) => [path, expected])
}

function readWithFeedsmith(): void {
  for (const [path, { body, items: expected }] of bodies) {
    try {
      const { feed } = parseFeed(body) as { feed: { items?: unknown[]; entries?: unknown[] } }
      count('feedsmith', path, expected, (feed.items ?? feed.entries ?? []).length)
    } catch (thrown) {
      count('feedsmith', path, expected, String(thrown))
    }
  }
}

function judgeJson(): void {
  for (const [path, { body, contentType, url }] of bodies) {
    if (contentType.includes('json')) count('JSON Feed rules', path, 0, jsonFeedFaults(body, url).slice(0, 3).join('; ') || 0)
  }
}

async function readWithXmllint(): Promise<void> {
  for (const [path, expected] of xmlFeeds()) {
    const { stdout } = await run('xmllint', ['--xpath', 'count(//*[local-name()="item" or local-name()="entry"])', join(dir, path)]).catch(
      (thrown) => ({ stdout: String(thrown) })
    )
    count('xmllint', path, expected, Number(stdout))
  }
  await run('xmllint', ['--noout', join(dir, 'topics.opml')])
}

async function readWithSfeed(): Promise<void> {
  for (const [path, expected] of xmlFeeds()) {
    const child = spawn('sfeed', [])
    child.stdin.end(bodies.get(path)!.body)
    let out = ''
    for await (const chunk of child.stdout) out += chunk
    count('sfeed', path, expected, out.split('\n').filter((line) => line !== '').length)
  }
}

/** One cache a format and served document: newsboat keeps items by id alone, and ours are equal in all formats and variants. */
async function readWithNewsboat(): Promise<void> {
  await writeFile(join(dir, 'config'), 'max-items 0\n')
  const made = xmlFeeds().filter(([path]) => !path.startsWith('served'))
  for (const format of ['rss', 'atom'])
    await reloadNewsboat(
      format,
      made.filter(([path]) => path.endsWith(`.${format}`))
    )
  for (const [path, expected] of xmlFeeds().filter(([path]) => path.startsWith('served'))) await reloadNewsboat(path, [[path, expected]])
}

async function reloadNewsboat(name: string, feeds: readonly (readonly [string, number])[]): Promise<void> {
  const cache = join(dir, `newsboat-${name}.db`)
  await writeFile(join(dir, 'urls'), feeds.map(([path]) => `${bodies.get(path)!.url}\n`).join(''))
  const options = { env: { ...process.env, HOME: dir, TERM: 'dumb' }, timeout: 300_000 }
  await run('newsboat', ['-x', 'reload', '-u', join(dir, 'urls'), '-c', cache, '-C', join(dir, 'config')], options)
  const database = new DatabaseSync(cache)
  const counting = database.prepare('select count(*) as n from rss_item where feedurl = ?')
  for (const [path, expected] of feeds) count('newsboat', path, expected, Number(counting.get(bodies.get(path)!.url)!['n']))
  database.close()
}

async function readWithFeedparser(): Promise<void> {
  const script =
    'import sys, json, feedparser\nfor p in sys.argv[1:]:\n d = feedparser.parse(p)\n print(json.dumps([p, len(d.entries), bool(d.bozo), len(set(e.id for e in d.entries))]))'
  const { stdout } = await run('/usr/bin/python3', ['-c', script, ...xmlFeeds().map(([path]) => join(dir, path))], { maxBuffer: 1e8 })
  const seen = new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as [string, number, boolean, number])
      .map(([path, ...rest]) => [path, rest])
  )
  for (const [path, expected] of xmlFeeds()) {
    const [entries, broken, ids] = seen.get(join(dir, path))!
    count('feedparser', path, expected, broken ? 'not well-formed' : entries !== ids ? 'ids that repeat' : entries)
  }
}

/** Debian's library, built in the manner of its packages: from sources below /usr/share/gocode, without modules. */
async function readWithGofeed(): Promise<void> {
  const source = `package main
import ("fmt"; "os"; "github.com/mmcdole/gofeed")
func main() {
  for _, path := range os.Args[1:] {
    file, err := os.Open(path)
    if err != nil { panic(err) }
    feed, err := gofeed.NewParser().Parse(file)
    if err != nil { fmt.Printf("%s\\t%q\\n", path, err.Error()); continue }
    ids, dated := map[string]bool{}, 0
    for _, item := range feed.Items {
      ids[item.GUID] = true
      if item.PublishedParsed != nil || item.UpdatedParsed != nil { dated++ }
    }
    if len(ids) != len(feed.Items) || dated != len(feed.Items) { fmt.Printf("%s\\t%d ids, %d dates\\n", path, len(ids), dated); continue }
    fmt.Printf("%s\\t%d\\n", path, len(feed.Items))
  }
}
`
  await writeFile(join(dir, 'read.go'), source)
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(dir, 'go-cache') }
  await run('go', ['build', '-o', join(dir, 'read-with-gofeed'), join(dir, 'read.go')], { env })
  const { stdout } = await run(
    join(dir, 'read-with-gofeed'),
    [...bodies.keys()].map((path) => join(dir, path)),
    { maxBuffer: 1e8 }
  )
  const seen = new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t') as [string, string])
  )
  for (const [path, { items: expected }] of bodies) count('gofeed', path, expected, Number(seen.get(join(dir, path)) ?? NaN))
}

/**
 * A program with windows: it runs on a display that nobody sees, and is told of each feed as a browser tells it. Its database is looked at
 * until nothing more comes. Version 1.14 reads RSS and Atom, not JSON Feed.
 */
async function readWithLiferea(): Promise<void> {
  const home = join(dir, 'liferea')
  const settings = join(home, '.config/glib-2.0/settings')
  await mkdir(settings, { recursive: true })
  await writeFile(join(settings, 'keyfile'), '[org/gnome/liferea]\nmaxitemcount=10000\nlast-window-state=1\n')
  await mkdir(join(home, '.config/liferea'))
  await writeFile(join(home, '.config/liferea/feedlist.opml'), '<opml version="1.0"><head><title>none</title></head><body/></opml>')
  // Without a network beyond loopback it would take itself for offline.
  const env = { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, GSETTINGS_BACKEND: 'keyfile', GIO_USE_NETWORK_MONITOR: 'base' }
  const script =
    'liferea --disable-plugins & reader=$!; sleep 15; for url; do liferea --add-feed="$url"; sleep 1; done; read -r _; kill $reader'
  const urls = xmlFeeds().map(([path]) => bodies.get(path)!.url)
  const child = spawn('xvfb-run', ['-a', 'dbus-run-session', '--', 'sh', '-c', script, 'sh', ...urls], {
    env,
    stdio: ['pipe', 'ignore', 'ignore']
  })
  const items = 'select source, (select count(*) from items where items.node_id = subscription.node_id) as n from subscription'
  let seen = new Map<unknown, number>()
  for (let still = 0; still < 15 && child.exitCode === null;) {
    await setTimeout(2_000)
    const before = [...seen.values()].reduce((sum, n) => sum + n, 0)
    seen = readTable(join(home, '.local/share/liferea/liferea.db'), items)
    const now = [...seen.values()].reduce((sum, n) => sum + n, 0)
    still = now === before ? still + 1 : 0
  }
  child.stdin.end('\n')
  await once(child, 'exit')
  for (const [path, expected] of xmlFeeds()) count('liferea', path, expected, seen.get(bodies.get(path)!.url) ?? 'no such feed')
}

function readTable(path: string, sql: string): Map<unknown, number> {
  if (!existsSync(path)) return new Map()
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return new Map(
      database
        .prepare(sql)
        .all()
        .map((row) => [row['source'], Number(row['n'])])
    )
  } catch {
    return new Map() // it is being made
  } finally {
    database.close()
  }
}

async function validate(validator: string): Promise<void> {
  const script = `
import sys, json, socket
socket.getaddrinfo = lambda *a, **k: [(2, 1, 6, '', ('192.0.2.1', 0))]
sys.path.insert(0, sys.argv[1])
import feedvalidator
from feedvalidator import compatibility
from feedvalidator.formatter.text_plain import Formatter
for line in sys.stdin:
  path, url, kind = json.loads(line)
  try:
    events = feedvalidator.validateStream(open(path, 'rb'), firstOccurrenceOnly=0, contentType=kind, base=url)['loggedEvents']
  except feedvalidator.logging.ValidationFailure as failure:
    events = [failure.event]
  f = Formatter(events)
  print(json.dumps([path, [[type(e).__name__, isinstance(e, feedvalidator.logging.Error), f.format(e) + ' ' + str(e.params.get('message', ''))[:60] + ' ' + str(e.params.get('value', ''))[:60]] for e in compatibility.AA(events)]]))
`
  const documents = [
    ...xmlFeeds().map(([path]) => [join(dir, path), bodies.get(path)!.url, bodies.get(path)!.contentType]),
    [join(dir, 'topics.opml'), `${baseUrl}/topics.opml`, 'text/x-opml; charset=utf-8']
  ]
  const child = spawn('/usr/bin/python3', ['-c', script, validator], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(documents.map((document) => JSON.stringify(document) + '\n').join(''))
  let out = ''
  for await (const chunk of child.stdout) out += chunk
  const kinds: Record<string, number> = {}
  let errors = 0
  let warnings = 0
  let decided = 0
  const results = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, [string, boolean, string][]])
  if (results.length !== documents.length) failures++
  for (const [path, events] of results) {
    const name = path.slice(dir.length + 1)
    for (const [kind, isError, message] of events) {
      if (DECIDED.some(([document, expected]) => document.test(name) && expected === kind)) {
        decided++
        continue
      }
      kinds[`${name.replace(/-\d+/, '')} ${kind}`] = (kinds[`${name.replace(/-\d+/, '')} ${kind}`] ?? 0) + 1
      if (isError) errors++
      else warnings++
      if (errors + warnings <= 20) console.log(`W3C: ${name}: ${kind}: ${message}`)
    }
  }
  failures += errors + warnings
  console.log(`W3C validator: ${results.length} documents, ${errors} errors, ${warnings} warnings, ${decided} decided`, kinds)
}
