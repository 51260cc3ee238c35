import type { PublishedFeed, PublishedItem } from '../model/published.ts'
import { directedHtml } from './directed-html.ts'
import type { FeedFormatWriter } from './format-writer.ts'

/**
 * Writes JSON Feed 1.1 (jsonfeed.org/version/1.1). What the format has no word for stands under `_courant`.
 * @param feed cleaned, whose items passed `createItemCheck`
 */
export function jsonFormat(feed: PublishedFeed): FeedFormatWriter {
  const { next } = feed.paging
  const head = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.homeUrl,
    feed_url: feed.selfUrls.json,
    description: feed.subtitle,
    next_url: next === feed.selfUrls.json ? undefined : next,
    icon: feed.icon ?? feed.logo,
    favicon: feed.favicon ?? feed.icon,
    authors: [{ name: feed.publisher, url: feed.homeUrl }],
    language: feed.language ?? undefined,
    hubs: feed.hubUrl === undefined ? undefined : [{ type: 'WebSub', url: feed.hubUrl }],
    _courant: { id: feed.id, updated: new Date(feed.updatedAt).toISOString(), archive: feed.kind === 'archive' ? true : undefined }
  }
  return {
    head: `${JSON.stringify(head, null, 1).slice(0, -2)},\n "items": [\n`,
    between: ',\n',
    tail: '\n ]\n}\n',
    item: (item) => JSON.stringify(jsonItem(item))
  }
}

function jsonItem(item: PublishedItem): object {
  const tags = [...item.categories.map(({ term, label }) => label ?? term), ...item.regions]
  return {
    id: item.id,
    url: item.url,
    title: item.title,
    ...(item.contentHtml === '' ? { content_text: item.summary || item.title } : { content_html: directedHtml(item) }),
    summary: item.summary || undefined,
    image: item.image ?? undefined,
    date_published: item.publishedAt === null ? undefined : new Date(item.publishedAt).toISOString(),
    date_modified: new Date(item.updatedAt).toISOString(),
    authors: (item.authors.length > 0 ? item.authors : [item.source.name]).map((name) => ({ name })),
    tags: tags.length > 0 ? [...new Set(tags)] : undefined,
    language: item.language ?? undefined,
    attachments:
      item.enclosures.length === 0
        ? undefined
        : item.enclosures.map(({ url, type, length }) => ({ url, mime_type: type ?? 'application/octet-stream', size_in_bytes: length })),
    _courant: {
      why: item.why || undefined,
      source: { id: item.source.id, name: item.source.name, url: item.source.homepage, feed_url: item.source.feedUrl },
      also_by: item.alsoBy.length > 0 ? item.alsoBy : undefined,
      regions: item.regions.length > 0 ? item.regions : undefined
    }
  }
}
