import { z } from 'zod'
import { type FormatEnding, topicRoute } from './addresses.ts'
import { changeRecords, detailRecord, isoTime, isoTimeOrNull, summaryRecord } from './api-records.ts'
import { articleDetail, articleList, changeList, sourceList, storyDetail, topicDetail, topicList } from './api-schemas.ts'
import { feedHealths } from './feed-health.ts'
import { requireReached, requireTopic } from './journal-cursor.ts'
import { bounds } from './read-query.ts'
import { type Present, present, type Serving } from './serving.ts'

/** One thing programs can ask for. The route and its documentation are both made from this. */
export interface ApiOperation {
  readonly id: string
  /** As OpenAPI writes it, `{id}` for a parameter. */
  readonly path: string
  readonly summary: string
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly reply: z.ZodType
  /** @returns null when there is no such thing */
  readonly answer: (serving: Serving, input: Readonly<Record<string, never>>) => Promise<unknown>
  /** Of something that is not there: the id of what it became part of, null when it did not. */
  readonly joined?: (serving: Serving, id: string) => Promise<string | null>
}

interface OperationOf<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType> {
  readonly id: string
  readonly path: string
  readonly summary: string
  readonly params: P
  readonly query: Q
  readonly reply: R
  readonly answer: (serving: Serving, input: z.infer<P> & z.infer<Q>) => Promise<z.infer<R> | null>
  readonly joined?: ApiOperation['joined']
}

function operation<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType>(of: OperationOf<P, Q, R>): ApiOperation {
  return of as unknown as ApiOperation
}

const STORY_ARTICLES_MAX = 300
const none = z.object({})
const byId = z.object({ id: bounds.id })

const cursor = z
  .string()
  .regex(/^-?\d{1,16}~[a-zA-Z0-9_.-]{1,100}$/, 'a cursor is what "next" said')
  .transform((text) => {
    const [sortAt, id] = text.split('~')
    return { sortAt: Number(sortAt), id: id! }
  })

const articleFilter = z.object({
  topic: bounds.id.optional(),
  language: bounds.language.optional(),
  source: bounds.id.optional(),
  story: bounds.id.optional(),
  before: cursor.optional(),
  limit: bounds.limit
})

