import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readBytes, readFile } from './feed-checks.ts'
import { compare } from './stated-suites.ts'

/*
 * Adapters of suites whose expectations are assertions in the source of their tests, each about one value of one document: laminas-feed
 * and SimplePie (PHP), feedjira (Ruby), Newsboat (C++), and rss-parser's outputs. What an assertion says in words that both sides know is
 * compared; that a value is absent is not asked for, since a suite also says so of what its library does not read.
 */

/** Runs the adapters whose files are in this checkout. */
export async function assertionSuites(root: string): Promise<void> {
  await laminas(join(root, 'test/Reader'))
  await simplePie(join(root, 'tests/Unit'))
  await feedjira(join(root, 'spec'))
  await newsboat(join(root, 'test'))
  await rssParser(join(root, 'test'))
}

type Fields = Record<string, unknown>

/** One fact about the feed, or about the item of that number. */
function stated(item: number | null, field: string, value: unknown): { readonly feed: Fields; readonly items: readonly Fields[] } {
  if (item === null) return { feed: { [field]: value }, items: [] }
  return { feed: {}, items: [...Array.from({ length: item }, () => ({})), { [field]: value }] }
}

function sources(dir: string, ending: RegExp): readonly string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .sort()
    .map((name) => join(dir, name))
}

function unquoted(text: string): string {
  return text.replace(/\\(['"\\])/g, '$1')
}

function fromCode(text: string): string {
  return text.replace(/\\([nrt"'\\])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter)
}

// ---------------------------------------------------------------- laminas-feed

// prettier-ignore
const LAMINAS_FIELDS: Readonly<Record<string, string>> = {
  title: 'title', description: 'description', link: 'link', permalink: 'link', language: 'language', copyright: 'rights', id: 'id', author: 'author',
  authors: 'authors', categories: 'categories', datemodified: 'updated date', datecreated: 'date', lastbuilddate: 'updated date', content: 'content', generator: 'generator', feedlink: 'self'
}

/** A test names a document and says what a getter of its feed, or of the first entry, gives. */
async function laminas(dir: string): Promise<void> {
  for (const path of sources(dir, /^(?:Feed|Entry|Integration)\/\w+Test\.php$/)) {
    const code = readFileSync(path, 'utf8')
    const samples = /feedSamplePath\s*= (?:__DIR__|dirname\(__FILE__\)) \. '([^']+)'/.exec(code)?.[1] ?? ''
    for (const test of code.split(/function (?=\w+\()/).slice(1)) {
      const file = /file_get_contents\(\s*\$this->feedSamplePath(?: \. '([^']+)')?\s*\)/.exec(test)
      const called =
        /assertEquals\(\s*([^]*?),\s*(?:\(array\) )?(?:array_values\()?\$(feed|entry)->get(\w+)\(0?\)(?:->getValues\(\))?\)*;/.exec(test)
      const document = file && join(path, '..', samples, file[1] ?? '')
      const field = called && LAMINAS_FIELDS[called[3]!.toLowerCase()]
      if (!document || !called || field === undefined || !existsSync(document)) continue
      const value = laminasValue(called[1]!.trim(), test, field ?? '')
      // Authors of a feed are there those of its entries too, an id is the title where there is none, and a feed's address the one it was asked with.
      const isOwnWay =
        (called[2] === 'feed' && field!.startsWith('author'))
        || (field === 'id' && /\/title\//.test(document))
        || /NoFeedLink/.test(document)
      if (value === undefined || isOwnWay) continue
      const own = field === 'author' ? 'authors' : field === 'description' && called[2] === 'entry' ? 'summary' : field!
      const found = await readFile('laminas', document)
      // A single author is the first of them.
      const read =
        field === 'author' && found !== null
          ? {
              feed: { ...found.feed, authors: (found.feed['authors'] as string[] | undefined)?.slice(0, 1) },
              items: found.items.map((item) => ({ ...item, authors: item.authors.slice(0, 1) }))
            }
          : found
      compare('laminas', `${document} ${test.slice(0, test.indexOf('('))}`, stated(called[2] === 'feed' ? null : 0, own, value), read)
    }
  }
}

function laminasValue(written: string, test: string, field: string): unknown {
  const text = /^'((?:[^'\\]|\\.)*)'$/.exec(written)?.[1]
  if (text !== undefined) return field === 'authors' ? [unquoted(text)] : unquoted(text)
  if (field.endsWith('date')) return /'(\d{4}-\d\d-\d\dT[^']+)'/.exec(test)?.[1]
  if (field === 'categories')
    return written.startsWith('[') ? [...written.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, one]) => unquoted(one!)) : undefined
  if (field !== 'author' && field !== 'authors') return undefined
  const list = written.startsWith('$') ? new RegExp(`\\${written}\\s*= (\\[[^]*?\\]);`).exec(test)?.[1] : written
  const names = [...(list ?? '').matchAll(/\[[^[\]]*\]/g)]
    .map(([person]) => (/'name'\s*=> '((?:[^'\\]|\\.)*)'/.exec(person) ?? /'email'\s*=> '((?:[^'\\]|\\.)*)'/.exec(person))?.[1])
    .filter((name) => name !== undefined)
    .map(unquoted)
  return names.length > 0 ? (field === 'author' ? names.slice(0, 1) : names) : undefined
}

