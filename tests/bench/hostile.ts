import { createDetector } from '../../src/language/detect-language.ts'
import { readBody } from '../../src/poll/read-body.ts'

/*
 * CPU time of reading documents that were made to cost, as a thread of the pool reads them. Usage: node tests/bench/hostile.ts
 */

const LETTERS = 'The council opens a bridge'

const documents: Readonly<Record<string, string>> = {
  'a small feed': item('x'),
  '100,000 elements deep': rss(`<item>${'<a>'.repeat(100_000)}`),
  '300,000 elements left open': rss('<item>'.repeat(300_000)),
  '200,000 attributes': rss(`<item ${Array.from({ length: 200_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`),
  '200,000 items': rss(`<item><title>${LETTERS}</title></item>`.repeat(200_000)),
  '8 MB of text in one item': item('word '.repeat(1_600_000)),
  '8 MB of markup in one item': item(escape('<p>word</p>'.repeat(400_000))),
  '4 million opening brackets': item('<'.repeat(4_000_000)),
  '4 million opening brackets, quoted': item(`<![CDATA[${'<'.repeat(4_000_000)}]]>`),
  '300,000 quotations': item('<![CDATA[x]]>'.repeat(300_000)),
  '500,000 comments': rss('<!-- x -->'.repeat(500_000)),
  'a million character references': item('&#65;'.repeat(1_000_000)),
  '5,000 entities, used 200,000 times': `<!DOCTYPE x [${Array.from({ length: 5_000 }, (_, index) => `<!ENTITY e${index} "${'a'.repeat(100)}">`).join('')}]>${item('&e1;'.repeat(200_000))}`,
  '500,000 marks on one letter': rss(`<item><title>a${'\u0301'.repeat(500_000)}</title></item>`),
  'JSON 300,000 levels deep': `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(300_000)}`,
  '100,000 nested blocks in an item': item(escape('<div>'.repeat(100_000))),
  '100,000 open quotes in an item': item(escape('<a href="'.repeat(100_000))),
  '500 items of 16 KB, simple': items(escape('<p>word <b>bold</b> <a href="http://b.example/">x</a></p>'.repeat(250))),
  '500 items of 16 KB, tables': items(escape('<table><tr><td>word</td></tr></table>'.repeat(400)))
}

const detector = createDetector()
for (const [name, document] of Object.entries(documents)) {
  const bytes = new TextEncoder().encode(document)
  const before = process.cpuUsage()
  const context = { url: 'http://a.example/', itemsMax: 500 }
  const drafting = {
    feedUrl: context.url,
    now: 0,
    declared: null,
    region: null,
    memory: null,
    seen: [],
    settingsHash: '',
    matching: { identity: 'auto' as const, sourceId: 'town', pair: null }
  }
  const { kind } = await readBody({ task: 'read', body: { bytes, context, page: null }, drafting }, detector)
  const { user, system } = process.cpuUsage(before)
  process.stdout.write(
    `${((user + system) / 1_000).toFixed(0).padStart(6)} ms  ${(bytes.length / 1_000_000).toFixed(1).padStart(5)} MB  ${name}: ${kind}\n`
  )
}

function rss(inside: string): string {
  return `<rss version="2.0"><channel><title>News</title>${inside}</channel></rss>`
}

function item(description: string): string {
  return rss(`<item><title>${LETTERS}</title><link>http://a.example/1</link><description>${description}</description></item>`)
}

function items(description: string): string {
  return rss(
    Array.from(
      { length: 500 },
      (_, index) =>
        `<item><title>${LETTERS} in town ${index}</title><link>http://a.example/${index}</link><description>${description}</description></item>`
    ).join('')
  )
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