export const API_OPERATIONS: readonly ApiOperation[] = [
  operation({
    id: 'listTopics',
    path: '/topics',
    summary: 'All topics',
    params: none,
    query: none,
    reply: topicList,
    answer: async (serving) => {
      const here = present(serving)
      const counts = await serving.store.countPublications()
      return { topics: here.config.topics.map(({ topic }) => topicRecord(here, topic.id, counts.get(topic.id) ?? 0)) }
    }
  }),
  operation({
    id: 'getTopic',
    path: '/topics/{id}',
    summary: 'One topic, with how many articles it has in each language and of each region',
    params: byId,
    query: none,
    reply: topicDetail,
    answer: async (serving, { id }) => {
      const here = present(serving)
      if (!here.catalog.topics.has(id)) return null
      const { languages, regions } = await serving.store.topicFacets(id)
      const head = await serving.store.journalHeadOf(id)
      return {
        ...topicRecord(
          here,
          id,
          languages.reduce((sum, [, count]) => sum + count, 0)
        ),
        languages: languages.map(([key, articles]) => ({ key, articles })),
        regions: regions.map(([key, articles]) => ({ key, articles })),
        changed: isoTimeOrNull(head?.at ?? null)
      }
    }
  }),
  operation({
    id: 'listArticles',
    path: '/articles',
    summary: 'Articles, newest first',
    params: none,
    query: articleFilter,
    reply: articleList,
    answer: async (serving, { topic, language, source, story, before, limit }) => {
      const here = present(serving)
      requireTopic(here, topic)
      const filter = {
        ...(topic === undefined ? {} : { topicId: topic }),
        ...(language === undefined ? {} : { language }),
        ...(source === undefined ? {} : { sourceId: source }),
        ...(story === undefined ? {} : { storyId: story }),
        ...(before === undefined ? {} : { before })
      }
      const found = await serving.store.listArticles(filter, limit)
      const last = found.length === limit ? found.at(-1) : undefined
      return { articles: found.map((article) => summaryRecord(article, here)), next: last ? `${last.sortAt}~${last.id}` : null }
    }
  }),
  operation({
    id: 'getArticle',
    path: '/articles/{id}',
    summary: 'One article: why it is in its topics, every copy of it, what it said before',
    params: byId,
    query: none,
    reply: articleDetail,
    answer: (serving, { id }) => detailRecord(serving.store, id, present(serving)),
    joined: async ({ store }, id) => (await store.articlesById([id]))[0]?.mergedInto ?? null
  }),
  operation({
    id: 'getStory',
    path: '/stories/{id}',
    summary: 'One story: all articles that tell it, newest first',
    params: byId,
    query: none,
    reply: storyDetail,
    answer: async (serving, { id }) => {
      const articles = await serving.store.listArticles({ storyId: id }, STORY_ARTICLES_MAX)
      const summary = (await serving.store.storySummaries([id])).get(id)
      const here = present(serving)
      return summary
        ? {
            id,
            languages: [...summary.languages],
            owners: [...summary.owners],
            articles: articles.map((article) => summaryRecord(article, here))
          }
        : null
    },
    joined: ({ store }, id) => store.storyInto(id)
  }),
  operation({
    id: 'listSources',
    path: '/sources',
    summary: 'All sources and how each of their feeds is doing',
    params: none,
    query: none,
    reply: sourceList,
    answer: async (serving) => {
      const { config, catalog } = present(serving)
      const healths = Map.groupBy(feedHealths(await serving.store.allFeeds(), catalog, serving.now()), ({ record }) => record.sourceId)
      return {
        sources: config.sources.map((source) => ({
          id: source.id,
          name: source.name,
          owner: source.owner,
          region: source.region ?? null,
          role: source.role,
          homepage: source.homepage ?? null,
          feeds: (healths.get(source.id) ?? []).map(({ record, state, view }) => ({
            id: record.id,
            state,
            message: view.message,
            lastPolled: isoTimeOrNull(record.lastPolledAt),
            lastSuccess: isoTimeOrNull(record.lastSuccessAt),
            nextPoll: isoTime(record.nextPollAt),
            failure: record.lastOutcome === 'failed' ? (record.lastFailure?.kind ?? null) : null
          }))
        }))
      }
    }
  }),
  operation({
    id: 'search',
    path: '/search',
    summary: 'Articles that hold every word of a query, in any script, newest first',
    params: none,
    query: z.object({ q: bounds.query.min(1, 'a query has one character at least'), limit: bounds.limit }),
    reply: articleList,
    answer: async (serving, { q, limit }) => {
      const here = present(serving)
      return { articles: (await serving.store.searchArticles(q, limit)).map((article) => summaryRecord(article, here)), next: null }
    }
  }),
  operation({
    id: 'listChanges',
    path: '/changes',
    summary:
      'What topics published, revised and withdrew after a number of the journal; as JSON, as lines (application/x-ndjson) or as a stream of events (text/event-stream)',
    params: none,
    query: z.object({ after: bounds.seq.default(0), topic: bounds.id.optional(), limit: bounds.limit }),
    reply: changeList,
    answer: async (serving, { after, topic, limit }) => {
      const here = present(serving)
      requireTopic(here, topic)
      await requireReached(serving.store, after)
      const entries = await serving.store.journalAfter(after, limit + 1, topic)
      const changes = await changeRecords(serving.store, entries.slice(0, limit), here)
      return { changes: [...changes], next: changes.at(-1)?.seq ?? after, more: entries.length > limit }
    }
  })
]

function topicRecord({ catalog, addresses }: Present, id: string, articles: number) {
  const { topic } = catalog.topics.get(id)!
  const feed = (ending: FormatEnding) => addresses.absolute(topicRoute(id, {}, ending))
  return {
    id,
    title: topic.title,
    scope: topic.scope ?? null,
    articles,
    page: addresses.absolute(topicRoute(id)),
    feeds: { atom: feed('atom'), rss: feed('rss'), json: feed('json') }
  }
}