// ---------------------------------------------------------------- SimplePie

const SIMPLEPIE_FIELDS: Readonly<Record<string, string>> = {
  get_title: 'title',
  get_description: 'description',
  get_copyright: 'rights',
  get_language: 'language',
  get_link: 'link',
  get_content: 'content',
  get_date: 'date',
  get_id: 'id',
  get_permalink: 'link',
  get_image_url: 'image'
}

/** A data provider holds documents with what a getter of the feed, or of its first item, gives; or titles that a template is filled with. */
async function simplePie(dir: string): Promise<void> {
  for (const path of sources(dir, /^(?:SimplePie|Item)Test\.php$/)) {
    const code = readFileSync(path, 'utf8')
    for (const [, provider, test] of code.matchAll(/@dataProvider (\w+)\s+\*\/\s+public function ([^]*?\n {4}\})/g)) {
      const called = /assertSame\(\$expected, \$(feed|item)->(\w+)\(/.exec(test!)
      const field = called && SIMPLEPIE_FIELDS[called[2]!]
      const body = new RegExp(`function ${provider}\\(\\)[^]*?\\n {4}\\}`).exec(code)?.[0]
      if (!called || !field || body === undefined) continue
      const template = /\$data =\s*'((?:[^'\\]|\\.)*)'/.exec(test!)?.[1]
      const own = field === 'description' && called[1] === 'item' ? 'summary' : field
      let index = 0
      for (const [document, value] of providedCases(body, template, field === 'title')) {
        const read = await readBytes('simplepie', `${basename(path)} ${provider} ${index}`, Buffer.from(document))
        compare(
          'simplepie',
          `${basename(path)} ${test!.slice(0, test!.indexOf('('))} ${index++}`,
          stated(called[1] === 'feed' ? null : 0, own, value),
          read
        )
      }
    }
  }
}

function providedCases(body: string, template: string | undefined, isTitle: boolean): readonly (readonly [string, unknown])[] {
  const quoted = `'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*"`
  const text = (written: string): string => (written.startsWith('"') ? fromCode(written.slice(1, -1)) : unquoted(written.slice(1, -1)))
  if (template !== undefined) {
    // A title there is HTML as it was cleaned; ours is compared as text.
    return [...body.matchAll(new RegExp(`\\[(${quoted}), (${quoted})\\]`, 'g'))].map(([, title, expected]) => [
      unquoted(template).replace('%s', () => text(title!)),
      htmlText(text(expected!))
    ])
  }
  return [...body.matchAll(new RegExp(`<<<(\\w+)\\n([^]*?)\\n\\s*\\1\\s*,\\s*(${quoted}|\\d+|null)`, 'g'))].map(([, , document, value]) => [
    document!,
    /^\d/.test(value!)
      ? new Date(Number(value) * 1000).toISOString()
      : value === 'null'
        ? undefined
        : isTitle
          ? htmlText(text(value!))
          : text(value!)
  ])
}

