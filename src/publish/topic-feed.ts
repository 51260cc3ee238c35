import type { FeedFormat, PublishedFeed } from '../model/published.ts'
import { atomFormat } from './atom-feed.ts'
import { jsonFormat } from './json-feed.ts'
import { createItemCheck, type LeftOut, printableUrl } from './publishable-item.ts'
import { rssFormat } from './rss-feed.ts'
import { printable } from './xml-text.ts'

/** A document as text. */
export interface RenderedFeed {
  readonly body: string
  readonly contentType: string
  /** Items no format could carry, with the reason. */
  readonly leftOut: readonly LeftOut[]
}

/** A document in pieces, as UTF-8, of which every choice of items is a document as well. */
export interface FeedPieces {
  readonly contentType: string
  readonly head: Buffer
  readonly items: readonly { readonly id: string; readonly bytes: Buffer }[]
  /** What stands between two items. */
  readonly between: Buffer
  readonly tail: Buffer
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
  const writing = startFeeds([[format, feed]])
  writing.add(feed.items)
  const [pieces] = writing.end()
  return { body: joined(pieces!).toString(), contentType: pieces!.contentType, leftOut: pieces!.leftOut }
}

/**
 * Writes one feed in several formats, so many items at a time: each item is made fit for print once, and whoever calls can do
 * other things between two portions.
 * @param heads what each format says of the feed; their items are not looked at
 */
export function startFeeds(heads: readonly (readonly [FeedFormat, PublishedFeed])[]) {
  const check = createItemCheck()
  const leftOut: LeftOut[] = []
  const written = heads.map(([format, feed]) => ({
    format,
    writer: WRITERS[format](cleanFeed(feed)),
    items: [] as { readonly id: string; readonly bytes: Buffer }[]
  }))
  return {
    add(items: PublishedFeed['items']): void {
      for (const item of items) {
        const result = check(item)
        if (result.kind === 'left-out') leftOut.push(result)
        else for (const { writer, items } of written) items.push({ id: result.item.id, bytes: Buffer.from(writer.item(result.item)) })
      }
    },

    /** @returns the documents, in the order of the heads */
    end(): readonly FeedPieces[] {
      return written.map(({ format, writer: { head, between, tail }, items }) => ({
        contentType: CONTENT_TYPES[format],
        head: Buffer.from(head),
        items,
        between: Buffer.from(between),
        tail: Buffer.from(tail),
        leftOut
      }))
    }
  }
}

/** The document that pieces make; with `items`, the one that these of them make. */
export function joined({ head, between, tail, ...pieces }: FeedPieces, items: FeedPieces['items'] = pieces.items): Buffer {
  return Buffer.concat([head, ...items.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [between, bytes])), tail])
}

const WRITERS = { rss: rssFormat, atom: atomFormat, json: jsonFormat } as const
const CONTENT_TYPES: Readonly<Record<FeedFormat, string>> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8'
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
  return Object.fromEntries(
    Object.entries(urls).flatMap(([key, value]: [string, string | undefined]) => {
      const url = printableUrl(value)
      return url === null ? [] : [[key, url] as const]
    })
  )
}
