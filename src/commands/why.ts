import type { ArticleWithEntries } from '../model/article.ts'
import type { TermHit } from '../model/entry.ts'
import type { Store } from '../store/store.ts'
import type { MatchRecord } from '../store/topics.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { requireConfig } from './read-config.ts'
import { printJson, type Terminal } from './terminal.ts'

export const whyCommand: AddCommand = (program, terminal, done) => {
  program
    .command('why')
    .description('every decision about one article: identity, duplicate of what and why, language, topics, edits')
    .argument('<id-or-url>', 'id of an article or an entry, its tag: id, or the address it was published at')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--json', 'print JSON')
    .action(async (target: string, options: { config: string; json?: true }) => {
      const config = requireConfig(options.config, terminal)
      await using opened = await openStore(config.service.store, terminal.now())
      const article = await opened.store.findArticleBy(target)
      if (!article) {
        terminal.err(`no article is known by ${target}; give its id, its tag: id, or the address it was published at\n`)
        return done(1)
      }
      const thresholds = new Map(config.topics.map(({ topic, threshold }) => [topic.id, threshold]))
      const reasons = await reasonsOf(article, opened.store, thresholds)
      if (options.json) printJson(terminal, reasons)
      else printReasons(reasons, terminal)
    })
}

async function reasonsOf(article: ArticleWithEntries, store: Store, thresholds: ReadonlyMap<string, number>) {
  const [matches, publications, journal, edits, keys] = await Promise.all([
    store.matchesOf([article.id]),
    store.publicationsOf([article.id]),
    store.journalOfArticle(article.id),
    store.listEdits(100, { articleId: article.id }),
    store.keysOf(article.entries.map(({ id }) => id))
  ])
  const shown = new Set(publications.map(({ topicId }) => topicId))
  return {
    article: {
      id: article.id,
      tag: article.tagUri,
      title: article.lead.title,
      originalTitle: article.original.title,
      url: article.lead.url,
      language: article.language,
      regions: article.regions,
      firstSeen: iso(article.firstSeenAt),
      sortedBy: iso(article.sortAt),
      revision: article.revision
    },
    story: { id: article.storyId, why: article.storyReason ?? 'opened by this article' },
    entries: article.entries.map((entry) => ({
      id: entry.id,
      leads: entry.id === article.leadEntryId,
      feed: entry.feedId,
      source: entry.sourceId,
      owner: entry.owner,
      url: entry.url,
      title: entry.title,
      why: entry.joinReason ?? 'opened the article',
      revision: entry.revision,
      published: entry.publishedAt === null ? null : iso(entry.publishedAt),
      publishedFrom: entry.publishedFrom,
      firstSeen: iso(entry.firstSeenAt),
      textExpired: entry.expiredAt === undefined ? null : iso(entry.expiredAt),
      language: { tag: entry.language, from: entry.languageFrom, confidence: entry.confidence, declared: entry.declaredLanguage },
      foundBy: keys.get(entry.id) ?? []
    })),
    topics: matches.map((match) => ({
      ...topicOf(match),
      threshold: thresholds.get(match.topicId) ?? null,
      shown: shown.has(match.topicId)
    })),
    journal: journal.map(({ seq, topicId, kind, at }) => ({ seq, topic: topicId, kind, at: iso(at) })),
    edits: edits.map(({ madeAt, undoneAt, ...edit }) => ({
      ...edit,
      madeAt: iso(madeAt),
      undoneAt: undoneAt === null ? null : iso(undoneAt)
    }))
  }
}

type Reasons = Awaited<ReturnType<typeof reasonsOf>>

function topicOf({ topicId, score, matched, why, configHash, decidedAt }: MatchRecord) {
  return { id: topicId, score, matched, why, config: configHash, decidedAt: iso(decidedAt) }
}

function printReasons({ article, story, entries, topics, journal, edits }: Reasons, terminal: Terminal): void {
  const line = (text: string): void => terminal.out(`${text}\n`)
  line(`${article.title}  [${article.language}]`)
  if (article.title !== article.originalTitle) line(`its source wrote: ${article.originalTitle}`)
  line(`article ${article.id}, ${article.tag}`)
  line(`regions ${article.regions.join(', ') || 'none'}; sorted by ${article.sortedBy}; revision ${article.revision}`)
  line(`story ${story.id}: ${story.why}`)
  line('\ncopies')
  for (const entry of entries) {
    line(`  ${entry.leads ? 'leads ' : '      '}${entry.source} (${entry.feed}), owner ${entry.owner}: ${entry.why}`)
    line(`        ${entry.url ?? 'no address'}`)
    line(
      `        ${entry.language.tag} by ${entry.language.from} (${entry.language.confidence.toFixed(2)}), declared ${entry.language.declared ?? 'nothing'}; published ${entry.published ?? 'unknown'}; revision ${entry.revision}`
    )
    if (entry.textExpired !== null) line(`        its text was let go of at ${entry.textExpired}: its topics stand as they were found`)
  }
  line('\ntopics')
  if (topics.length === 0) line('  no term of any topic was found')
  for (const topic of topics) {
    line(
      `  ${topic.id}: score ${topic.score} of ${topic.threshold ?? '?'}, ${topic.shown ? 'shown' : topic.matched ? 'matched, not shown' : 'not matched'}`
    )
    for (const hit of topic.why) line(`    ${hitLine(hit)}`)
  }
  line('\njournal')
  for (const entry of journal) line(`  ${entry.seq} ${entry.at} ${entry.kind} ${entry.topic}`)
  if (edits.length > 0) line('\nedits')
  for (const edit of edits)
    line(
      `  ${edit.madeAt} ${edit.kind} ${edit.topicId ?? edit.payload.text ?? ''} by ${edit.madeBy}: ${edit.why}${edit.undoneAt === null ? '' : ` (undone ${edit.undoneAt} by ${edit.undoneBy}: ${edit.undoneWhy})`}`
    )
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

function hitLine({ rule, term, language, field, offset }: TermHit): string {
  if (rule === 'edit') return `an editor: ${term}`
  return rule === 'learned' ? `learned: ${term}` : `${rule} “${term}” (${language}) in the ${field} at ${offset}`
}
