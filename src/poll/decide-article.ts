import type { SourceConfig } from '../config/schema.ts'
import type { ArticleRecord, ArticleWithEntries } from '../model/article.ts'
import type { Edit, EditKind } from '../model/edit.ts'
import type { Entry, TopicMatch } from '../model/entry.ts'
import { leadCopy } from '../dedupe/lead-copy.ts'
import type { ArticleUpdate } from '../store/feed-update.ts'
import type { MatchRecord, Publication } from '../store/topics.ts'
import { tagArticle } from '../tag/tag-article.ts'
import type { Tagger } from '../tag/compile-topics.ts'
import { findRegions, type Gazetteer } from '../tag/find-regions.ts'
import { type LearnedTopic, rerankNearMiss } from '../tag/learned-ranking.ts'
import { plainText } from '../text/plain-text.ts'
import { decidePublications, type PublicationDecision } from './decide-publications.ts'
import type { KnownArticles } from './known-articles.ts'

/** What articles are decided by: the present configuration and the clock. */
export interface ArticleContext {
  readonly tagger: Tagger
  readonly gazetteer: Gazetteer
  readonly topicIds: readonly string[]
  readonly sourceOf: (sourceId: string) => Pick<SourceConfig, 'role' | 'region'> | undefined
  /** False for feeds that are polled but kept out of every topic. */
  readonly publishes: (feedId: string) => boolean
  readonly categoryOf: (feedId: string) => string | undefined
  readonly configHash: string
  /** What topics learned from their editors, by topic; left out where nothing is learned. */
  readonly learned?: ReadonlyMap<string, LearnedTopic>
  readonly now: number
}

/** What stands about an article before it is decided anew. */
export interface ArticleHistory {
  /** Null for an article that is new. */
  readonly article: ArticleRecord | null
  readonly matches: readonly MatchRecord[]
  readonly publications: readonly Publication[]
  readonly edits: readonly Edit[]
}

export interface ArticleDecision {
  readonly article: ArticleRecord
  readonly publications: PublicationDecision
}

/** How much of the text is looked at for topics: what a reader sees of it in a feed. */
const CONTENT_UNITS_MAX = 2_000

/**
 * Decides an article from its copies: which one leads, its regions, its topics, and what of that is news to readers.
 * The same function serves polls, retagging and edits.
 * @param entries every copy, at least one
 * @param edited whether the text of a copy changed with this very decision
 */
export function decideArticle(
  skeleton: Pick<ArticleRecord, 'id' | 'tagUri' | 'storyId' | 'storyReason' | 'firstSeenAt' | 'sortAt'>,
  entries: readonly Entry[],
  edited: ReadonlySet<string>,
  history: ArticleHistory,
  context: ArticleContext
): ArticleDecision {
  const own = entries.filter(({ moved }) => moved !== true)
  const lead = leadCopy(
    (own.length > 0 ? own : entries).map((entry) => ({ ...entry, role: context.sourceOf(entry.sourceId)?.role ?? 'media' }))
  )
  const before = history.article
  const regions = before !== null && lead.expiredAt !== undefined ? before.regions : regionsOf(lead, context)
  const words = { editedTitle: newestText('retitle', history.edits), editedSummary: newestText('summarise', history.edits) }
  const reworded = before !== null && (before.editedTitle !== words.editedTitle || before.editedSummary !== words.editedSummary)
  const changed = before !== null && (before.leadEntryId !== lead.id || edited.has(lead.id) || reworded)
  const article: ArticleRecord = {
    ...skeleton,
    leadEntryId: lead.id,
    language: lead.language,
    regions,
    changedAt: before === null || changed ? context.now : before.changedAt,
    revision: before === null ? 1 : before.revision + (changed ? 1 : 0),
    ...words,
    mergedInto: null
  }
  return {
    article,
    publications: decidePublications(article, changed, matchesNow(lead, regions, history.matches, context), history, {
      publishable: entries.some((entry) => context.publishes(entry.feedId)),
      topicIds: context.topicIds,
      edits: history.edits,
      configHash: context.configHash,
      now: context.now
    })
  }
}

/** What a text that is let go of was found to match stands: nothing can be read anew but its title. */
function matchesNow(
  lead: Entry,
  regions: readonly string[],
  before: readonly TopicMatch[],
  context: ArticleContext
): readonly TopicMatch[] {
  const read = matchTopics(lead, regions, context)
  if (lead.expiredAt === undefined) return read
  const standing = before
    .map((match) => ({ ...match, why: match.why.filter(({ rule }) => rule !== 'edit') }))
    .filter(({ topicId, matched, why }) => matched && why.length > 0 && context.topicIds.includes(topicId))
  return [...standing, ...read.filter(({ topicId }) => !standing.some((match) => match.topicId === topicId))]
}

