import type { ArticlePageConfig, PageConfig } from '../config/schema.ts'
import type { PreparedDraft } from '../dedupe/compare-entries.ts'
import type { LanguageDetector } from '../language/detect-language.ts'
import type { Failure } from '../model/failure.ts'
import type { FeedDocument } from '../model/item.ts'
import { type ArticlePage, parseArticle } from '../parse/parse-article.ts'
import { type ParseContext, parseFeed } from '../parse/parse-feed.ts'
import { parsePage } from '../parse/parse-page.ts'
import type { ParseResult } from '../parse/parse-result.ts'
import { type Drafted, type Drafting, draftItems } from './draft-items.ts'
import { prepareDrafts } from './prepare-drafts.ts'

/** A fetched body with what is known of it. Plain data, as are all jobs: they are handed to another thread. */
export interface Body {
  readonly bytes: Uint8Array
  readonly context: ParseContext
  /** How the items of a list page are found; null for a feed. */
  readonly page: PageConfig | null
}

/** What there is to do with a fetched body. `parse` and `draft` are the halves of `read`, for lists whose articles are fetched between. */
export type ReadingJob =
  | { readonly task: 'read'; readonly body: Body; readonly drafting: Drafting }
  | { readonly task: 'parse'; readonly body: Body }
  | { readonly task: 'draft'; readonly document: FeedDocument; readonly drafting: Drafting }
  | { readonly task: 'article'; readonly bytes: Uint8Array; readonly article: ArticlePageConfig; readonly context: ParseContext }

export interface ReadingResults {
  readonly read:
    | { readonly kind: 'read'; readonly document: DocumentFacts; readonly drafted: DraftedToPlace }
    | { readonly kind: 'failed'; readonly failure: Failure }
  readonly parse: ParseResult
  readonly draft: { readonly kind: 'read'; readonly document: DocumentFacts; readonly drafted: DraftedToPlace }
  readonly article: { readonly kind: 'read'; readonly page: ArticlePage }
}

/** What was drafted, with all that is worked out here and not where the polls wait for it. */
export interface DraftedToPlace extends Omit<Drafted, 'drafts'> {
  readonly drafts: readonly PreparedDraft[]
}

/** A document without its items, which went into the drafts. */
export interface DocumentFacts extends Pick<FeedDocument, 'feed' | 'itemsLeftOut' | 'complete'> {
  readonly items: number
}

/** Does one job. Throws only on our own bugs, whatever the bytes are. */
export async function readBody(job: ReadingJob, detector: LanguageDetector): Promise<ReadingResults[keyof ReadingResults]> {
  switch (job.task) {
    case 'read': {
      const parsed = await parseBody(job.body)
      return parsed.kind === 'failed' ? parsed : draft(parsed.document, job.drafting, detector)
    }
    case 'parse':
      return parseBody(job.body)
    case 'draft':
      return draft(job.document, job.drafting, detector)
    case 'article':
      return { kind: 'read', page: parseArticle(job.bytes, job.article, job.context) }
    default:
      return job satisfies never
  }
}

function parseBody({ bytes, context, page }: Body): Promise<ParseResult> | ParseResult {
  return page === null ? parseFeed(bytes, context) : parsePage(bytes, page, context)
}

function draft(document: FeedDocument, drafting: Drafting, detector: LanguageDetector): ReadingResults['draft'] {
  const { feed, items, itemsLeftOut, complete } = document
  const { drafts, ...drafted } = draftItems(document, drafting, detector)
  return {
    kind: 'read',
    document: { feed, itemsLeftOut, complete, items: items.length },
    drafted: { ...drafted, drafts: prepareDrafts(drafts, drafting.matching) }
  }
}
