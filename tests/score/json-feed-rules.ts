/*
 * JSON Feed 1.1 (jsonfeed.org/version/1.1) as rules, stricter than its schema: what it requires, what it forbids, and that nothing stands
 * in a document that it does not know, but for extensions, which begin with `_`.
 */

type Json = Readonly<Record<string, unknown>>
type Rule = (value: unknown) => boolean

const isText: Rule = (value) => typeof value === 'string' && value !== ''
const isUrl: Rule = (value) => isText(value) && /^https?:\/\/[\x21-\x7e]+$/.test(value as string) && URL.canParse(value as string)
const isTime: Rule = (value) =>
  isText(value)
  && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value as string)
  && !Number.isNaN(Date.parse(value as string))
const isLanguage: Rule = (value) => isText(value) && /^[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/.test(value as string)
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) && value.every(rule)
const record =
  (known: Readonly<Record<string, Rule>>, needed: readonly string[] = []): Rule =>
  (value) =>
    isRecord(value) && faultsIn(value, known, needed).length === 0

const AUTHOR = record({ name: isText, url: isUrl, avatar: isUrl })
const AUTHORS: Rule = (value) => listOf(AUTHOR)(value) && (value as readonly Json[]).every((author) => Object.keys(author).length > 0)

const FEED: Readonly<Record<string, Rule>> = {
  version: (value) => value === 'https://jsonfeed.org/version/1.1',
  title: isText,
  home_page_url: isUrl,
  feed_url: isUrl,
  description: isText,
  user_comment: isText,
  next_url: isUrl,
  icon: isUrl,
  favicon: isUrl,
  authors: AUTHORS,
  language: isLanguage,
  expired: (value) => typeof value === 'boolean',
  hubs: listOf(record({ type: isText, url: isUrl }, ['type', 'url'])),
  items: Array.isArray
}
const ITEM: Readonly<Record<string, Rule>> = {
  id: isText,
  url: isUrl,
  external_url: isUrl,
  title: isText,
  content_html: isText,
  content_text: isText,
  summary: isText,
  image: isUrl,
  banner_image: isUrl,
  date_published: isTime,
  date_modified: isTime,
  authors: AUTHORS,
  tags: listOf(isText),
  language: isLanguage,
  attachments: listOf(
    record(
      {
        url: isUrl,
        mime_type: (value) => isText(value) && /^[\w.+-]+\/[\w.+-]+$/.test(value as string),
        title: isText,
        size_in_bytes: Number.isSafeInteger,
        duration_in_seconds: (value) => typeof value === 'number'
      },
      ['url', 'mime_type']
    )
  )
}

/** @returns what a document has against the rules, place by place; nothing when it is sound */
export function jsonFeedFaults(body: string, url: string): readonly string[] {
  const feed: unknown = JSON.parse(body)
  if (!isRecord(feed)) return ['the document is no record']
  const items = (Array.isArray(feed['items']) ? feed['items'] : []) as readonly Json[]
  const ids = items.map(({ id }) => id)
  return [
    ...faultsIn(feed, FEED, ['version', 'title', 'items', 'feed_url', 'home_page_url']),
    ...(feed['feed_url'] === url ? [] : [`feed_url is ${String(feed['feed_url'])}`]),
    ...(feed['next_url'] === feed['feed_url'] ? ['next_url is feed_url'] : []),
    ...(new Set(ids).size === ids.length ? [] : ['an id stands twice']),
    ...items.flatMap((item, index) => [
      ...faultsIn(item, ITEM, ['id']).map((fault) => `items[${index}]: ${fault}`),
      ...(item['content_html'] === undefined && item['content_text'] === undefined ? [`items[${index}]: no content`] : [])
    ])
  ]
}

function faultsIn(value: Json, known: Readonly<Record<string, Rule>>, needed: readonly string[]): readonly string[] {
  return [
    ...needed.filter((key) => value[key] === undefined).map((key) => `${key} is missing`),
    ...Object.entries(value)
      .filter(([key]) => !key.startsWith('_'))
      .flatMap(([key, part]) => {
        const rule = known[key]
        return rule === undefined ? [`${key} is not known`] : rule(part) ? [] : [`${key} is ${JSON.stringify(part).slice(0, 60)}`]
      })
  ]
}