/** An article that became part of another: it leaves every topic, and keeps its id for those who come by it. */
export function foldArticle(article: ArticleRecord, into: string, history: ArticleHistory, context: ArticleContext): ArticleDecision {
  const publications = decidePublications(article, false, [], history, { ...context, publishable: false, topicIds: [], edits: [] })
  return { article: { ...article, mergedInto: into, changedAt: context.now, revision: article.revision + 1 }, publications }
}

function newestText(kind: EditKind, edits: readonly Edit[]): string | null {
  return edits.findLast((edit) => edit.kind === kind)?.payload.text ?? null
}

/** An article that one entry opens. The id is the entry's own doing, so that a replay gives it again. */
export function newArticleSkeleton(
  entry: Entry,
  place: { readonly articleId: string; readonly storyId: string; readonly storyReason: string | null },
  tagAuthority: string
): Pick<ArticleRecord, 'id' | 'tagUri' | 'storyId' | 'storyReason' | 'firstSeenAt' | 'sortAt'> {
  return {
    id: place.articleId,
    tagUri: tagUri(tagAuthority, place.articleId, entry.firstSeenAt),
    storyId: place.storyId,
    storyReason: place.storyReason,
    firstSeenAt: entry.firstSeenAt,
    sortAt: Math.min(entry.publishedAt ?? entry.firstSeenAt, entry.firstSeenAt)
  }
}

/** The history of an article that was just read, for deciding it anew. */
export function historyOf(article: ArticleWithEntries, { matches, publications, edits }: Omit<KnownArticles, 'articles'>): ArticleHistory {
  const about = <T extends { readonly articleId: string }>(list: readonly T[]): readonly T[] =>
    list.filter(({ articleId }) => articleId === article.id)
  return { article, matches: about(matches), publications: about(publications), edits: about(edits) }
}

/** Articles decided anew with all that stands about them, their texts unchanged: what of it is to be written. */
export function decideAgain(known: KnownArticles, context: ArticleContext): ArticleUpdate {
  return articleUpdateOf(
    known.articles.map((article) => decideArticle(article, article.entries, NOTHING_EDITED, historyOf(article, known), context))
  )
}

const NOTHING_EDITED: ReadonlySet<string> = new Set()

/** Decisions as they are written. */
export function articleUpdateOf(decisions: readonly ArticleDecision[]): ArticleUpdate {
  const parts = decisions.map(({ publications }) => publications)
  return {
    articles: decisions.map(({ article }) => article),
    matches: parts.flatMap(({ matches }) => matches),
    forgottenMatches: parts.flatMap(({ forgottenMatches }) => forgottenMatches),
    published: parts.flatMap(({ published }) => published),
    withdrawn: parts.flatMap(({ withdrawn }) => withdrawn),
    journal: parts.flatMap(({ journal }) => journal)
  }
}

/** RFC 4151. An authority may bring its own date: "news.example.org,2026". */
function tagUri(authority: string, articleId: string, at: number): string {
  const dated = authority.includes(',') ? authority : `${authority},${new Date(at).toISOString().slice(0, 10)}`
  return `tag:${dated}:article/${articleId}`
}

/** The topics of a leading copy, near misses too. */
export function matchesOfLead(lead: Entry, context: ArticleContext): readonly TopicMatch[] {
  return matchTopics(lead, regionsOf(lead, context), context)
}

function matchTopics(lead: Entry, regions: readonly string[], context: ArticleContext): readonly TopicMatch[] {
  const category = context.categoryOf(lead.feedId)
  const matches = tagArticle(
    {
      title: lead.title,
      summary: lead.summary,
      contentText: plainText(lead.contentHtml).slice(0, CONTENT_UNITS_MAX),
      language: lead.language,
      sourceId: lead.sourceId,
      regions,
      categories: category === undefined ? lead.categories : [...lead.categories, category]
    },
    context.tagger
  )
  const { learned } = context
  if (learned === undefined || learned.size === 0) return matches
  return matches.map((match) => {
    const topic = learned.get(match.topicId)
    return topic && !match.matched ? rerankNearMiss(match, `${lead.title}\n${lead.summary}`, topic) : match
  })
}

function regionsOf(lead: Entry, context: ArticleContext): readonly string[] {
  const own = context.sourceOf(lead.sourceId)?.region
  const named = findRegions(
    { title: lead.title, summary: lead.summary, language: lead.language, sourceRegion: own ?? null },
    context.gazetteer
  )
  return [...new Set([...(own === undefined ? [] : [own]), ...named.map(({ code }) => code)])]
}
