import type { FeedFormat, PublishedFeed } from '../model/published.ts'
import { atomFormat } from './atom-feed.ts'
import { jsonFormat } from './json-feed.ts'
import { createItemCheck, type LeftOut, printableUrl } from './publishable-item.ts'
import { rssFormat } from './rss-feed.ts'
import { printable } from './xml-text.ts'

/** A document and the pieces it is made of. */
export interface RenderedFeed {
  readonly body: string
  readonly contentType: string
  readonly pieces: FeedPieces
  /** Items no format could carry, with the reason. */
  readonly leftOut: readonly LeftOut[]
}

export interface FeedPieces {
  readonly head: string
  readonly items: readonly { readonly id: string; readonly text: string }[]
  /** What stands between two items. */
  readonly between: string
  readonly tail: string
}

/**
 * Writes a topic feed as RSS 2.0 (with the RSS profile), Atom (RFC 4287, RFC 5005, RFC 6721) or JSON Feed 1.1. Nothing but the
 * record decides the text: the same feed gives the same bytes at any time. Ids are equal, byte by byte, in all three.
 * @param feed items in the order to show; no text of theirs is trusted
 * @returns a well-formed document whatever the items hold
 */
export function renderTopicFeed(feed: PublishedFeed, format: FeedFormat): RenderedFeed {
  const writing = startFeeds([[format, feed]])
  writing.add(feed.items)
  return writing.end()[0]!
}

/**
 * Writes one feed in several formats, so many items at a time: each item is made fit for print once, and whoever calls can do
 * other things between two portions.
 * @param heads what each format says of the feed; their items are not looked at
 */
export function startFeeds(heads: readonly (readonly [FeedFormat, PublishedFeed])[]) {
  const check = createItemCheck()
  const leftOut: LeftOut[] = []
  const written = heads.map(([format, feed]) => ({ format, writer: WRITERS[format](cleanFeed(feed)), items: [] as { id: string; text: string }[] }))
  return {
    add(items: PublishedFeed['items']): void {
      for (const item of items) {
        const result = check(item)
        if (result.kind === 'left-out') leftOut.push(result)
        else for (const { writer, items } of written) items.push({ id: result.item.id, text: writer.item(result.item) })
      }
    },

    /** @returns the documents, in the order of the heads */
    end(): readonly RenderedFeed[] {
      return written.map(({ format, writer: { head, between, tail }, items }) => {
        const pieces = { head, items, between, tail }
        return { body: joined(pieces), contentType: CONTENT_TYPES[format], pieces, leftOut }
      })
    }
  }
}

/** The document that pieces make. */
export function joined({ head, items, between, tail }: FeedPieces): string {
  return head + items.map(({ text }) => text).join(between) + tail
}

const WRITERS = { rss: rssFormat, atom: atomFormat, json: jsonFormat } as const
const CONTENT_TYPES: Readonly<Record<FeedFormat, string>> = {
  rss: 'application/rss+xml; charset=utf-8', atom: 'application/atom+xml; charset=utf-8', json: 'application/feed+json; charset=utf-8'
}

/** The feed's own texts come from operators, who paste too. Addresses that are none are left out. */
function cleanFeed(feed: PublishedFeed): PublishedFeed {
  const { hubUrl, icon, favicon, logo, ...rest } = feed
  const title = printable(feed.title) || feed.homeUrl
  return {
    ...rest,
    ...printableUrls({ hubUrl, icon, favicon, logo }),
    title,
    subtitle: printable(feed.subtitle) || title,
    publisher: printable(feed.publisher) || title,
    paging: printableUrls(feed.paging)
  }
}

function printableUrls(urls: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(urls).flatMap(([key, value]: [string, string | undefined]) => {
    const url = printableUrl(value)
    return url === null ? [] : [[key, url] as const]
  }))
}
