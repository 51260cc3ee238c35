import type { PublishedFeed, PublishedPaging } from '../model/published.ts'

/**
 * The links of a document to its neighbours (RFC 5005). The other formats are not linked here but in the HTTP header: of
 * several alternates, readers such as newsboat take the last for the home page.
 */
export function pagingLinks(feed: PublishedFeed): { readonly rel: string; readonly href: string }[] {
  return (Object.keys(RELATIONS) as (keyof PublishedPaging)[]).flatMap((key) => {
    const href = feed.paging[key]
    return href === undefined ? [] : [{ rel: RELATIONS[key], href }]
  })
}

const RELATIONS: Readonly<Record<keyof PublishedPaging, string>> = {
  first: 'first',
  previous: 'previous',
  next: 'next',
  last: 'last',
  current: 'current',
  prevArchive: 'prev-archive',
  nextArchive: 'next-archive'
}
