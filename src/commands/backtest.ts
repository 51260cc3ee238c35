import { InvalidArgumentError } from 'commander'
import { readDuration } from '../config/duration.ts'
import type { Config } from '../config/schema.ts'
import { createLog } from '../log.ts'
import type { ArticleWithLead } from '../model/article.ts'
import { type ArticleContext, matchesOfLead } from '../poll/decide-article.ts'
import { compareMatches, type MatchChange, type MatchedArticle, type TopicChanges } from '../tag/compare-matches.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { startProgress } from './progress.ts'
import { requireConfig } from './read-config.ts'
import { createRuntime } from './runtime.ts'
import type { Store } from '../store/store.ts'
import { printJson, type Terminal } from './terminal.ts'
import { wholeNumber } from './whole-number.ts'

const BATCH = 500
const SHOWN_MAX = 50

interface Options {
  readonly config: string
  readonly against: string
  readonly since: number
  readonly maxLost?: number
  readonly json?: true
}

export const backtestCommand: AddCommand = (program, terminal, done) => {
  program
    .command('backtest')
    .description('compare two configurations over stored history: what each topic gains and loses, with reasons')
    .requiredOption('--against <dir>', 'folder of the other configuration: the change to try')
    .option('--config <dir>', 'folder of the configuration now in force', 'config')
    .option('--since <duration>', 'how far back, such as "30d"', duration, 30 * 86_400_000)
    .option('--max-lost <n>', 'exit with 1 when one topic loses more articles', wholeNumber(0, 1_000_000_000))
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const [before, after] = [requireConfig(options.config, terminal), requireConfig(options.against, terminal)]
      await using opened = await openStore(before.service.store, terminal.now())
      const articles = await articlesSince(opened.store, terminal.now() - options.since)
      const changes = compareMatches(
        await matchAll(articles, before, opened.store, terminal),
        await matchAll(articles, after, opened.store, terminal)
      )
      const titles = new Map(articles.map(({ id, lead }) => [id, lead.title]))
      if (options.json) printJson(terminal, { articles: articles.length, topics: changes })
      else print(changes, titles, articles.length, terminal)
      const over = options.maxLost === undefined ? [] : changes.filter(({ lost }) => lost.length > options.maxLost!)
      for (const { topicId, lost } of over)
        terminal.err(`${topicId} loses ${lost.length} articles, more than the ${options.maxLost} of --max-lost\n`)
      done(over.length > 0 ? 1 : 0)
    })
}

async function articlesSince(store: Store, since: number): Promise<readonly ArticleWithLead[]> {
  const found: ArticleWithLead[] = []
  for (;;) {
    const last = found.at(-1)
    const batch = await store.listArticles(last ? { before: { sortAt: last.sortAt, id: last.id } } : {}, BATCH)
    const within = batch.filter(({ sortAt }) => sortAt >= since)
    found.push(...within)
    if (within.length < BATCH) return found
  }
}

async function matchAll(
  articles: readonly ArticleWithLead[],
  config: Config,
  store: Store,
  terminal: Terminal
): Promise<readonly MatchedArticle[]> {
  await using runtime = await createRuntime(config, store, createLog('error'), terminal)
  const context: ArticleContext = runtime.articleContext()
  const progress = startProgress(terminal, articles.length, 'articles')
  try {
    return articles.map(({ id, lead, original }) => {
      progress.step()
      terminal.signal.throwIfAborted()
      return { articleId: id, matches: matchesOfLead({ ...lead, ...original }, context) }
    })
  } finally {
    progress.stop()
  }
}

function print(changes: readonly TopicChanges[], titles: ReadonlyMap<string, string>, articles: number, terminal: Terminal): void {
  terminal.out(`${articles} articles\n`)
  for (const { topicId, gained, lost, kept } of changes) {
    if (gained.length + lost.length === 0) continue
    terminal.out(`\n${topicId}: ${gained.length} gained, ${lost.length} lost, ${kept} kept\n`)
    for (const [sign, list] of [
      ['+', gained],
      ['-', lost]
    ] as const) {
      for (const change of list.slice(0, SHOWN_MAX))
        terminal.out(`  ${sign} ${titles.get(change.articleId) ?? change.articleId}\n      ${reasonOf(change)}\n`)
      if (list.length > SHOWN_MAX) terminal.out(`  ${sign} and ${list.length - SHOWN_MAX} more\n`)
    }
  }
  if (changes.every(({ gained, lost }) => gained.length + lost.length === 0)) terminal.out('nothing would change\n')
}

function reasonOf({ scoreBefore, scoreAfter, found, gone }: MatchChange): string {
  const named = (label: string, hits: MatchChange['found']): string[] =>
    hits.length === 0
      ? []
      : [`${label} ${[...new Set(hits.map(({ term, language, rule }) => `“${term}” (${rule}, ${language})`))].join(', ')}`]
  return [`score ${scoreBefore} -> ${scoreAfter}`, ...named('found', found), ...named('no longer', gone)].join('; ')
}

function duration(text: string): number {
  const ms = readDuration(text)
  if (ms === null) throw new InvalidArgumentError('write a duration such as "30d"')
  return ms
}
