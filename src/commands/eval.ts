import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { type GroupScore, scoreBCubed, scorePairs, scorePairsAcross } from '../dedupe/score-groups.ts'
import { CourantError } from '../errors.ts'
import { scoreLanguages } from '../language/score-language.ts'
import type { EnrichInput } from '../poll/draft-input.ts'
import { type Enriched, startEnricher } from '../poll/enrich-items.ts'
import { scoreTopics } from '../tag/score-topics.ts'
import { enrichByConfig } from './config-enricher.ts'
import { readJsonLines } from './json-lines.ts'
import type { AddCommand } from './program.ts'
import { requireConfig } from './read-config.ts'
import { printJson, printTable } from './terminal.ts'

/** A labelled line: an item as `enrich` takes it (or a bare text), with what a person says of it. */
const rowSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String).optional(),
  source: z.string().nullish(),
  owner: z.string().nullish(),
  url: z.string().nullish(),
  title: z.string().optional(),
  text: z.string().optional(),
  summary: z.string().nullish(),
  published: z.string().nullish(),
  declared: z.string().nullish(),
  lang: z.string().optional(),
  labels: z.array(z.string()).optional(),
  unsure: z.array(z.string()).default([]),
  label: z.object({ dup: z.union([z.string(), z.number()]).nullish(), story: z.union([z.string(), z.number()]).nullish() }).optional()
})

type Row = z.output<typeof rowSchema>

export const evalCommand: AddCommand = (program, terminal) => {
  program
    .command('eval')
    .description('score language, duplicates, stories and topics against a labelled JSONL file')
    .argument(
      '<file>',
      'JSON lines: title or text, summary, and lang, labels[] (with unsure[]), label.dup, label.story where they are known'
    )
    .option('--config <dir>', 'folder of the configuration, for the topics', 'config')
    .option('--json', 'print JSON')
    .action(async (file: string, options: { config: string; json?: true }) => {
      await using enricher = startEnricher()
      const config = requireConfig(options.config, terminal)
      const rows: Row[] = []
      const judged: { row: Row; enriched: Enriched }[] = []
      for await (const portion of enrichByConfig(enricher, readRows(file, rows), config)) {
        for (const enriched of portion) judged.push({ row: rows[judged.length]!, enriched })
      }
      const scores = score(judged)
      if (options.json) return printJson(terminal, scores)
      if (scores.language) {
        const cells = scores.language.map(({ language, texts, ...one }) => [language, String(texts), ...ratios(one)])
        printTable(terminal, ['language', 'texts', 'precision', 'recall', 'F1'], cells)
      }
      if (scores.topics) {
        const cells = scores.topics.map((one) => [
          one.topicId,
          one.language ?? 'all',
          ...[one.right, one.wrong, one.missed].map(String),
          ...ratios(one)
        ])
        printTable(terminal, ['topic', 'language', 'right', 'wrong', 'missed', 'precision', 'recall', 'F1'], cells)
      }
      for (const [name, one] of [
        ['duplicates, pairs', scores.duplicates],
        ['stories, pairs', scores.storyPairs],
        ['stories, pairs of two languages', scores.storyPairsAcross],
        ['stories, B-cubed', scores.stories]
      ] as const) {
        if (one) {
          const [precision, recall, f1] = ratios(one)
          terminal.out(`${name}: ${one.items} items, precision ${precision}, recall ${recall}, F1 ${f1}\n`)
        }
      }
    })
}

/** @param rows takes each row as its item is read */
async function* readRows(file: string, rows: Row[]): AsyncGenerator<EnrichInput> {
  for await (const { line, value } of readJsonLines(createReadStream(file), file)) {
    const row = rowSchema.safeParse(value)
    const title = row.success ? (row.data.title ?? row.data.text) : undefined
    if (!row.success || title === undefined) {
      throw new CourantError('USAGE', `${file}:${line}: a labelled line is like {"title":"…","lang":"fr","labels":["quantum"]}`)
    }
    const { source, owner, url, summary, published, declared } = row.data
    rows.push(row.data)
    yield {
      id: row.data.id ?? String(line),
      title,
      source: source ?? undefined,
      owner: owner ?? undefined,
      url: url ?? undefined,
      summary: summary ?? undefined,
      published: published ?? undefined,
      declared: declared ?? undefined,
      content: undefined
    }
  }
}

function score(judged: readonly { readonly row: Row; readonly enriched: Enriched }[]) {
  const spoken = judged.filter(({ row }) => row.lang !== undefined)
  const labelled = judged.filter(({ row }) => row.labels !== undefined)
  const topicIds = [...new Set(labelled.flatMap(({ row }) => row.labels!))].sort()
  const grouped = judged.filter(({ row }) => row.label !== undefined)
  const groups = (kind: 'dup' | 'story', given: 'article' | 'story') =>
    grouped.map(({ row, enriched }) => ({ label: row.label![kind] == null ? null : String(row.label![kind]), group: enriched[given] }))
  const told = grouped.flatMap(({ row, enriched }) =>
    row.lang === undefined
      ? []
      : [{ label: row.label!.story == null ? null : String(row.label!.story), group: enriched.story, language: row.lang }]
  )
  return {
    ...(spoken.length > 0
      ? { language: scoreLanguages(spoken.map(({ row, enriched }) => ({ label: row.lang!, guess: enriched.language }))) }
      : {}),
    ...(labelled.length > 0
      ? {
          topics: scoreTopics(
            labelled.map(({ row, enriched }) => ({
              language: row.lang ?? enriched.language,
              labels: row.labels!,
              unsure: row.unsure,
              matches: enriched.topics.map(({ id, score }) => ({ topicId: id, score, matched: true, why: [] }))
            })),
            topicIds
          )
        }
      : {}),
    ...(grouped.length > 0
      ? {
          duplicates: scorePairs(groups('dup', 'article')),
          storyPairs: scorePairs(groups('story', 'story')),
          ...(told.length > 0 ? { storyPairsAcross: scorePairsAcross(told) } : {}),
          stories: scoreBCubed(groups('story', 'story'))
        }
      : {})
  }
}

function ratios({
  precision,
  recall,
  f1
}:
  | Pick<GroupScore, 'precision' | 'recall' | 'f1'>
  | { precision: number | null; recall: number | null; f1: number | null }): readonly string[] {
  return [precision, recall, f1].map((ratio) => (ratio === null ? '-' : ratio.toFixed(3)))
}
