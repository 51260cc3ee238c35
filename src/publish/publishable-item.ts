import type { PublishedItem } from '../model/published.ts'
import { printable, printableHtml } from './xml-text.ts'

export type LeftOutReason = 'id-invalid' | 'id-repeated' | 'url-invalid' | 'title-empty' | 'date-invalid' | 'malformed'

export interface LeftOut {
  readonly kind: 'left-out'
  readonly id: string
  readonly reason: LeftOutReason
}

/**
 * Makes the items of a feed fit for print and leaves out, with a reason, those that no format could carry: one bad item must not
 * cost the others.
 * @returns a check of one item after the other: every text clean and every address checked, or why it is left out
 */
export function createItemCheck(): (item: PublishedItem) => { readonly kind: 'fit'; readonly item: PublishedItem } | LeftOut {
  const ids = new Set<string>()
  return (item) => {
    const result = checked(item)
    if (typeof result === 'string') return { kind: 'left-out', id: String(item?.id), reason: result }
    if (ids.has(result.id)) return { kind: 'left-out', id: result.id, reason: 'id-repeated' }
    ids.add(result.id)
    return { kind: 'fit', item: result }
  }
}

/** An absolute http(s) address without credentials, in ASCII as URIs are; null for anything else. */
export function printableUrl(text: string | null | undefined): string | null {
  const url = text ? URL.parse(text) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '') return null
  return url.href
}

/** `tag:` and `urn:` ids are compared character by character and never normalised, so only plain ASCII ones are taken. */
const ID = /^(?:tag|urn):[a-zA-Z0-9.,@:_~/?#=+!$()*;%-]{1,500}$/
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/i

/** Instants that both RFC 822 and RFC 3339 can write. */
function isInstant(at: number): boolean {
  return Number.isFinite(at) && at >= 0 && at < Date.UTC(10_000, 0)
}

function checked(item: PublishedItem): PublishedItem | LeftOutReason {
  try {
    return check(item)
  } catch {
    return 'malformed'
  }
}

function check(item: PublishedItem): PublishedItem | LeftOutReason {
  if (!ID.test(item.id)) return 'id-invalid'
  const url = printableUrl(item.url)
  if (url === null) return 'url-invalid'
  const title = printable(item.title)
  if (title === '') return 'title-empty'
  if (!isInstant(item.updatedAt) || (item.publishedAt !== null && !isInstant(item.publishedAt))) return 'date-invalid'
  return {
    ...item,
    url,
    title,
    summary: printable(item.summary),
    contentHtml: printableHtml(item.contentHtml),
    language: item.language !== null && item.language !== 'und' && LANGUAGE.test(item.language) ? item.language : null,
    authors: item.authors.map(printable).filter((author) => author !== ''),
    categories: item.categories.flatMap(({ term, scheme, label }) => {
      const word = printable(term)
      if (word === '') return []
      return [
        {
          term: word,
          ...(scheme !== undefined && URL.canParse(scheme) ? { scheme: new URL(scheme).href } : {}),
          ...(label ? { label: printable(label) } : {})
        }
      ]
    }),
    enclosures: item.enclosures.flatMap((enclosure) => {
      const address = printableUrl(enclosure.url)
      return address === null
        ? []
        : [{ ...enclosure, ...(enclosure.type === undefined ? {} : { type: printable(enclosure.type) }), url: address }]
    }),
    image: printableUrl(item.image),
    source: sourceOf(item),
    alsoBy: item.alsoBy.flatMap(({ name, url: address }) => {
      const other = printableUrl(address)
      return other === null ? [] : [{ name: printable(name) || new URL(other).hostname, url: other }]
    }),
    regions: item.regions.map(printable).filter((region) => region !== ''),
    why: printable(item.why)
  }
}

function sourceOf({ source, url }: PublishedItem): PublishedItem['source'] {
  const homepage = printableUrl(source.homepage)
  const feedUrl = printableUrl(source.feedUrl)
  return {
    id: printable(source.id),
    name: printable(source.name) || new URL(url).hostname,
    ...(homepage === null ? {} : { homepage }),
    ...(feedUrl === null ? {} : { feedUrl })
  }
}
