import type { Config, TopicConfig } from '../config/schema.ts'
import type { Logger } from '../log.ts'
import type { ArticleWithLead } from '../model/article.ts'
import type { Entry } from '../model/entry.ts'
import type { FeedFormat, PublishedFeed, PublishedItem } from '../model/published.ts'
import type { Store } from '../store/store.ts'
import type { MatchRecord } from '../store/topics.ts'
import { directionOf } from '../text/direction.ts'
import { plainText } from '../text/plain-text.ts'
import { type Addresses, archiveRoute, topicRoute, type TopicVariant } from './addresses.ts'
import { ASSETS } from './assets.ts'
import { type Catalog, catalogOf, topicTitle } from './catalog.ts'
import { type FeedLine, feedPages } from './feed-lines.ts'
import { itemHtml } from './item-html.ts'
import { languageName } from './names.ts'
import { regionName } from './region-names.ts'
import { whyText } from './reason-sentence.ts'

export interface FeedDeps {
  readonly store: Store
  readonly config: Config
  readonly addresses: Addresses
  readonly hubUrl?: string | undefined
  readonly now: number
  /** Told of what had to be left out. */
  readonly log?: Logger | false
}

/** Lines whose texts are read at once: few enough that requests between two portions wait for some milliseconds only. */
const LINES_A_PORTION = 6
/** Other articles of a story that are named with it. */
const OTHERS_NAMED = 12

/** A feed whose items are still to be read. */
export interface ComposedFeed {
  /** What a format says of the feed, without items. */
  readonly head: (format: FeedFormat) => PublishedFeed
  /** The items in their order, some at a time. */
  readonly portions: () => AsyncGenerator<readonly PublishedItem[]>
}

/**
 * Puts a topic feed together from what the topic shows now.
 * @param page counted from 1
 * @returns items as the topic's `feed:` configuration asks, the newest first; null when there is no such page
 */
export async function composeTopicFeed(deps: FeedDeps, topic: TopicConfig, variant: TopicVariant, page = 1): Promise<ComposedFeed | null> {
  const id = topic.topic.id
  const changed = await deps.store.journalHeadOf(id)
  const pages = await feedPages(deps.store, topic, variant)
  const lines = pages[page - 1]
  if (lines === undefined) return null
  const isWhole = variant.language === undefined && variant.region === undefined
  const newestArchive = isWhole && page === 1 ? (await deps.store.archivedMonths(id)).at(-1) : undefined
  const head = feedHead(deps, topic, variant, page)
  const updatedAt = changed?.at ?? (await deps.store.storeCreatedAt())
  return {
    head(format) {
      const link = (number: number) => deps.addresses.absolute(topicRoute(id, variant, format, number))
      return {
        ...head,
        updatedAt,
        items: [],
        paging: {
          ...(pages.length > 1 ? { first: link(1), last: link(pages.length) } : {}),
          ...(page > 1 ? { previous: link(page - 1) } : {}),
          ...(page < pages.length ? { next: link(page + 1) } : {}),
          ...(newestArchive === undefined ? {} : { prevArchive: deps.addresses.absolute(archiveRoute(id, newestArchive)) })
        }
      }
    },
    portions: () => portionsOf(deps, id, lines)
  }
}

export interface ArchiveSurroundings {
  readonly updatedAt: number
  readonly prevMonth?: string | undefined
  readonly nextMonth?: string | undefined
}

/** What a topic's archive document of a month says of itself; its items are `archiveItems`. */
export function archiveHead(
  deps: FeedDeps,
  topic: TopicConfig,
  month: string,
  { updatedAt, prevMonth, nextMonth }: ArchiveSurroundings
): PublishedFeed {
  const link = (other: string) => deps.addresses.absolute(archiveRoute(topic.topic.id, other))
  const { hubUrl: _, ...head } = feedHead(deps, topic, {}, 1) // an archive does not change, so no hub has anything to tell of it
  return {
    ...head,
    title: `${head.title}, ${month}`,
    selfUrls: { ...head.selfUrls, atom: link(month) },
    updatedAt,
    items: [],
    paging: {
      current: head.selfUrls.atom,
      ...(prevMonth === undefined ? {} : { prevArchive: link(prevMonth) }),
      ...(nextMonth === undefined ? {} : { nextArchive: link(nextMonth) })
    },
    kind: 'archive'
  }
}

/** Articles as an archive document holds them: each for itself, whatever the topic's feed collapses. */
export function archiveItems(
  deps: FeedDeps,
  topicId: string,
  articles: readonly { readonly articleId: string; readonly at: number }[]
): AsyncGenerator<readonly PublishedItem[]> {
  return portionsOf(
    deps,
    topicId,
    articles.map(({ articleId, at }) => ({
      lead: { article: { id: articleId, storyId: '', sortAt: at }, addedAt: at, pinned: false },
      sourceId: '',
      others: []
    }))
  )
}

/**
 * A search as a feed: what a query finds now.
 * @param asked the query of its address, `?` included, as it was written; empty where there is none
 */
export async function composeSearchFeed(deps: FeedDeps, query: string, asked: string, itemsMax: number): Promise<PublishedFeed> {
  const found = await deps.store.searchArticles(query, itemsMax)
  const lines = found.map((article) => ({
    lead: { article, addedAt: article.firstSeenAt, pinned: false },
    sourceId: article.lead.sourceId,
    others: []
  }))
  const self = (ending: string) => deps.addresses.absolute(`/search.${ending}${asked}`)
  return {
    id: `tag:${tagAuthority(deps.config)}:search/${encodeURIComponent(query)}`,
    title: `Search: ${query}`,
    subtitle: `Articles that hold ${query}`,
    homeUrl: deps.addresses.absolute(`/search${asked}`),
    selfUrls: { atom: self('atom'), rss: self('rss'), json: self('json') },
    language: 'en',
    updatedAt: Math.max(0, ...found.map(({ changedAt }) => changedAt)) || (await deps.store.storeCreatedAt()),
    tagAuthority: tagAuthority(deps.config),
    publisher: deps.config.service.title,
    ...pictures(deps.addresses),
    items: await publishedItems(deps, null, lines),
    paging: {}
  }
}

