/*
 * Precision and recall of the shipped topics on labelled items. By hand:
 * node tests/score/topics.ts FILE.jsonl [--topic ID] [--misses]
 */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { topicFileSchema } from '../../src/config/schema.ts'
import { compileTopics } from '../../src/tag/compile-topics.ts'
import { scoreTopics, type LabelledArticle } from '../../src/tag/score-topics.ts'
import { tagArticle } from '../../src/tag/tag-article.ts'

const [file = '../shared/eval/topics-dev.jsonl', ...options] = process.argv.slice(2)
const dir = new URL('../../config/topics/', import.meta.url)
const topics = readdirSync(dir)
  .sort()
  .map((name) => topicFileSchema.parse(parse(readFileSync(new URL(name, dir), 'utf8'))))
const startedAt = performance.now()
const tagger = compileTopics(topics)
console.log(`compiled ${tagger.terms.length} terms, ${tagger.automaton.states} states in ${Math.round(performance.now() - startedAt)} ms`)
for (const mistake of tagger.mistakes) console.log('mistake', mistake)

interface Row {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly lang: string
  readonly labels: string[]
  readonly unsure?: string[]
  readonly source: string
}
const rows = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)
const labelled: (LabelledArticle & { readonly row: Row })[] = rows.map((row) => ({
  row,
  language: row.lang,
  labels: row.labels,
  unsure: row.unsure ?? [],
  matches: tagArticle(
    { title: row.title, summary: row.summary, contentText: '', language: row.lang, sourceId: '', regions: [], categories: [] },
    tagger
  )
}))
const only = options.includes('--topic') ? options[options.indexOf('--topic') + 1] : undefined
const known = [...new Set(rows.flatMap((row) => row.labels))].filter((id) => only === undefined || id === only)
for (const [name, set] of [
  ['all', labelled],
  ['without NTREX', labelled.filter(({ row }) => !row.source.includes('NTREX'))]
] as const) {
  console.log(`\n${name}: ${set.length} items`)
  for (const { topicId, language, ...score } of scoreTopics(set, known)) {
    if (language !== null) continue
    const ratios = `P ${score.precision?.toFixed(3)} R ${score.recall?.toFixed(3)} F1 ${score.f1?.toFixed(3)}`
    console.log(topicId.padEnd(22), ratios, `tp ${score.right} fp ${score.wrong} fn ${score.missed}`)
  }
}
if (options.includes('--misses')) {
  for (const topic of known) {
    for (const { row, matches, labels, unsure } of labelled) {
      const match = matches.find((one) => one.topicId === topic)
      const wanted = labels.includes(topic)
      if (unsure.includes(topic) || (match?.matched ?? false) === wanted) continue
      console.log(`\n${wanted ? 'MISSED' : 'WRONG '} ${topic} ${row.id} ${row.lang} score ${match?.score ?? 0}`)
      console.log(`  ${row.title}\n  ${row.summary.slice(0, 400)}`)
      console.log('  ' + (match?.why ?? []).map((hit) => `${hit.rule}:${hit.term}`).join(' | '))
    }
  }
}
