/** How pages and feeds of this instance are linked. Every path goes in as the application routes it, such as `/topics/x`. */
export interface Addresses {
  /** For links within pages: the path behind the prefix of the public address. */
  readonly path: (route: string) => string
  /** For feeds and everything that leaves the page: absolute, from the configured public address alone. */
  readonly absolute: (route: string) => string
}

/** @param publicUrl the address readers use; it may have a path, which a proxy in front takes away */
export function createAddresses(publicUrl: string): Addresses {
  const { origin, pathname } = new URL(publicUrl)
  const prefix = pathname.replace(/\/+$/, '')
  return { path: (route) => `${prefix}${route}`, absolute: (route) => `${origin}${prefix}${route}` }
}

const FORMAT_ENDINGS = ['atom', 'rss', 'json'] as const

export type FormatEnding = (typeof FORMAT_ENDINGS)[number]

/** What of a topic is meant: all of it, one language or one region. */
export interface TopicVariant {
  readonly language?: string
  readonly region?: string
}

/**
 * The route of a topic page (no ending) or feed.
 * @param page of the feed, counted from 1; a path of its own, because a web server that gives out files knows no queries
 */
export function topicRoute(topicId: string, variant: TopicVariant = {}, ending?: FormatEnding, page = 1): string {
  const base = `/topics/${topicId}`
  const rest = variant.language !== undefined ? `/${variant.language}` : variant.region !== undefined ? `/region/${variant.region}` : ''
  return `${base}${rest}${page === 1 ? '' : `/page/${page}`}${ending === undefined ? '' : `.${ending}`}`
}

export function archiveRoute(topicId: string, month: string): string {
  return `/topics/${topicId}/archive/${month}.atom`
}
