import { readFileSync } from 'node:fs'
import { canonicalUrl } from '../../src/normalize/canonical-url.ts'
import type { Lexicon } from '../../src/dedupe/lexicon.ts'
import { seedLexicon } from '../../src/dedupe/lexicon-seed.ts'
import { matchEntry } from '../../src/dedupe/match-entry.ts'
import { matchTokens } from '../../src/dedupe/match-tokens.ts'
import { createMemory } from '../../src/dedupe/neighbour-memory.ts'

/**
 * Scores duplicates and stories on a labelled sample: node tests/score/dedupe.ts [FILE] [--copies-only] [--as-streamed] [--errors PART]
 * The sample's own description says what the labels mean. Real parts are printed apart from synthetic ones.
 */
const argv = process.argv.slice(2)
const file =
  argv.find((one) => !one.startsWith('--') && one.endsWith('.jsonl'))
  ?? new URL('../../../shared/eval/dedup-dev.jsonl', import.meta.url).pathname
const stories = !argv.includes('--copies-only')
const errorsOf = argv.includes('--errors') ? argv[argv.indexOf('--errors') + 1]! : null

interface Labelled {
  readonly id: string
  readonly source: string
  readonly url: string
  readonly title: string
  readonly summary: string
  readonly lang: string
  readonly published: string
  readonly label: {
    readonly part: string
    readonly dup: number | null
    readonly story: number | null
    readonly ignore?: readonly string[]
    readonly guard?: readonly (readonly [string, 0 | 1, string])[]
    readonly hand?: readonly (readonly [string, 0 | 1])[]
  }
}

const items = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Labelled)
const byId = new Map(items.map((item) => [item.id, item]))
const lexicon: Lexicon = argv.includes('--no-lexicon') ? { get: () => undefined } : seedLexicon()

const memory = createMemory()
const startedAt = performance.now()
const articleOf = new Map<string, string>()
const reasonOf = new Map<string, string>()
const storyAtFirst = new Map<string, string>()
const mergedInto = new Map<string, string>()
for (const item of items) {
  const match = matchEntry(
    memory,
    {
      entryId: item.id,
      sourceId: item.source,
      tokens: matchTokens({
        sourceId: item.source,
        title: item.title,
        summary: item.summary,
        language: item.lang,
        canonicalUrl: canonicalUrl(item.url)
      }),
      at: Date.parse(item.published),
      deduplicate: true
    },
    { lexicon, stories }
  )
  articleOf.set(item.id, match.articleId)
  storyAtFirst.set(item.id, match.storyId)
  for (const { from, into } of match.mergedStories) mergedInto.set(from, into)
  reasonOf.set(item.id, match.storyReason ?? '')
  if (match.copyOf) reasonOf.set(item.id, `${match.copyOf} ${match.joinReason}`)
}
const seconds = (performance.now() - startedAt) / 1000
const storyOf = (id: string): string => {
  let story = storyAtFirst.get(id)!
  if (!argv.includes('--as-streamed')) while (mergedInto.has(story)) story = mergedInto.get(story)!
  return story
}
console.log(
  `${items.length} items, ${Math.round(items.length / seconds)} items/s, ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB heap`
)

scoreCopies()
scoreGuards()
scoreHand()
if (stories) scoreStories()

function scoreCopies(): void {
  const ignored = new Set(items.flatMap((item) => (item.label.ignore ?? []).map((id) => [id, item.id].sort().join(' '))))
  const parts = new Map<string, { hit: number; false: number; missed: number }>()
  const tally = (part: string) => parts.get(part) ?? parts.set(part, { hit: 0, false: 0, missed: 0 }).get(part)!
  const labelled = items.filter((item) => item.label.dup !== null && item.label.dup !== undefined)
  const seen = new Set<string>()
  const count = (groups: Iterable<readonly Labelled[]>) => {
    for (const group of groups) {
      for (let i = 0; i < group.length; i++) {
        for (let j = i + 1; j < group.length; j++) {
          const [a, b] = [group[i]!, group[j]!]
          const pair = [a.id, b.id].sort().join(' ')
          if (seen.has(pair) || ignored.has(pair)) continue
          seen.add(pair)
          const truth = a.label.dup === b.label.dup
          const found = articleOf.get(a.id) === articleOf.get(b.id)
          const part = a.label.part === b.label.part ? a.label.part : 'mixed'
          const names = [
            part,
            'all',
            ...(a.label.part !== 'syndicated' && b.label.part !== 'syndicated' ? [] : []),
            ...(['tw-gov', 'jp-gov', 'ch-gov'].includes(part) ? ['REAL'] : [])
          ]
          for (const name of names) {
            const row = tally(name)
            if (truth && found) row.hit++
            else if (found) row.false++
            else row.missed++
          }
          if (truth !== found && errorsOf === part) show(truth ? 'MISSED' : 'FALSE', a, b)
        }
      }
    }
  }
  count(groupBy(labelled, (item) => String(item.label.dup)).values())
  count(groupBy(labelled, (item) => articleOf.get(item.id)!).values())
  console.log('duplicates')
  for (const [part, { hit, false: wrong, missed }] of [...parts].sort()) {
    const p = hit / (hit + wrong)
    const r = hit / (hit + missed)
    console.log(
      `  ${part.padEnd(12)} P ${p.toFixed(3)} R ${r.toFixed(3)} F1 ${((2 * p * r) / (p + r)).toFixed(3)}  (${hit} found, ${wrong} false, ${missed} missed)`
    )
  }
}

