import { diffWordsWithSpace } from 'diff'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ArticleWithLead } from '../../model/article.ts'
import type { Edit } from '../../model/edit.ts'
import type { Entry, TermHit } from '../../model/entry.ts'
import type { EntryRevision } from '../../store/entries.ts'
import { plainText } from '../../text/plain-text.ts'
import { topicRoute } from '../addresses.ts'
import { topicTitle } from '../catalog.ts'
import { getRoute } from '../get-route.ts'
import { notFound } from '../http-error.ts'
import { markText, snippetsOf } from '../mark-text.ts'
import { type ArticleView, articlePage, type RevisionView } from '../pages/article-page.ts'
import { bounds, readInput } from '../read-query.ts'
import { mainReasons, reasonOf } from '../reason-sentence.ts'
import { sendRepresentation } from '../send-representation.ts'
import { pageVersion, present, type Serving } from '../serving.ts'

const REVISIONS_SHOWN = 10
const params = z.object({ id: bounds.id })

/** A diff costs its edits times its length: text beyond this is compared as a whole. */
const DIFF_UNITS_MAX = 20_000
const DIFF_EDITS_MAX = 2_000

/** `/articles/ID`: what is known of one article. */
export function articleRoutes(app: FastifyInstance, serving: Serving): void {
  getRoute(app, '/articles/:id', async (request, reply) => {
    const { id } = readInput(params, request.params, 404)
    const stored = await serving.pages.find(`/articles/${id}`, await pageVersion(serving), async () => {
      const view = await articleView(serving, id)
      return view === null ? null : { contentType: 'text/html; charset=utf-8', body: articlePage(present(serving).site, view) }
    })
    if (!stored) {
      const into = (await serving.store.articlesById([id]))[0]?.mergedInto ?? null
      if (into === null) throw notFound('There is no such article.')
      return reply.redirect(present(serving).addresses.path(`/articles/${into}`), 302) // not for good: an editor may undo it
    }
    return sendRepresentation(request, reply, stored)
  })
}

async function articleView(serving: Serving, id: string): Promise<ArticleView | null> {
  const { store } = serving
  const { catalog } = present(serving)
  const article = await store.findArticle(id)
  if (!article || article.mergedInto !== null) return null
  const { lead } = article
  const matches = await store.matchesOf([id])
  const publishedIn = new Set((await store.publicationsOf([id])).map(({ topicId }) => topicId))
  const contentText = plainText(lead.contentHtml)
  const fields = { ...article.original, content: contentText }
  const hits = matches
    .filter(({ topicId }) => publishedIn.has(topicId))
    .flatMap(({ why }) => why)
    .filter(({ rule }) => rule !== 'exclude')
  const summaryHits = article.editedSummary === null ? hitsIn(hits, 'summary') : []
  const source = catalog.sources.get(lead.sourceId)
  const summary = (await store.storySummaries([article.storyId])).get(article.storyId)
  return {
    id,
    tagUri: article.tagUri,
    title: markText(lead.title, article.editedTitle === null ? hitsIn(hits, 'title') : []),
    // Of a summary and a text that say the same, one is shown: the summary where words are to be marked in it.
    summary: repeatsText(lead, contentText) && summaryHits.length === 0 ? [] : markText(lead.summary, summaryHits),
    plainTitle: lead.title,
    contentHtml: summaryHits.length > 0 && contentText === lead.summary ? '' : lead.contentHtml,
    expiredAt: lead.expiredAt ?? null,
    language: lead.language,
    languageFrom: lead.languageFrom,
    confidence: lead.confidence,
    url: lead.url,
    source: {
      id: lead.sourceId,
      name: catalog.sourceName(lead.sourceId),
      homepage: source?.homepage ?? null,
      licence: source?.licence ?? null
    },
    authors: lead.authors,
    regions: article.regions,
    publishedAt: lead.publishedAt,
    publishedFrom: lead.publishedFrom,
    firstSeenAt: article.firstSeenAt,
    changedAt: Math.min(article.changedAt, serving.now()),
    revision: article.revision,
    topics: matches
      .filter(({ topicId, why }) => publishedIn.has(topicId) || why.length > 0)
      .sort((one, other) => other.score - one.score)
      .map((match) => {
        const topic = catalog.topics.get(match.topicId)
        return {
          route: topicRoute(match.topicId),
          title: topic ? topicTitle(topic) : { text: match.topicId, language: 'und' },
          score: match.score,
          shown: publishedIn.has(match.topicId),
          reasons: mainReasons(match.why).map((hit) => reasonOf(hit, fields[hit.field])),
          snippets: snippetsOf(contentText, hitsIn(match.why, 'content'))
        }
      }),
    copies: article.entries
      .filter((entry) => entry.id !== lead.id)
      .map((entry) => ({
        sourceName: catalog.sourceName(entry.sourceId),
        title: entry.title,
        language: entry.language,
        url: entry.url,
        publishedAt: entry.publishedAt,
        firstSeenAt: entry.firstSeenAt,
        joinReason: entry.joinReason
      })),
    story:
      summary && summary.articles > 1
        ? { route: `/stories/${article.storyId}`, articles: summary.articles, languages: summary.languages, reason: article.storyReason }
        : null,
    revisions: revisionViews({ ...lead, ...article.original }, await store.revisionsOf(lead.id)),
    rewritten: rewrittenViews(article, await store.editsOf([id]))
  }
}

