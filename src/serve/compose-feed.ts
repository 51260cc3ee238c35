import type { Config, TopicConfig } from '../config/schema.ts'
import type { Entry } from '../model/entry.ts'
import type { PublishedFeed, PublishedItem } from '../model/published.ts'
import { type ArchiveMonth, archiveMonths } from '../publish/archives.ts'
import type { Store } from '../store/store.ts'
import type { TopicArticle } from '../store/topic-pages.ts'
import type { MatchRecord } from '../store/topics.ts'
import { directionOf } from '../text/direction.ts'
import { plainText } from '../text/plain-text.ts'
import { type Addresses, archiveRoute, topicRoute, type TopicVariant } from './addresses.ts'
import { type Catalog, catalogOf, topicTitle } from './catalog.ts'
import { groupStories } from './group-stories.ts'
import { itemHtml } from './item-html.ts'
import { languageName, regionName } from './names.ts'
import { whyText } from './reason-sentence.ts'

export interface FeedDeps {
  readonly store: Store
  readonly config: Config
  readonly addresses: Addresses
  readonly hubUrl?: string | undefined
  readonly now: number
}

/** Articles read for one feed item, so that stories of many articles do not empty a feed. */
const ARTICLES_PER_ITEM = 4
const ARTICLES_MAX = 2_000
const JOURNAL_PAGE = 5_000

/** One line of a feed: an article (or one copy of it) that leads, and what is named with it. */
interface FeedLine {
  readonly lead: TopicArticle
  readonly copy?: Entry
  readonly others: readonly TopicArticle[]
}

/**
 * Puts a topic feed together from what the topic shows now.
 * @returns items as the topic's `feed:` configuration asks: collapsed, capped per source, the newest first
 */
export async function composeTopicFeed(deps: FeedDeps, topic: TopicConfig, variant: TopicVariant): Promise<PublishedFeed> {
  const { items: itemsMax, collapse, max_per_source: perSourceMax } = topic.feed
  const shown = await deps.store.articlesInTopic(topic.topic.id, variant, Math.min(itemsMax * ARTICLES_PER_ITEM, ARTICLES_MAX))
  const lines = capped(await feedLines(deps, shown, collapse), perSourceMax).slice(0, itemsMax)
  const head = await deps.store.journalHeadOf(topic.topic.id)
  const closed = variant.language === undefined && variant.region === undefined ? await closedMonths(deps, topic.topic.id) : []
  const newest = closed.at(-1)
  return {
    ...(await feedHead(deps, topic, variant)),
    updatedAt: head?.at ?? (await deps.store.storeCreatedAt()),
    items: await publishedItems(deps, topic.topic.id, lines),
    paging: newest ? { prevArchive: deps.addresses.absolute(archiveRoute(topic.topic.id, newest.month)) } : {}
  }
}

/**
 * One closed month of a topic (RFC 5005 section 4).
 * @param month such as "2026-04"
 * @returns null when the month is not over or nothing happened in it
 */
export async function composeArchive(deps: FeedDeps, topic: TopicConfig, month: string): Promise<PublishedFeed | null> {
  const id = topic.topic.id
  const archive = (await closedMonths(deps, id)).find((closed) => closed.month === month)
  if (!archive) return null
  const records = await deps.store.articlesById([...archive.articles, ...archive.withdrawn].map(({ articleId }) => articleId))
  const byId = new Map(records.map((article) => [article.id, article]))
  // Taken down since: gone from the archive too, whatever month it stood in.
  const shownNow = new Set((await deps.store.publicationsOf([...byId.keys()])).filter(({ topicId }) => topicId === id).map(({ articleId }) => articleId))
  const lines = archive.articles.flatMap(({ articleId, at }) => {
    const article = byId.get(articleId)
    return article && shownNow.has(articleId) ? [{ lead: { article, addedAt: at, pinned: false }, others: [] }] : []
  })
  const route = archiveRoute(id, month)
  const link = (other: string | null) => (other === null ? undefined : deps.addresses.absolute(archiveRoute(id, other)))
  // An archive does not change, so no hub has anything to tell of it.
  const head = await feedHead({ ...deps, hubUrl: undefined }, topic, {})
  const [prevArchive, nextArchive] = [link(archive.prevMonth), link(archive.nextMonth)]
  return {
    ...head,
    title: `${head.title}, ${month}`,
    selfUrls: { ...head.selfUrls, atom: deps.addresses.absolute(route) },
    updatedAt: archive.updatedAt,
    items: await publishedItems(deps, id, lines),
    paging: {
      current: head.selfUrls.atom,
      ...(prevArchive === undefined ? {} : { prevArchive }),
      ...(nextArchive === undefined ? {} : { nextArchive })
    },
    kind: 'archive',
    tombstones: archive.withdrawn.flatMap(({ articleId, at }) => (byId.has(articleId) ? [{ id: byId.get(articleId)!.tagUri, at }] : []))
  }
}

