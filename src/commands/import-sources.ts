import type { SourceConfig } from '../config/schema.ts'
import type { WrittenSource } from '../config/write-sources.ts'
import { canonicalUrl } from '../normalize/canonical-url.ts'
import type { Subscription } from '../parse/parse-opml.ts'

/** What became of a subscription list. */
export interface ImportPlan {
  readonly sources: readonly WrittenSource[]
  readonly added: readonly { readonly feed: string; readonly url: string }[]
  /** Feeds that are configured already, or stand twice in the list. */
  readonly known: readonly { readonly url: string; readonly feed: string }[]
  readonly refused: readonly { readonly url: string; readonly why: string }[]
  /** What is worth a look, one sentence each. */
  readonly notes: readonly string[]
}

const ID_CHARS_MAX = 80
const NAME_CHARS_MAX = 200
const URL_CHARS_MAX = 2_048

/**
 * Makes sources of a subscription list: one for each site, its feeds below it. What is configured already is left out, whatever the
 * spelling of its address; ids are made from the site's name and never collide with present ones.
 * @param present the sources of the configuration as it stands
 * @param isLanguage tells a language tag that the configuration takes
 */
export function planImport(
  subscriptions: readonly Subscription[],
  present: readonly SourceConfig[],
  isLanguage: (tag: string) => boolean
): ImportPlan {
  const feedOf = new Map<string, string>()
  const ownerOfSite = new Map<string, string>()
  const takenSources = new Set(present.map(({ id }) => id))
  const takenFeeds = new Set<string>()
  for (const source of present) {
    for (const feed of source.feeds) {
      takenFeeds.add(feed.id)
      feedOf.set(keyOf(feed.url), feed.id)
      ownerOfSite.set(siteOf(feed.url, source.homepage), source.owner)
    }
  }
  const sources = new Map<string, WrittenSource>()
  const plan = {
    added: [] as { feed: string; url: string }[],
    known: [] as { url: string; feed: string }[],
    refused: [] as { url: string; why: string }[]
  }
  const notes: string[] = []
  for (const subscription of subscriptions) {
    const address = readAddress(subscription.feedUrl)
    if ('why' in address) {
      plan.refused.push({ url: subscription.feedUrl.slice(0, 200), why: address.why })
      continue
    }
    const { url } = address
    const known = feedOf.get(keyOf(url))
    if (known !== undefined) {
      plan.known.push({ url, feed: known })
      continue
    }
    const site = siteOf(url, subscription.homepage)
    const source = sources.get(site) ?? newSource(site, subscription, takenSources, ownerOfSite.get(site))
    sources.set(site, source)
    const id = freeId(
      source.feeds.length === 0 ? source.id : `${source.id}-${slug(subscription.title) || source.feeds.length + 1}`,
      takenFeeds
    )
    source.feeds.push(toFeed(id, url, subscription, isLanguage))
    feedOf.set(keyOf(url), id)
    plan.added.push({ feed: id, url })
    if (address.hadCredentials) notes.push(`${id}: the address held a user name or password, which was left out; write it as fetch.basic.`)
  }
  return { sources: [...sources.values()], ...plan, notes }
}

function newSource(site: string, { title, homepage }: Subscription, taken: Set<string>, owner: string | undefined): WrittenSource {
  const http = homepage === undefined ? null : readAddress(homepage)
  return {
    id: freeId(slug(site.replace(/^www\./, '')) || 'source', taken),
    name: (title || site).slice(0, NAME_CHARS_MAX),
    ...(owner === undefined ? {} : { owner }),
    ...(http === null || 'why' in http ? {} : { homepage: http.url }),
    feeds: []
  }
}

function toFeed(
  id: string,
  url: string,
  { title, language, groups }: Subscription,
  isLanguage: (tag: string) => boolean
): WrittenSource['feeds'][number] {
  const category = groups.at(-1)
  return {
    id,
    url,
    ...(title === '' ? {} : { title: title.slice(0, NAME_CHARS_MAX) }),
    ...(language !== undefined && isLanguage(language) ? { language } : {}),
    ...(category === undefined ? {} : { category: category.slice(0, NAME_CHARS_MAX) })
  }
}

function readAddress(text: string): { readonly url: string; readonly hadCredentials: boolean } | { readonly why: string } {
  const http = text.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://')
  const parsed = URL.parse(http)
  if (parsed === null) return { why: 'is no address' }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return { why: `has the scheme ${parsed.protocol.slice(0, -1)}, not http or https` }
  if (parsed.href.length > URL_CHARS_MAX) return { why: `is longer than ${URL_CHARS_MAX} characters` }
  const hadCredentials = parsed.username !== '' || parsed.password !== ''
  parsed.username = parsed.password = parsed.hash = ''
  return { url: parsed.href, hadCredentials }
}

function keyOf(url: string): string {
  return canonicalUrl(url) ?? url
}

/** The site a feed belongs to: that of its homepage, since feeds of many stand at one host of a feed service. */
function siteOf(url: string, homepage: string | undefined): string {
  const home = homepage === undefined ? null : URL.parse(homepage)
  const site = home?.protocol === 'http:' || home?.protocol === 'https:' ? home : URL.parse(url)
  return (site?.host ?? url).replace(/^www\./, '')
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
}

function freeId(wanted: string, taken: Set<string>): string {
  const base = wanted.slice(0, ID_CHARS_MAX - 6).replace(/-+$/, '')
  let id = base
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`
  taken.add(id)
  return id
}
