import { join } from 'node:path'
import RssParser from 'rss-parser'
import { readConfig } from '../../src/commands/read-config.ts'
import { createDetector } from '../../src/language/detect-language.ts'
import { type LanguageMemory, rememberLanguage } from '../../src/language/language-memory.ts'
import type { Item } from '../../src/model/item.ts'
import { normalizeItem } from '../../src/normalize/normalize-item.ts'
import { parseFeed } from '../../src/parse/parse-feed.ts'
import { compileTopics } from '../../src/tag/compile-topics.ts'
import { createGazetteer, findRegions } from '../../src/tag/find-regions.ts'
import { tagArticle } from '../../src/tag/tag-article.ts'
import { plainText } from '../../src/text/plain-text.ts'
import { generatedFeed } from './generated-feeds.ts'

/*
 * CPU time of each step of reading, per feed of 30 items, on the feeds of poll.bench.ts, the first round left out: compiling is the
 * business of the whole bench. Parsing is also given as a ratio to rss-parser alone, which reads the same documents as text in the same
 * round. Usage: node tests/bench/reading.ts [feeds] [bytes]
 */

const feeds = Number(process.argv[2] ?? 100)
const bytes = Number(process.argv[3] ?? 80_000)
const loaded = readConfig(join(import.meta.dirname, '../../config'), { env: {} })
if (loaded.kind === 'refused') throw new Error('the shipped configuration is refused')
const spent: Record<string, number> = {}
const bodies = Array.from({ length: feeds }, (_, index) => Buffer.from(generatedFeed(index, bytes)))
const started = process.cpuUsage()
const rssParser = new RssParser()
const detector = createDetector()
const tagger = compileTopics(loaded.config.topics)
const gazetteer = createGazetteer()
detector.detect({ title: 'The first text loads the tables', text: '', declared: null, sourceMemory: null, region: null })
process.stdout.write(`tables loaded in ${millisecondsSince(started).toFixed(0)} ms of CPU\n`)

for (const round of ['first', 'second']) {
  for (const key of Object.keys(spent)) spent[key] = 0
  for (const [index, body] of bodies.entries()) await read(body, index)
  process.stdout.write(`${round} round, CPU ms a feed:`)
  const { 'rss-parser': rssParserMs, ...ours } = spent
  for (const [step, ms] of Object.entries(ours)) process.stdout.write(` ${step} ${(ms / feeds).toFixed(2)}`)
  process.stdout.write(`, in all ${(Object.values(ours).reduce((sum, ms) => sum + ms, 0) / feeds).toFixed(2)}; `)
  process.stdout.write(
    `rss-parser alone ${(rssParserMs! / feeds).toFixed(2)}, parse ${(ours['parse']! / rssParserMs!).toFixed(2)} x that\n`
  )
}

async function read(body: Uint8Array, index: number): Promise<void> {
  const url = `https://n${index}.example/feed`
  let before = process.cpuUsage()
  await rssParser.parseString(body.toString())
  before = note('rss-parser', before)
  const parsed = await parseFeed(body, { url })
  if (parsed.kind === 'failed') throw new Error(parsed.failure.message)
  before = note('parse', before)
  const drafts = parsed.document.items.map((item: Item) => normalizeItem(item, { feedUrl: url, now: Date.UTC(2026, 1, 1) })!)
  before = note('normalize', before)
  let memory: LanguageMemory | null = null
  const languages = drafts.map((draft) => {
    const { guess, shares } = detector.judge({
      title: draft.title,
      text: draft.summary,
      declared: parsed.document.feed.language ?? null,
      sourceMemory: memory,
      region: null
    })
    memory = rememberLanguage(memory, shares)
    return guess.language
  })
  before = note('language', before)
  const texts = drafts.map((draft) => plainText(draft.contentHtml))
  before = note('plain', before)
  for (const [at, { title, summary }] of drafts.entries())
    findRegions({ title, summary, language: languages[at]!, sourceRegion: null }, gazetteer)
  before = note('regions', before)
  for (const [at, { title, summary, categories }] of drafts.entries()) {
    tagArticle(
      { title, summary, contentText: texts[at]!.slice(0, 2_000), language: languages[at]!, sourceId: 's', regions: [], categories },
      tagger
    )
  }
  note('topics', before)
}

function note(step: string, before: NodeJS.CpuUsage): NodeJS.CpuUsage {
  spent[step] = (spent[step] ?? 0) + millisecondsSince(before)
  return process.cpuUsage()
}

function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