function htmlText(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

// ---------------------------------------------------------------- feedjira

// prettier-ignore
const FEEDJIRA_FIELDS: Readonly<Record<string, string>> = {
  title: 'title', url: 'link', description: 'description', author: 'authors', content: 'content', summary: 'summary', published: 'date', updated: 'updated date', categories: 'categories',
  entry_id: 'id', id: 'id', language: 'language', copyright: 'rights', last_modified: 'updated date', last_built: 'updated date', enclosure_url: 'enclosures'
}

async function feedjira(dir: string): Promise<void> {
  const samples = existsSync(join(dir, 'sample_feeds.rb')) ? readFileSync(join(dir, 'sample_feeds.rb'), 'utf8') : ''
  const fileOf = (name: string): string | undefined => {
    const file = new RegExp(`\\b${name}: "([^"]+)"`).exec(samples)?.[1]
    return file === undefined ? undefined : join(dir, 'sample_feeds', file)
  }
  for (const path of sources(join(dir, 'feedjira/parser'), /_spec\.rb$/)) {
    let sample: string | undefined
    let about: 'feed' | number = 'feed'
    for (const test of readFileSync(path, 'utf8').split(/^(?=\s+(?:it|before|describe|context)\b)/m)) {
      const opened = /(?:parse|\.parse\()\s*\(?(sample_\w+)/.exec(test)?.[1]
      if (opened !== undefined) sample = fileOf(opened)
      if (/entries\.first/.test(test)) about = 0
      const document = sample
      if (document === undefined || !existsSync(document)) continue
      if (/@(?:feed|entry)(?:\.\w+|\[[^\]]+\]) = /.test(test)) continue
      for (const [, variable, getter, written] of test.matchAll(/expect\(@(feed|entry)\.(\w+)\)\.to eq\(?\s*([^\n]+)/g)) {
        const field = FEEDJIRA_FIELDS[getter!]
        const value = field === undefined ? undefined : rubyValue(written!.replace(/\)$/, '').trim(), test, fileOf)
        if (field === undefined || value === undefined) continue
        compare(
          'feedjira',
          `${document} ${basename(path)} ${getter}`,
          stated(variable === 'feed' ? null : Number(about) || 0, field, value),
          await readFile('feedjira', document)
        )
      }
    }
  }
}

function rubyValue(written: string, test: string, fileOf: (name: string) => string | undefined): unknown {
  const text = /^(?:Feedjira::Util::ParseTime\.call\(?\s*|Time\.parse_safely\(?\s*)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)?$/.exec(
    written
  )
  if (text) return fromCode(text[1] ?? text[2]!)
  const words = /^%w\[([^\]]*)\]$/.exec(written)
  if (words) return words[1]!.split(/\s+/)
  const list = /^\[([^\]]*)\]$/.exec(written)
  if (list) return [...list[1]!.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, one]) => fromCode(one!))
  if (/^sample_\w+$/.test(written)) {
    const file = fileOf(written)
    return file === undefined || !existsSync(file) ? undefined : readFileSync(file, 'utf8')
  }
  const assigned = /^\w+$/.test(written) ? new RegExp(`\\b${written} = ([^\\n]+)`).exec(test)?.[1] : undefined
  return assigned === undefined || assigned === written ? undefined : rubyValue(assigned.trim(), '', fileOf)
}

// ---------------------------------------------------------------- Newsboat

const NEWSBOAT_FIELDS: Readonly<Record<string, string>> = {
  title: 'title',
  link: 'link',
  description: 'description',
  language: 'language',
  author: 'authors',
  guid: 'id',
  content_encoded: 'content'
}

/** A test reads documents and says what a field of the feed or of an item is; what stands before the first document is said of all. */
async function newsboat(dir: string): Promise<void> {
  const path = join(dir, 'rsspp_parser.cpp')
  for (const test of existsSync(path) ? readFileSync(path, 'utf8').split('TEST_CASE(').slice(1) : []) {
    const documents = [...test.matchAll(/parse_file\("data\/([^"]+)"/g)]
      .map(([, file]) => join(dir, 'data', file!))
      .filter((file) => existsSync(file))
    for (const document of documents) {
      const feed: Fields = {}
      const items: Fields[] = []
      for (const [, index, name, written] of test.matchAll(
        /REQUIRE\(f\.(?:items\[(\d+)\]\.)?(\w+)\s*==\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)/g
      )) {
        const field = NEWSBOAT_FIELDS[name!]
        if (field === undefined) continue
        const value = [...written!.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, one]) => fromCode(one!)).join('')
        if (index === undefined) feed[field] = value
        else (items[Number(index)] ??= {})[field === 'description' ? 'content' : field] = field === 'authors' ? value.split(', ') : value
      }
      compare('newsboat', document, { feed, items: Array.from(items, (item) => item ?? {}) }, await readFile('newsboat', document))
    }
  }
}

// ---------------------------------------------------------------- rss-parser

async function rssParser(dir: string): Promise<void> {
  const [inputs, outputs] = [join(dir, 'input'), join(dir, 'output')]
  for (const name of existsSync(outputs) && existsSync(inputs) ? readdirSync(outputs).filter((file) => file.endsWith('.json')) : []) {
    const document = readdirSync(inputs).find((file) => file.replace(/\.\w+$/, '') === name.replace(/\.json$/, ''))
    if (document === undefined) continue
    const { feed } = JSON.parse(readFileSync(join(outputs, name), 'utf8')) as { feed: Fields & { items?: Fields[] } }
    // It reads any bytes as UTF-8, and parts the inside of XHTML by the names of its elements: what came of that is no expectation.
    const whole = (value: unknown): unknown => (typeof value === 'string' && value.includes('\ufffd') ? undefined : value)
    const items = (feed.items ?? []).map((item) => ({
      title: whole(item['title']),
      link: item['link'],
      id: item['guid'] ?? item['id'],
      date: item['isoDate'],
      content: whole(item['content:encoded']),
      authors: item['creator'] === undefined ? undefined : [whole(item['creator'])]
    }))
    const about = {
      title: whole(feed['title']),
      link: feed['link'],
      description: whole(feed['description']),
      language: feed['language'],
      rights: whole(feed['copyright'])
    }
    compare('rss-parser', `${inputs}/${document}`, { feed: about, items }, await readFile('rss-parser', join(inputs, document)))
  }
}
