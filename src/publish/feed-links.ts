import type { FeedFormat, PublishedFeed, PublishedPaging } from '../model/published.ts'

export interface FeedLink {
  readonly rel: string
  readonly href: string
  readonly type?: string
}

/** The links of a document beside alternate, self and hub: the other formats, then its neighbours (RFC 5005). */
export function feedLinks(feed: PublishedFeed, format: FeedFormat): FeedLink[] {
  const formats = (Object.keys(TYPES) as FeedFormat[]).filter((other) => other !== format)
  return [
    ...formats.map((other) => ({ rel: 'alternate', href: feed.selfUrls[other], type: TYPES[other] })),
    ...(Object.keys(RELATIONS) as (keyof PublishedPaging)[]).flatMap((key) => {
      const href = feed.paging[key]
      return href === undefined ? [] : [{ rel: RELATIONS[key], href }]
    })
  ]
}

const TYPES: Readonly<Record<FeedFormat, string>> = { rss: 'application/rss+xml', atom: 'application/atom+xml', json: 'application/feed+json' }

const RELATIONS: Readonly<Record<keyof PublishedPaging, string>> = {
  first: 'first', previous: 'previous', next: 'next', last: 'last', current: 'current', prevArchive: 'prev-archive', nextArchive: 'next-archive'
}