/** What an editor wrote anew, and what stood there. */
function rewrittenViews({ original }: ArticleWithLead, edits: readonly Edit[]): ArticleView['rewritten'] {
  const texts = [
    ['retitle', 'Title', original.title],
    ['summarise', 'Summary', original.summary]
  ] as const
  return texts.flatMap(([kind, field, before]) => {
    const edit = edits.findLast((one) => one.kind === kind)
    return edit ? [{ field, before, why: edit.why, at: edit.madeAt }] : []
  })
}

/** Whether the summary says nothing that the title or the text do not. */
function repeatsText({ title, summary, contentHtml }: Entry, contentText: string): boolean {
  return summary === title || (contentHtml !== '' && contentText.startsWith(summary.replace(/…$/, '')))
}

function hitsIn(hits: readonly TermHit[], field: TermHit['field']): readonly TermHit[] {
  return hits.filter((hit) => hit.field === field)
}

/** What changed from each kept state to the next, the newest first. */
function revisionViews(entry: Entry, earlier: readonly EntryRevision[]): readonly RevisionView[] {
  const now = {
    revision: entry.revision,
    title: entry.title,
    summary: entry.summary,
    contentHtml: entry.contentHtml,
    seenAt: entry.updatedAt ?? entry.lastSeenAt
  }
  const known = earlier.filter(({ revision }) => revision < entry.revision)
  const states = [...known, { ...now, seenAt: earlier.find(({ revision }) => revision === entry.revision)?.seenAt ?? now.seenAt }]
  return states
    .slice(1)
    .map((state, index) => {
      const before = states[index]!
      const fields = [
        { field: 'Title', from: before.title, to: state.title },
        { field: 'Summary', from: before.summary, to: state.summary },
        { field: 'Text', from: plainText(before.contentHtml), to: plainText(state.contentHtml) }
      ].filter(({ from, to }) => from !== to)
      return {
        revision: state.revision,
        seenAt: state.seenAt,
        fields: fields.map(({ field, from, to }) => ({ field, parts: diffParts(from, to, entry.language) }))
      }
    })
    .filter(({ fields }) => fields.length > 0)
    .reverse()
    .slice(0, REVISIONS_SHOWN)
}

function diffParts(from: string, to: string, language: string): RevisionView['fields'][number]['parts'] {
  const [before, after] = [from.slice(0, DIFF_UNITS_MAX), to.slice(0, DIFF_UNITS_MAX)]
  const changes = diffWordsWithSpace(before, after, { intlSegmenter: wordsOf(language), maxEditLength: DIFF_EDITS_MAX } as never) as
    readonly { readonly value: string; readonly added?: boolean; readonly removed?: boolean }[] | undefined
  if (!changes)
    return [
      { text: before, change: 'removed' },
      { text: ' ', change: 'same' },
      { text: after, change: 'added' }
    ]
  return changes.map(({ value, added, removed }) => ({ text: value, change: added ? 'added' : removed ? 'removed' : 'same' }))
}

/** Words as the language divides them: Chinese, Japanese and Thai have no spaces to go by. */
function wordsOf(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'word' })
  } catch {
    return new Intl.Segmenter('en', { granularity: 'word' })
  }
}