/** A search as a feed: what a query finds now. */
export async function composeSearchFeed(deps: FeedDeps, query: string, itemsMax: number): Promise<PublishedFeed> {
  const found = await deps.store.searchArticles(query, itemsMax)
  const self = (ending: string) => deps.addresses.absolute(`/search.${ending}?q=${encodeURIComponent(query)}`)
  return {
    id: `tag:${tagAuthority(deps.config)}:search/${encodeURIComponent(query)}`,
    title: `Search: ${query}`,
    subtitle: `Articles that hold ${query}`,
    homeUrl: deps.addresses.absolute(`/search?q=${encodeURIComponent(query)}`),
    selfUrls: { atom: self('atom'), rss: self('rss'), json: self('json') },
    language: null,
    updatedAt: Math.max(0, ...found.map(({ changedAt }) => changedAt)) || (await deps.store.storeCreatedAt()),
    tagAuthority: tagAuthority(deps.config),
    publisher: deps.config.service.title,
    items: await publishedItems(deps, null, found.map((article) => ({ lead: { article, addedAt: article.firstSeenAt, pinned: false }, others: [] }))),
    paging: {}
  }
}

/** What opens every id of this instance (RFC 4151): as configured, else the host of the public address and the year ids began. */
export function tagAuthority(config: Config): string {
  return config.service.server.tag_authority ?? `${new URL(config.service.server.public_url).hostname},2026`
}

/** Closed months of a topic, from its whole journal. */
export async function closedMonths({ store, now }: Pick<FeedDeps, 'store' | 'now'>, topicId: string): Promise<readonly ArchiveMonth[]> {
  const journal = []
  for (let after = 0; ;) {
    const page = await store.journalAfter(after, JOURNAL_PAGE, topicId)
    journal.push(...page)
    if (page.length < JOURNAL_PAGE) return archiveMonths(journal, now)
    after = page.at(-1)!.seq
  }
}

async function feedHead(deps: FeedDeps, topic: TopicConfig, variant: TopicVariant): Promise<Omit<PublishedFeed, 'updatedAt' | 'items' | 'paging'>> {
  const { addresses, config } = deps
  const id = topic.topic.id
  const title = topicTitle(topic, variant.language).text
  const narrowed = variant.language !== undefined ? languageName(variant.language) : variant.region !== undefined ? regionName(variant.region) : null
  const self = (ending: 'atom' | 'rss' | 'json') => addresses.absolute(topicRoute(id, variant, ending))
  return {
    id: `tag:${tagAuthority(config)}:topic${topicRoute(id, variant).slice('/topics'.length)}`,
    title: narrowed === null ? title : `${title} (${narrowed})`,
    subtitle: topic.topic.scope ?? `${title}, as ${config.service.title} collects it`,
    homeUrl: addresses.absolute(topicRoute(id, variant)),
    selfUrls: { atom: self('atom'), rss: self('rss'), json: self('json') },
    ...(deps.hubUrl === undefined ? {} : { hubUrl: deps.hubUrl }),
    language: variant.language ?? null,
    tagAuthority: tagAuthority(config),
    publisher: config.service.title
  }
}

async function feedLines(deps: FeedDeps, shown: readonly TopicArticle[], collapse: TopicConfig['feed']['collapse']): Promise<readonly FeedLine[]> {
  switch (collapse) {
    case 'story': return groupStories(shown, 'first').map(({ lead, others }) => ({ lead, others }))
    case 'article': return shown.map((lead) => ({ lead, others: [] }))
    case 'none': {
      const copies = Map.groupBy(await deps.store.entriesOfArticles(shown.map(({ article }) => article.id)), ({ articleId }) => articleId)
      return shown.flatMap((lead) => (copies.get(lead.article.id) ?? [lead.article.lead]).map((copy) => ({ lead, copy, others: [] })))
    }
    default: return collapse satisfies never
  }
}

