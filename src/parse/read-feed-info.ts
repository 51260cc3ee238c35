import type { FeedRecord } from './feed-record.ts'
import type { FeedElement } from './read-elements.ts'
import {
  attributeText,
  dateText,
  firstBody,
  firstDate,
  firstText,
  idOf,
  type ReadContext,
  readAuthors,
  readCategories,
  readImage,
  readLinks
} from './read-item.ts'
import { isHttpUrl, resolveUrl } from './resolve-url.ts'
import { textOf } from './text-construct.ts'

/** Reads what a feed says of itself and of how it wants to be polled. */
export function readFeedInfo(feed: FeedElement, context: ReadContext): FeedRecord {
  const found = new Map<string, FeedElement[]>()
  for (const child of feed.children) found.set(child.key, [...(found.get(child.key) ?? []), child])
  const links = readLinks([...(found.get('link') ?? []), ...(found.get('atom:link') ?? [])], context)
  const own = (name: string): string => attributeText(feed, name, context)
  return {
    title: firstText(found, ['title', 'atom:title', 'dc:title', 'itunes:title'], context),
    link: links.alternate || (resolveUrl(own('href'), feed.base) ?? '') || links.same,
    self: links.self,
    hub: links.hub,
    description: firstBody(
      found,
      [
        'description',
        'subtitle',
        'tagline',
        'atom:subtitle',
        'atom:tagline',
        'abstract',
        'dc:description',
        'info',
        'atom:info',
        'itunes:summary',
        'itunes:subtitle',
        'googleplay:description'
      ],
      context
    ),
    language: firstText(found, ['language', 'dc:language', 'dcterms:language', 'atom:language'], context) || (feed.language ?? ''),
    id: idOf(found, firstText(found, ['id', 'atom:id', 'guid'], context)) || own('rdf:about'),
    updated:
      firstDate(
        found,
        [
          'updated',
          'atom:updated',
          'modified',
          'atom:modified',
          'lastbuilddate',
          'pubdate',
          'dc:date',
          'dcterms:modified',
          'published',
          'dcterms:issued'
        ],
        context
      ) || dateText(own('lastmod'), context),
    image: readImage(found, context),
    authors: readAuthors(found, context),
    categories: readCategories(found, context),
    rights: firstText(
      found,
      ['rights', 'copyright', 'dc:rights', 'atom:rights', 'atom:copyright', 'dcterms:rights', 'media:copyright'],
      context
    ),
    generator:
      readGenerator(found.get('generator')?.[0] ?? found.get('atom:generator')?.[0], context)
      || attributeText(found.get('other:admin:generatoragent')?.[0], 'rdf:resource', context),
    ttl: firstText(found, ['ttl'], context),
    updatePeriodMs: updatePeriod(firstText(found, ['sy:updateperiod'], context), firstText(found, ['sy:updatefrequency'], context)),
    skipHours: skipped(found.get('skiphours')?.[0], context, readHour),
    skipDays: skipped(found.get('skipdays')?.[0], context, readDay)
  }
}

function readGenerator(element: FeedElement | undefined, context: ReadContext): string {
  if (element === undefined) return ''
  const address = attributeText(element, 'uri', context) || attributeText(element, 'url', context)
  return textOf(element, context.entities) || (isHttpUrl(address) ? address : '')
}

const PERIODS_MS: Readonly<Record<string, number>> = {
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: 7 * 86_400_000,
  monthly: 30 * 86_400_000,
  yearly: 365 * 86_400_000
}

/** RSS 1.0 syndication module: `updateFrequency` times per `updatePeriod`, daily and once where only the other is said. */
function updatePeriod(period: string, frequency: string): number {
  if (period === '' && frequency === '') return 0
  const ms = PERIODS_MS[period.toLowerCase() || 'daily'] ?? 0
  const times = /^\d+$/.test(frequency) ? Number(frequency) : 1
  return times > 0 ? Math.round(ms / times) : ms
}

function skipped(element: FeedElement | undefined, context: ReadContext, read: (text: string) => number | null): readonly number[] {
  if (element === undefined) return []
  const values = element.children.map((child) => read(textOf(child, context.entities))).filter((value) => value !== null)
  return [...new Set(values)].slice(0, 24).sort((a, b) => a - b)
}

/** RSS 0.91 counted the hours to 24, which is midnight. */
function readHour(text: string): number | null {
  return /^\d{1,2}$/.test(text) && Number(text) <= 24 ? Number(text) % 24 : null
}

function readDay(text: string): number | null {
  const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].indexOf(text.toLowerCase().slice(0, 3))
  return day < 0 ? null : day
}
