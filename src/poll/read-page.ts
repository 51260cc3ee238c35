import type { PreparedDraft } from '../dedupe/compare-entries.ts'
import type { Item } from '../model/item.ts'
import { httpUrl } from '../normalize/http-url.ts'
import type { FeedPlan } from './feed-plan.ts'
import { matchingOf } from './prepare-drafts.ts'
import type { ReadDeps } from './read-feed.ts'

/** A page as a draft of the editors' own feed, ready to be placed. */
export type PageDraft = PreparedDraft

/** A page that no feed names, read as an article, or why it could not be. */
export type PageRead = { readonly kind: 'read'; readonly page: PageDraft } | { readonly kind: 'failed'; readonly message: string }

export type PageDeps = Pick<ReadDeps, 'fetchDocument' | 'mayFetch' | 'reader' | 'now' | 'signal'>

/** Fetches and reads one page by the way that article pages of lists go: guarded, paced, by robots.txt, in a thread with its limits. */
export async function readPage(url: string, plan: FeedPlan, deps: PageDeps): Promise<PageRead> {
  const address = httpUrl(url)
  if (address === null) return failed('this is no http or https address')
  if (!(await deps.mayFetch(address, {}))) return failed('the site asks programs to leave this page alone (robots.txt)')
  const exchange = await deps.fetchDocument({ url: address, accept: 'page' })
  if (exchange.kind === 'failed') return failed(exchange.failure.message)
  if (exchange.kind === 'unchanged') return failed('the server did not send the page')
  const { bytes, contentType, finalUrl } = exchange
  const context = { url: finalUrl, timeZone: plan.timeZone, ...(contentType === null ? {} : { contentType }) }
  const asFeed = await deps.reader.read({ task: 'parse', body: { bytes, context: { ...context, itemsMax: 1 }, page: null } }, deps.signal)
  if (asFeed.kind === 'parsed') return failed('this is a feed; put it into the configuration as a source')
  const read = await deps.reader.read({ task: 'article', bytes, article: { follow: true, remove: [] }, context }, deps.signal)
  if (read.kind === 'failed') return failed(read.failure.message)
  const { page } = read
  if (page.title === undefined) return failed('the page has no title; is it an article?')
  const item: Item = {
    url: finalUrl,
    title: page.title,
    ...(page.content === undefined ? {} : { content: page.content }),
    ...(page.published === undefined ? {} : { published: page.published, publishedFrom: 'page' as const }),
    ...(page.image === undefined ? {} : { image: page.image }),
    ...(page.language === undefined ? {} : { language: page.language }),
    ...(page.alternates === undefined ? {} : { alternates: page.alternates }),
    authors: page.author === undefined ? [] : [page.author],
    categories: [],
    enclosures: []
  }
  // An item at the address of its feed would be taken for one without an address; addresses within the page are absolute already.
  const siteUrl = new URL('/', finalUrl).href
  const drafted = await deps.reader.read(
    {
      task: 'draft',
      document: { format: 'page', encoding: '', feed: {}, items: [item], itemsLeftOut: 0, complete: true },
      drafting: {
        feedUrl: siteUrl,
        now: deps.now(),
        declared: exchange.contentLanguage,
        region: null,
        memory: null,
        seen: [],
        settingsHash: plan.settingsHash,
        matching: matchingOf(plan, { sourceId: plan.source.id, owner: plan.source.owner })
      }
    },
    deps.signal
  )
  const [prepared] = drafted.kind === 'failed' ? [] : drafted.drafted.drafts
  if (!prepared) return failed('the page could not be read as an article')
  return prepared.draft.url === null ? failed('the front page of a site is no article') : { kind: 'read', page: prepared }
}

function failed(message: string): PageRead {
  return { kind: 'failed', message }
}
