import type { FeedFormat, PublishedFeed } from '../model/published.ts'
import { atomFeed } from './atom-feed.ts'
import { jsonFeed } from './json-feed.ts'
import { type LeftOut, publishableItems, printableUrl } from './publishable-item.ts'
import { rssFeed } from './rss-feed.ts'
import { printable } from './xml-text.ts'

export interface RenderedFeed {
  readonly body: string
  readonly contentType: string
  /** Items no format could carry, with the reason. */
  readonly leftOut: readonly LeftOut[]
}

/**
 * Writes a topic feed as RSS 2.0 (with the RSS profile), Atom (RFC 4287, RFC 5005, RFC 6721) or JSON Feed 1.1. Nothing but the
 * record decides the text: the same feed gives the same bytes at any time. Ids are equal, byte by byte, in all three.
 * @param feed items in the order to show; no text of theirs is trusted
 * @returns a well-formed document whatever the items hold
 */
export function renderTopicFeed(feed: PublishedFeed, format: FeedFormat): RenderedFeed {
  const { items, leftOut } = publishableItems(feed)
  const clean = cleanFeed(feed)
  switch (format) {
    case 'rss': return { body: rssFeed(clean, items), contentType: 'application/rss+xml; charset=utf-8', leftOut }
    case 'atom': return { body: atomFeed(clean, items), contentType: 'application/atom+xml; charset=utf-8', leftOut }
    case 'json': return { body: jsonFeed(clean, items), contentType: 'application/feed+json; charset=utf-8', leftOut }
  }
}

/** The feed's own texts come from operators, who paste too. Addresses that are none are left out. */
function cleanFeed(feed: PublishedFeed): PublishedFeed {
  const { hubUrl, icon, logo, ...rest } = feed
  const optional = Object.entries({ hubUrl, icon, logo }).flatMap(([key, value]) => {
    const url = printableUrl(value)
    return url === null ? [] : [[key, url] as const]
  })
  const paging = Object.entries(feed.paging).flatMap(([key, value]) => {
    const url = printableUrl(value)
    return url === null ? [] : [[key, url] as const]
  })
  const title = printable(feed.title) || feed.homeUrl
  return {
    ...rest,
    ...Object.fromEntries(optional),
    title,
    subtitle: printable(feed.subtitle) || title,
    publisher: printable(feed.publisher) || title,
    paging: Object.fromEntries(paging)
  }
}
