import type { Entry } from '../model/entry.ts'
import type { ClaimedFeed } from '../model/feed.ts'
import type { EntryUpdate, FeedUpdate } from '../store/feed-update.ts'
import type { LastAnswer } from '../store/polls.ts'
import {
  type ArticleContext,
  type ArticleDecision,
  articleUpdateOf,
  decideArticle,
  historyOf,
  newArticleSkeleton
} from './decide-article.ts'
import { decideFeedState, type Harvest, missedPush, type StateContext } from './decide-feed-state.ts'
import type { KnownArticles } from './known-articles.ts'
import type { PlacedEntries } from './place-entries.ts'
import type { Reading } from './reading.ts'

/** What articles are decided by, also those that are opened. */
export interface DecisionContext extends ArticleContext {
  readonly tagAuthority: string
}

/** Everything that decides a poll beside what it brought. */
export interface UpdateContext extends StateContext, DecisionContext {
  readonly newPerSourcePerDayMax: number
  readonly revisionsMax: number
}

/** The raw bytes of an answer that could not be used are kept up to so many. */
const LAST_ANSWER_BYTES_MAX = 262_144

/** One poll, decided: plain data in, everything to be written out. */
export function decideUpdate(
  feed: ClaimedFeed,
  reading: Reading,
  placed: PlacedEntries,
  known: KnownArticles,
  context: UpdateContext
): FeedUpdate {
  const harvest = harvestOf(placed)
  const { change, poll } = decideFeedState(feed, reading, harvest, context)
  return {
    feedId: feed.id,
    leaseToken: feed.leaseToken,
    change,
    poll,
    seenAgain: placed.seenAgain,
    // An item that a limit kept back is no entry yet.
    seenItems: reading.kind === 'read' && reading.whole && placed.limited === null ? reading.seen : null,
    visits: reading.kind === 'read' ? reading.visits : [],
    lastAnswer: lastAnswerOf(feed.id, reading, context.now),
    pushMissed: missedPush(feed, harvest, context.now),
    ...decideEntries(placed, known, context)
  }
}

/** New and revised entries, decided: what comes of them in articles and topics. */
export function decideEntries(placed: PlacedEntries, known: KnownArticles, context: DecisionContext): Omit<EntryUpdate, 'feedId'> {
  return {
    entries: [...placed.fresh.map(({ entry }) => entry), ...placed.revised],
    keys: placed.keys,
    revisions: placed.revisions,
    mergedStories: placed.mergedStories,
    index: placed.index,
    ...articleUpdateOf(decideArticles(placed, known, context))
  }
}

/** Every article that got a new copy or whose copy changed, decided once with all its copies. */
function decideArticles(placed: PlacedEntries, known: KnownArticles, context: DecisionContext): readonly ArticleDecision[] {
  const standing = new Map(known.articles.map((article) => [article.id, article]))
  const edited = new Set(placed.revised.map(({ id }) => id))
  const touched = new Map<string, Entry[]>()
  for (const entry of [...placed.fresh.map(({ entry }) => entry), ...placed.revised]) {
    const list = touched.get(entry.articleId)
    if (list) list.push(entry)
    else touched.set(entry.articleId, [entry])
  }
  return [...touched].map(([articleId, changedEntries]) => {
    const article = standing.get(articleId)
    if (article) {
      const fresh = new Map(changedEntries.map((entry) => [entry.id, entry]))
      const kept = article.entries.map((entry) => fresh.get(entry.id) ?? entry)
      const joined = changedEntries.filter((entry) => !article.entries.some(({ id }) => id === entry.id))
      return decideArticle(article, [...kept, ...joined], edited, historyOf(article, known), context)
    }
    const opener = changedEntries[0]!
    const place = placed.fresh.find(({ entry }) => entry.id === opener.id)!
    const skeleton = newArticleSkeleton(opener, { articleId, storyId: place.storyId, storyReason: place.storyReason }, context.tagAuthority)
    return decideArticle(
      skeleton,
      changedEntries,
      edited,
      { article: null, matches: [], publications: [], edits: known.edits.filter((edit) => edit.articleId === articleId) },
      context
    )
  })
}

function harvestOf(placed: PlacedEntries): Harvest {
  return {
    added: placed.fresh.length,
    revised: placed.revised.length,
    publishedAts: placed.fresh.map(({ entry }) => entry.publishedAt),
    limited: placed.limited
  }
}

/** What an operator needs to see why an answer could not be used. */
function lastAnswerOf(feedId: string, reading: Reading, at: number): LastAnswer | null {
  if (reading.kind !== 'failed' || reading.exchange === null) return null
  const { finalUrl, status } = reading.exchange
  const answer = reading.exchange.kind === 'document' ? reading.exchange : reading.exchange.answer
  return answer === undefined
    ? null
    : { feedId, at, url: finalUrl, status, contentType: answer.contentType, body: answer.bytes.subarray(0, LAST_ANSWER_BYTES_MAX) }
}