/** At most so many lines a source, the first of them: a source that publishes much does not fill a feed. */
function capped(lines: readonly FeedLine[], perSourceMax: number): readonly FeedLine[] {
  const counts = new Map<string, number>()
  return lines.filter(({ lead, copy }) => {
    const sourceId = (copy ?? lead.article.lead).sourceId
    const count = (counts.get(sourceId) ?? 0) + 1
    counts.set(sourceId, count)
    return count <= perSourceMax || lead.pinned
  })
}

async function publishedItems(deps: FeedDeps, topicId: string | null, lines: readonly FeedLine[]): Promise<readonly PublishedItem[]> {
  const ids = lines.map(({ lead }) => lead.article.id)
  const matches = topicId === null ? [] : (await deps.store.matchesOf(ids)).filter((match) => match.topicId === topicId)
  const matchOf = new Map(matches.map((match) => [match.articleId, match]))
  const copies = Map.groupBy(await deps.store.entriesOfArticles(ids), ({ articleId }) => articleId)
  const catalog = catalogOf(deps.config)
  return lines.map((line) => publishedItem(deps, catalog, line, copies.get(line.lead.article.id) ?? [], matchOf.get(line.lead.article.id)))
}

function publishedItem(deps: FeedDeps, catalog: Catalog, line: FeedLine, copies: readonly Entry[], match: MatchRecord | undefined): PublishedItem {
  const { article } = line.lead
  const entry = line.copy ?? article.lead
  const isLead = entry.id === article.lead.id
  const source = catalog.sources.get(entry.sourceId)
  const articleUrl = deps.addresses.absolute(`/articles/${article.id}`)
  const alsoBy = [...line.copy ? [] : copies.filter((copy) => copy.id !== entry.id && copy.sourceId !== entry.sourceId)]
    .map((copy) => ({ name: catalog.sourceName(copy.sourceId), url: copy.url ?? articleUrl }))
  const why = isLead ? whyText(match, { title: entry.title, summary: entry.summary, content: plainText(entry.contentHtml) }) : ''
  const language = entry.language === 'und' ? null : entry.language
  return {
    id: isLead ? article.tagUri : `tag:${tagAuthority(deps.config)}:copy/${entry.id}`,
    url: entry.url ?? articleUrl,
    title: entry.title === '' ? entry.summary.slice(0, 120) || articleUrl : entry.title,
    summary: entry.summary,
    contentHtml: itemHtml({
      entry,
      alsoBy,
      others: line.others.map(({ article: other }) => ({
        title: other.lead.title,
        url: other.lead.url ?? deps.addresses.absolute(`/articles/${other.id}`),
        language: other.language,
        sourceName: catalog.sourceName(other.lead.sourceId)
      })),
      sourceName: catalog.sourceName(entry.sourceId),
      why,
      articleUrl
    }),
    language,
    direction: directionOf(entry.language, entry.title),
    authors: entry.authors,
    categories: entry.categories.map((term) => ({ term })),
    enclosures: entry.enclosures,
    image: entry.imageUrl,
    publishedAt: entry.publishedAt,
    updatedAt: Math.max(article.changedAt, ...line.others.map(({ addedAt }) => addedAt)),
    source: {
      id: entry.sourceId,
      name: catalog.sourceName(entry.sourceId),
      ...(source?.homepage === undefined ? {} : { homepage: source.homepage }),
      ...feedUrlOf(catalog, entry.feedId)
    },
    alsoBy,
    regions: article.regions,
    why
  }
}

/** Where the entry was read, without what an operator may have put into the address to get in. */
function feedUrlOf(catalog: Catalog, feedId: string): { readonly feedUrl?: string } {
  const url = catalog.feeds.get(feedId)?.feed.url
  const parsed = url === undefined ? null : URL.parse(url)
  return parsed === null || parsed.search !== '' ? {} : { feedUrl: parsed.href }
}

