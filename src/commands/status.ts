import { catalogOf } from '../serve/catalog.ts'
import { readMoves } from '../schedule/moves.ts'
import { feedHealths } from '../serve/feed-health.ts'
import { decodeTranslations } from '../dedupe/learned-lexicon.ts'
import { countParallelTexts, readLexicons } from '../store/neighbours.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { requireConfig } from './read-config.ts'
import { printJson, printTable } from './terminal.ts'

const DAY_MS = 86_400_000

export const statusCommand: AddCommand = (program, terminal, done) => {
  program
    .command('status')
    .description('health of every feed, backlog, lag, database size')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--all', 'list the feeds that do what is expected of them too')
    .option('--json', 'print JSON')
    .action(async (options: { config: string; all?: true; json?: true }) => {
      const config = requireConfig(options.config, terminal)
      const now = terminal.now()
      await using opened = await openStore(config.service.store, now)
      const { store } = opened
      const feeds = feedHealths(await store.allFeeds(), catalogOf(config), now)
      const [due, totals, articles, webhooks, hub, subscriptions, lexicons, parallelTexts] = await Promise.all([
        store.dueFeeds(now),
        store.pollTotals(now - DAY_MS),
        store.countArticles(),
        store.webhookStates(),
        store.hubCounts(now),
        store.pushSubscriptionCounts(),
        readLexicons(store.database),
        countParallelTexts(store.database)
      ])
      const overdueMs = Math.max(0, ...feeds.map(({ record }) => (record.nextPollAt <= now ? now - record.nextPollAt : 0)))
      const summary = {
        feeds: feeds.length,
        troubled: feeds.filter(({ troubled }) => troubled).length,
        due: due.due,
        lagMs: overdueMs,
        pollsInADay: totals.polls,
        failedInADay: totals.failed,
        newInADay: totals.added,
        articles,
        hub,
        subscriptions: Object.fromEntries(subscriptions),
        webhooks: webhooks.map(({ id, behind, deadLetters, disabledAt, lastFailure }) => ({
          id,
          behind,
          deadLetters,
          disabledAt: iso(disabledAt),
          lastFailure
        })),
        parallelTexts: Object.fromEntries(parallelTexts),
        lexicons: lexicons.map(({ language, at, translations }) => ({
          language,
          words: decodeTranslations(translations).size,
          learnedAt: iso(at)
        })),
        databaseBytes: (await store.database.bytes?.()) ?? 0
      }
      if (options.json) {
        printJson(terminal, {
          ...summary,
          states: feeds.map(({ record, view, sourceName }) => ({
            feed: record.id,
            source: sourceName,
            state: view.state,
            message: view.message,
            url: record.url,
            lastPolledAt: iso(record.lastPolledAt),
            moves: readMoves(record.moves).made.map(({ at, ...move }) => ({ ...move, at: iso(at) })),
            lastNewAt: iso(record.lastNewAt),
            nextPollAt: iso(record.nextPollAt),
            failuresInRow: record.failuresInRow
          }))
        })
      } else {
        const shown = feeds.filter(({ troubled }) => troubled || options.all === true)
        if (shown.length > 0)
          printTable(
            terminal,
            ['feed', 'state', 'what'],
            shown.map(({ record, view }) => [record.id, view.state, view.message])
          )
        for (const { id, behind, deadLetters, disabledAt, lastFailure } of webhooks) {
          const state = disabledAt === null ? `${behind} changes behind` : 'disabled, its receiver is gone'
          terminal.out(
            `webhook ${id}: ${state}, ${deadLetters} dead letters${lastFailure === null ? '' : `; last failure: ${lastFailure}`}\n`
          )
        }
        if (summary.lexicons.length > 0) {
          terminal.out(
            `words learned from parallel announcements: ${summary.lexicons.map(({ language, words }) => `${language} ${words}`).join(', ')}\n`
          )
        }
        terminal.out(
          `${summary.feeds} feeds, ${summary.troubled} in trouble, ${summary.due} due (the longest for ${Math.round(overdueMs / 1_000)} s); `
            + `in a day ${summary.pollsInADay} polls, ${summary.failedInADay} failed, ${summary.newInADay} new entries; `
            + `${summary.articles} articles, ${(summary.databaseBytes / 1_000_000).toFixed(1)} MB\n`
        )
      }
      done(summary.troubled > 0 || webhooks.some(({ disabledAt, deadLetters }) => disabledAt !== null || deadLetters > 0) ? 1 : 0)
    })
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