function show(what: string, a: Labelled, b: Labelled): void {
  console.log(what, (Date.parse(b.published) - Date.parse(a.published)) / 36e5, 'h', a.lang)
  for (const one of [a, b])
    console.log('   ', one.id, one.source, '|', one.title, '|', one.summary.slice(0, 120), '|', reasonOf.get(one.id) ?? '')
}

function scoreGuards(): void {
  const kinds = new Map<string, { merged: number; of: number; must: number }>()
  let falseMerges = 0
  let negatives = 0
  let missed = 0
  let controls = 0
  for (const item of items) {
    for (const [other, must, kind] of item.label.guard ?? []) {
      const merged = articleOf.get(other) === articleOf.get(item.id)
      const row = kinds.get(kind) ?? kinds.set(kind, { merged: 0, of: 0, must }).get(kind)!
      row.of++
      if (merged) row.merged++
      if (must) {
        controls++
        if (!merged) missed++
      } else {
        negatives++
        if (merged) falseMerges++
      }
      if (merged !== (must === 1) && errorsOf === 'guard') show(must ? 'CONTROL MISSED' : 'GUARD BROKEN', byId.get(other)!, item)
    }
  }
  console.log(`guards: ${falseMerges} false merges of ${negatives}, ${missed} controls missed of ${controls}`)
  for (const [kind, { merged, of, must }] of kinds) if (merged !== (must ? of : 0)) console.log(`  ${kind}: ${merged} of ${of} merged`)
}

function scoreHand(): void {
  let hit = 0
  let wrong = 0
  let missed = 0
  for (const item of items) {
    for (const [other, same] of item.label.hand ?? []) {
      const found = articleOf.get(other) === articleOf.get(item.id)
      if (found && same) hit++
      else if (found) wrong++
      else if (same) missed++
      if (found !== (same === 1) && errorsOf === 'hand') show(same ? 'MISSED' : 'FALSE', byId.get(other)!, item)
    }
  }
  console.log(
    `hand pairs (titles only, news): P ${(hit / (hit + wrong)).toFixed(3)} R ${(hit / (hit + missed)).toFixed(3)} (${hit} found, ${wrong} false, ${missed} missed)`
  )
}

function scoreStories(): void {
  const labelled = items.filter((item) => item.label.story !== null && item.label.story !== undefined)
  const partsOf = (item: Labelled): readonly string[] => [item.label.part, 'all']
  const sums = new Map<string, { p: number; r: number; n: number }>()
  const truths = groupBy(labelled, (item) => String(item.label.story))
  const founds = groupBy(labelled, (item) => storyOf(item.id))
  const across = { hit: 0, false: 0, missed: 0 }
  const acrossByPart = new Map<string, { hit: number; false: number; missed: number }>()
  for (const item of labelled) {
    const truth = truths.get(String(item.label.story))!
    const found = founds.get(storyOf(item.id))!
    const both = found.filter((other) => other.label.story === item.label.story).length
    for (const part of partsOf(item)) {
      const sum = sums.get(part) ?? sums.set(part, { p: 0, r: 0, n: 0 }).get(part)!
      sum.p += both / found.length
      sum.r += both / truth.length
      sum.n++
    }
    const row =
      acrossByPart.get(item.label.part) ?? acrossByPart.set(item.label.part, { hit: 0, false: 0, missed: 0 }).get(item.label.part)!
    for (const other of found) {
      if (other.lang === item.lang) continue
      const right = other.label.story === item.label.story
      if (right) {
        across.hit++
        row.hit++
      } else {
        across.false++
        row.false++
      }
      if (!right && errorsOf === `across-${item.label.part}` && item.id < other.id) show('FALSE STORY', item, other)
    }
    for (const other of truth) {
      if (other.lang === item.lang || storyOf(other.id) === storyOf(item.id)) continue
      across.missed++
      row.missed++
    }
  }
  console.log('stories (B-cubed)')
  for (const [part, { p, r, n }] of [...sums].sort()) {
    const [precision, recall] = [p / n, r / n]
    console.log(
      `  ${part.padEnd(12)} P ${precision.toFixed(3)} R ${recall.toFixed(3)} F1 ${((2 * precision * recall) / (precision + recall)).toFixed(3)}  (${n} items)`
    )
  }
  console.log('cross-lingual pairs')
  for (const [part, { hit, false: wrong, missed }] of [...acrossByPart, ['all', across] as const]) {
    if (hit + missed + wrong > 0)
      console.log(`  ${part.padEnd(12)} P ${(hit / (hit + wrong)).toFixed(3)} R ${(hit / (hit + missed)).toFixed(3)}`)
  }
}

function groupBy<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