/** What opens every id of this instance (RFC 4151): as configured, else the host of the public address and the year ids began. */
export function tagAuthority(config: Config): string {
  return config.service.server.tag_authority ?? `${new URL(config.service.server.public_url).hostname},2026`
}

function feedHead(
  deps: FeedDeps,
  topic: TopicConfig,
  variant: TopicVariant,
  page: number
): Omit<PublishedFeed, 'updatedAt' | 'items' | 'paging'> {
  const { addresses, config } = deps
  const id = topic.topic.id
  const title = topicTitle(topic, variant.language)
  const narrowed =
    variant.language !== undefined ? languageName(variant.language) : variant.region !== undefined ? regionName(variant.region) : null
  const self = (ending: FeedFormat) => addresses.absolute(topicRoute(id, variant, ending, page))
  return {
    id: `tag:${tagAuthority(config)}:topic${topicRoute(id, variant).slice('/topics'.length)}`,
    title: narrowed === null ? title.text : `${title.text} (${narrowed})`,
    subtitle: topic.topic.scope ?? `${title.text}, as ${config.service.title} collects it`,
    homeUrl: addresses.absolute(topicRoute(id, variant)),
    selfUrls: { atom: self('atom'), rss: self('rss'), json: self('json') },
    ...(deps.hubUrl === undefined ? {} : { hubUrl: deps.hubUrl }),
    ...pictures(addresses),
    language: variant.language ?? title.language,
    tagAuthority: tagAuthority(config),
    publisher: config.service.title
  }
}

/** The pictures readers show beside a feed. */
function pictures({ absolute }: Addresses): Pick<PublishedFeed, 'icon' | 'favicon' | 'logo'> {
  return { icon: absolute(ASSETS.largeIcon.route), favicon: absolute(ASSETS.smallIcon.route), logo: absolute(ASSETS.logo.route) }
}

async function* portionsOf(deps: FeedDeps, topicId: string | null, lines: readonly FeedLine[]): AsyncGenerator<readonly PublishedItem[]> {
  for (let at = 0; at < lines.length; at += LINES_A_PORTION)
    yield await publishedItems(deps, topicId, lines.slice(at, at + LINES_A_PORTION))
}

/** Reads the texts of lines. An article that is gone meanwhile has none. */
async function publishedItems(deps: FeedDeps, topicId: string | null, lines: readonly FeedLine[]): Promise<readonly PublishedItem[]> {
  const ids = lines.map(({ lead }) => lead.article.id)
  const named = lines.flatMap(({ others }) => others.slice(0, OTHERS_NAMED).map(({ article }) => article.id))
  const articles = new Map((await deps.store.articlesById([...ids, ...named])).map((article) => [article.id, article]))
  const matches = topicId === null ? [] : (await deps.store.matchesOf(ids)).filter((match) => match.topicId === topicId)
  const matchOf = new Map(matches.map((match) => [match.articleId, match]))
  const copies = Map.groupBy(await deps.store.entriesOfArticles(ids), ({ articleId }) => articleId)
  const catalog = catalogOf(deps.config)
  return lines.flatMap((line) => {
    const article = articles.get(line.lead.article.id)
    if (!article) return []
    const others = line.others.slice(0, OTHERS_NAMED).flatMap(({ article: { id } }) => articles.get(id) ?? [])
    return [publishedItem(deps, catalog, { line, article, others, copies: copies.get(article.id) ?? [], match: matchOf.get(article.id) })]
  })
}

interface LineTexts {
  readonly line: FeedLine
  readonly article: ArticleWithLead
  readonly others: readonly ArticleWithLead[]
  readonly copies: readonly Entry[]
  readonly match: MatchRecord | undefined
}

function publishedItem(deps: FeedDeps, catalog: Catalog, { line, article, others, copies, match }: LineTexts): PublishedItem {
  const entry = copies.find(({ id }) => id === line.copyId && id !== article.lead.id) ?? article.lead
  const isLead = entry.id === article.lead.id
  const source = catalog.sources.get(entry.sourceId)
  const articleUrl = deps.addresses.absolute(`/articles/${article.id}`)
  const alsoBy = [
    ...(line.copyId === undefined ? copies.filter((copy) => copy.id !== entry.id && copy.sourceId !== entry.sourceId) : [])
  ].map((copy) => ({ name: catalog.sourceName(copy.sourceId), url: copy.url ?? articleUrl }))
  const why = isLead ? whyText(match, { ...article.original, content: plainText(entry.contentHtml) }) : ''
  const language = entry.language === 'und' ? null : entry.language
  return {
    id: isLead ? article.tagUri : `tag:${tagAuthority(deps.config)}:copy/${entry.id}`,
    url: entry.url ?? articleUrl,
    title: entry.title === '' ? entry.summary.slice(0, 120) || articleUrl : entry.title,
    summary: entry.summary,
    contentHtml: itemHtml({
      entry,
      alsoBy,
      others: others.map((other) => ({
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
    // A day without a time stands for its noon, and some publishers date ahead: nothing appears to readers after they could read it.
    publishedAt: entry.publishedAt === null ? null : Math.min(entry.publishedAt, entry.firstSeenAt),
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
