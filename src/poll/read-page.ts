import type { LocatedDraft } from '../model/draft.ts'
import type { Item } from '../model/item.ts'
import type { FeedPlan } from './feed-plan.ts'
import type { ReadDeps } from './read-feed.ts'

/** A page that no feed names, read as an article, or why it could not be. */
export type PageRead = { readonly kind: 'read'; readonly draft: LocatedDraft } | { readonly kind: 'failed'; readonly message: string }

export type PageDeps = Pick<ReadDeps, 'fetchDocument' | 'mayFetch' | 'reader' | 'now' | 'signal'>

/** Fetches and reads one page by the way that article pages of lists go: guarded, paced, by robots.txt, in a thread with its limits. */
export async function readPage(url: string, plan: FeedPlan, deps: PageDeps): Promise<PageRead> {
  if (!(await deps.mayFetch(url, {}))) return { kind: 'failed', message: 'the site asks programs to leave this page alone (robots.txt), or it is no address to fetch' }
  const exchange = await deps.fetchDocument({ url, accept: 'page' })
  if (exchange.kind === 'failed') return { kind: 'failed', message: exchange.failure.message }
  if (exchange.kind === 'unchanged') return { kind: 'failed', message: 'the server did not send the page' }
  const context = { url: exchange.finalUrl, timeZone: plan.timeZone, ...(exchange.contentType === null ? {} : { contentType: exchange.contentType }) }
  const asFeed = await deps.reader.read({ task: 'parse', body: { bytes: exchange.bytes, context: { ...context, itemsMax: 1 }, page: null } }, deps.signal)
  if (asFeed.kind === 'parsed') return { kind: 'failed', message: 'this is a feed; put it into the configuration as a source' }
  const read = await deps.reader.read({ task: 'article', bytes: exchange.bytes, article: { follow: true, remove: [] }, context }, deps.signal)
  if (read.kind === 'failed') return { kind: 'failed', message: read.failure.message }
  const { page } = read
  if (page.title === undefined) return { kind: 'failed', message: 'the page has no title; is it an article?' }
  const item: Item = {
    url: exchange.finalUrl,
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
  const siteUrl = new URL('/', exchange.finalUrl).href
  const drafted = await deps.reader.read({
    task: 'draft',
    document: { format: 'page', encoding: '', feed: {}, items: [item], itemsLeftOut: 0, complete: true },
    drafting: {
      feedUrl: siteUrl, now: deps.now(), declared: exchange.contentLanguage, region: null, memory: null, seen: [], settingsHash: plan.settingsHash
    }
  }, deps.signal)
  const [draft] = drafted.kind === 'failed' ? [] : drafted.drafted.drafts
  if (!draft) return { kind: 'failed', message: 'the page could not be read as an article' }
  return draft.url === null ? { kind: 'failed', message: 'the front page of a site is no article' } : { kind: 'read', draft }
}
