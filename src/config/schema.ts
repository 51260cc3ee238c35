import { isIP } from 'node:net'
import { validate as isCron } from 'node-cron'
import { z } from 'zod'
import { addressMistake, isPostgresAddress } from '../model/store-address.ts'
import { readBytes, readDuration } from './duration.ts'

/*
 * The one schema of everything an operator writes. Types are inferred from it, the editor's JSON Schema is printed
 * from it, and every message an operator reads about a wrong value is written here.
 */

const DAY_MS = 86_400_000

/** A wrong value as a message quotes it: short, on one line. */
function shown(value: unknown): string {
  const text = String(value)
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

function duration(minMs: number, maxMs: number) {
  return z
    .string()
    .describe('A duration: a number and ms, s, m, h or d, such as "15m".')
    .transform((text, context): number => {
      const ms = readDuration(text)
      if (ms === null) {
        context.addIssue({ code: 'custom', message: `${shown(text)} is no duration; write one like "30s", "15m", "6h" or "90d"` })
      } else if (ms < minMs || ms > maxMs) {
        const message = `${shown(text)} is out of range; write one from ${spellMs(minMs)} to ${spellMs(maxMs)}`
        context.addIssue({ code: 'custom', message })
      }
      return ms ?? minMs
    })
}

function bytes(min: number, max: number) {
  return z
    .string()
    .describe('A size: a number and B, kB, KiB, MB or MiB, such as "8MB".')
    .transform((text, context): number => {
      const size = readBytes(text)
      if (size === null) {
        context.addIssue({ code: 'custom', message: `${shown(text)} is no size; write one like "512KiB" or "8MB"` })
      } else if (size < min || size > max) {
        context.addIssue({ code: 'custom', message: `${shown(text)} is out of range; write one from ${min} B to ${max} B` })
      }
      return size ?? min
    })
}

function spellMs(ms: number): string {
  for (const [unit, size] of [
    ['d', DAY_MS],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000]
  ] as const) {
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`
  }
  return `${ms}ms`
}

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, {
    error: (issue) => `${shown(issue.input)} is no id; write lower-case letters, digits and hyphens, 80 at most, such as "cn-beijing"`
  })
  .describe('Lower-case letters, digits and hyphens; never changes once published.')

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Whether a text is a language tag that this runtime knows the language of (BCP 47). */
export function isLanguageTag(tag: string): boolean {
  try {
    return languageNames.of(new Intl.Locale(tag).language) !== undefined
  } catch {
    return false
  }
}

const languageTag = z
  .string()
  .refine(isLanguageTag, { error: (issue) => `${shown(issue.input)} is no language tag; write one like "fr" or "zh-Hant"` })
  .describe('BCP 47 language tag.')

const anyOrLanguage = z.union([z.literal('*'), languageTag], {
  error: (issue) => `${shown(issue.input)} is no language tag; write one like "fr" or "zh-Hant", or "*" for all`
})

const languageTagOrMul = z.union([languageTag, z.literal('mul')], {
  error: (issue) => `${shown(issue.input)} is no language tag; write one like "fr" or "zh-Hant", or "mul" for several`
})

const regionCode = z
  .string()
  .refine(isRegionCode, {
    error: (issue) =>
      `${shown(issue.input)} is no region; write an ISO 3166 code such as "CN" or "CN-BJ" (EU and UN are allowed)${likelyRegion(issue.input)}`
  })
  .describe('ISO 3166-1 or 3166-2 code.')

function isRegionCode(code: string): boolean {
  if (!/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(code)) return false
  const country = code.slice(0, 2)
  // A code that the standard replaced, or UK, has a name too; articles bear the one in force, and would never be found by it.
  return country !== 'ZZ' && regionNames.of(country) !== undefined && codeInForce(country) === country
}

function codeInForce(country: string): string {
  return new Intl.Locale(`und-${country}`).region ?? country
}

/** The code that was meant, where it can be told: in small letters, or a name that the standard does not know. */
function likelyRegion(input: unknown): string {
  const [, country, part = ''] = /^([A-Z]{2})(-[A-Z0-9]{1,3})?$/.exec(String(input).toUpperCase()) ?? []
  if (country === undefined || regionNames.of(country) === undefined) return ''
  const meant = codeInForce(country) + part
  return isRegionCode(meant) ? `; did you mean "${meant}"?` : ''
}

const anyOrRegion = z.union([z.literal('*'), regionCode], {
  error: (issue) => `${shown(issue.input)} is no region; write an ISO 3166 code such as "CN" or "CN-BJ", or "*" for all`
})

const timeZone = z
  .string()
  .refine(isTimeZone, { error: (issue) => `${shown(issue.input)} is no time zone; write one like "Asia/Shanghai"` })
  .describe('IANA time zone, for dates without an offset.')

/** Zones that were found right: asking takes long, and many sources have one. */
const timeZones = new Set<string>()

function isTimeZone(zone: string): boolean {
  try {
    if (!timeZones.has(zone)) new Intl.DateTimeFormat('en', { timeZone: zone })
    timeZones.add(zone)
    return true
  } catch {
    return false
  }
}

const httpUrl = z
  .string()
  .refine(isHttpUrl, {
    error: (issue) => {
      const address = shown(withoutPassword(String(issue.input)))
      return `${address} is no address to fetch; write one like "https://example.org/news.xml", without user name or password`
    }
  })
  .describe('http or https address without credentials.')

// A message ends in the log and on /status: what stands before the @ of an address stays out of it.
function withoutPassword(text: string): string {
  const url = text.length <= 2_000 ? URL.parse(text) : null
  return url !== null && url.password !== '' ? text.replace(/\/\/[^/]*@/, '//…@') : text
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === ''
}

const addressAndPort = z
  .string()
  .refine(isAddressAndPort, {
    error: (issue) => `${shown(issue.input)} is no address with a port; write one like "127.0.0.1:8081" or "[::1]:8081"`
  })

function isAddressAndPort(text: string): boolean {
  const match = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([0-9.]{7,15})):(\d{1,5})$/.exec(text)
  if (!match) return false
  const port = Number(match[3])
  return isIP(match[1] ?? match[2]!) === (match[1] === undefined ? 4 : 6) && port >= 1 && port <= 65_535
}

const proxyNetwork = z
  .string()
  .refine(isNetwork, { error: (issue) => `${shown(issue.input)} is no address or network; write one like "127.0.0.1" or "10.1.0.0/16"` })

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  const bitsMax = family === 6 ? 128 : 32
  return family !== 0 && rest.length === 0 && (bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= bitsMax))
}

const schedule = z
  .string()
  .refine((text) => readSchedule(text) !== null, {
    error: (issue) => `${shown(issue.input)} is no schedule; write "adaptive", "every 20m" or a cron line such as "*/30 * * * *"`
  })
  .describe('"adaptive" (default), "every 20m", or a cron line of five or six fields.')

/** When a feed is polled: by its own rhythm, at a fixed distance, or at the times of a cron line. */
export type Schedule =
  { readonly kind: 'adaptive' } | { readonly kind: 'every'; readonly everyMs: number } | { readonly kind: 'cron'; readonly cron: string }

/**
 * Reads the text of a `schedule:` key.
 * @returns the schedule, or null when the text is none.
 */
export function readSchedule(text: string): Schedule | null {
  if (text === 'adaptive') return { kind: 'adaptive' }
  const every = /^every\s+(.+)$/.exec(text)
  if (every) {
    const everyMs = readDuration(every[1]!)
    return everyMs !== null && everyMs > 0 ? { kind: 'every', everyMs } : null
  }
  return isCron(text) ? { kind: 'cron', cron: text } : null
}

// ---------------------------------------------------------------- sources

const articlePage = z.strictObject({
  follow: z.boolean().default(true).describe('Fetch the page behind each new link.'),
  title: z.string().optional().describe('CSS selector of the title; found by itself when left out.'),
  body: z.string().optional().describe('CSS selector of the text; found by itself when left out.'),
  date: z.string().optional().describe('CSS selector, or text with the date in braces: "Updated: {yyyy-MM-dd}".'),
  remove: z.array(z.string()).default([]).describe('CSS selectors of what is no text: share bars, captions, bylines.')
})

const page = z
  .strictObject({
    item: z.string().default('').describe('CSS selector of one item of the list; not needed with `json`.'),
    title: z
      .string()
      .optional()
      .describe('CSS selector within the item, "selector@attribute" for an attribute; the link text when left out.'),
    link: z
      .string()
      .default('a@href')
      .describe('CSS selector and attribute of the link within the item; "@href" for the item itself. Of a script, the address it opens.'),
    date: z
      .string()
      .optional()
      .describe('CSS selector of the date within the item, "< selector" for the nearest one before it, or text with the date in braces.'),
    summary: z.string().optional().describe('CSS selector of a summary within the item.'),
    records: z
      .string()
      .optional()
      .describe('CSS selector of a script or element that holds records as CDATA or HTML; items are looked for inside.'),
    json: z
      .strictObject({
        in: z
          .string()
          .optional()
          .describe('CSS selector, "selector@attribute" for an attribute, that holds the JSON; the whole body when left out.'),
        items: z.string().describe('JSON pointer of the array of items, such as "/data/list".'),
        title: z.string().describe('JSON pointer within an item.'),
        link: z.string().describe('JSON pointer within an item, or a template such as "/news/{id}.html".'),
        date: z.string().optional(),
        summary: z.string().optional()
      })
      .optional()
      .describe('Items as JSON inside or instead of the page.'),
    url_date: z.boolean().default(true).describe('Read the date from the link when nothing else tells it (flagged as such).'),
    article: articlePage.optional()
  })
  .superRefine(({ item, json }, context) => {
    if (item !== '' || json !== undefined) return
    context.addIssue({ code: 'custom', path: ['item'], message: 'missing; write the CSS selector of one item, or json' })
  })
  .describe('An HTML list page: no feed is offered.')

const feedFetch = z.strictObject({
  headers: z
    .record(
      z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a header has a name of letters, digits and hyphens, such as "X-Api-Key"'),
      z.string().regex(/^[\t -~\u0080-\u00ff]*$/, 'a header has a value of one line, in ASCII; encode anything else')
    )
    .default({})
    .describe('Extra request headers, sent to this origin only.'),
  basic: z
    .strictObject({
      user: z.string(),
      password: z.string().optional(),
      password_file: z.string().optional().describe('A file that holds the password alone.')
    })
    .transform(({ user, password }, context) => {
      const message = 'no password; write password, or password_file with the file that holds it'
      if (password === undefined) context.addIssue({ code: 'custom', message })
      return { user, password: password ?? '' }
    })
    .optional()
    .describe('User name and password, sent to this origin only.'),
  bearer: z.string().optional().describe('Token sent as "Authorization: Bearer", to this origin only.'),
  bearer_file: z.string().optional().describe('A file that holds the bearer token alone.'),
  proxy: httpUrl.optional().describe('HTTP proxy for this feed alone.'),
  insecure_tls: z.boolean().default(false).describe('Accept a certificate that does not verify. Named in the log at each start.'),
  allow_downgrade: z.boolean().default(false).describe('Follow a redirect from https to http.')
})

const feed = z.strictObject({
  id,
  url: httpUrl,
  title: z.string().optional(),
  language: languageTagOrMul.optional().describe('What the feed is mostly written in; a hint that may lie.'),
  schedule: schedule.default('adaptive'),
  heed_hints: z
    .boolean()
    .default(true)
    .describe('Off: max-age, Expires, ttl, sy:* and skipped hours and days of this feed delay no poll. Retry-After does still.'),
  page: page.optional(),
  encoding: z.string().optional().describe('Overrides every declared encoding.'),
  timezone: timeZone.optional(),
  category: z.string().optional(),
  identity: z
    .enum(['auto', 'id', 'url', 'link-date', 'title'])
    .default('auto')
    .describe("What tells this feed's entries apart; `id` and `url` are believed whatever the title says."),
  deduplicate: z.boolean().default(true).describe("Off: entries of this feed never join another feed's article."),
  publish: z.boolean().default(true).describe('Off: poll and store, but keep out of every topic feed.'),
  paused: z.boolean().default(false),
  pair: z.string().optional().describe('Name shared by feeds of one publisher that carry the same announcements in different languages.'),
  fetch: feedFetch.optional(),
  note: z.string().optional()
})

const source = z.strictObject({
  id,
  name: z.string().min(1),
  owner: id.optional().describe("Publisher family: two feeds of one owner corroborate nothing. The source's id when left out."),
  region: regionCode.optional(),
  timezone: timeZone.optional(),
  role: z
    .enum(['authority', 'media', 'mirror'])
    .default('authority')
    .describe('Who leads when several carry one article: the issuing authority, then the press, then mirrors.'),
  homepage: httpUrl.optional(),
  licence: z.string().optional(),
  note: z.string().optional()
})

const feeds = z
  .array(feed)
  .min(1, 'a source needs at least one feed')
  .describe('A list of feeds, such as [{ id: news, url: "https://example.org/news.xml" }].')

/** A sources file in its short form: one source and its feeds. */
export const oneSourceFileSchema = z.strictObject({ source, feeds })

/** A sources file that lists several sources, each with its feeds. */
export const manySourcesFileSchema = z.strictObject({
  sources: z.array(source.extend({ feeds })).min(1, 'the list is empty; write a source, or remove the file')
})

export const sourcesFileSchema = z.union([oneSourceFileSchema, manySourcesFileSchema])

// ---------------------------------------------------------------- topics

const termList = z.array(z.string().min(1).max(500)).default([])

const languageTerms = z.strictObject({
  strong: termList.describe('One is enough.'),
  subject: termList.describe('Names the subject; counts once, however many occur.'),
  supporting: termList.describe('Two are enough, or one with a subject.'),
  decisive: termList.describe('One is enough beside a subject, and nothing without one.'),
  near: termList.describe('One is enough right beside a subject, and nothing elsewhere.'),
  context: termList.describe('Helps only beside a subject.'),
  exclude: termList.describe('Other senses: takes from the score.')
})

const weights = z.strictObject({
  strong: z.number().default(3),
  subject: z.number().default(1),
  supporting: z.number().default(1),
  supporting_max: z.number().default(3),
  decisive: z.number().default(1),
  near: z.number().default(1),
  context: z.number().default(0.5),
  context_max: z.number().default(1),
  exclude_weak: z.number().default(2),
  exclude_strong: z.number().default(1.5)
})

export interface Condition {
  any?: Condition[] | undefined
  all?: Condition[] | undefined
  none?: Condition[] | undefined
  terms?: string[] | undefined
  regex?: string | undefined
  languages?: string[] | undefined
  regions?: string[] | undefined
  sources?: string[] | undefined
  categories?: string[] | undefined
}

const condition: z.ZodType<Condition, Condition> = z.lazy(() =>
  z.strictObject({
    any: z.array(condition).optional(),
    all: z.array(condition).optional(),
    none: z.array(condition).optional(),
    terms: z.array(z.string().min(1)).optional().describe('True when one of these terms occurs.'),
    regex: z.string().max(500).optional().describe('RE2 syntax, matched against title and summary.'),
    languages: z.array(anyOrLanguage).optional(),
    regions: z.array(anyOrRegion).optional(),
    sources: z.array(z.string()).optional(),
    categories: z.array(z.string()).optional()
  })
)

export const topicFileSchema = z.strictObject({
  topic: z.strictObject({
    id,
    title: z
      .record(languageTag, z.string().min(1))
      .refine((titles) => Object.keys(titles).length > 0, 'no title; write one for each language, such as { en: Semiconductors }')
      .describe('Title of the topic, by language tag.'),
    scope: z.string().optional().describe('What belongs here and what does not, for people.')
  }),
  terms: z.record(anyOrLanguage, languageTerms).default({}).describe('By language tag; "*" for names that are the same in every language.'),
  threshold: z.number().positive().default(2),
  weights: weights.prefault({}),
  where: condition.optional(),
  feed: z
    .strictObject({
      items: z.number().int().min(1).max(500).default(50),
      collapse: z.enum(['story', 'article', 'none']).default('story'),
      variants: z.strictObject({ languages: z.array(languageTag).default([]), regions: z.array(regionCode).default([]) }).prefault({}),
      max_per_source: z.number().int().min(1).default(10)
    })
    .prefault({}),
  learn: z.boolean().default(false).describe("Let editors' decisions re-rank near misses.")
})

// ---------------------------------------------------------------- courant.yaml

function isWebhookSecret(secret: string): boolean {
  if (!secret.startsWith('whsec_')) return true
  const encoded = secret.slice('whsec_'.length)
  const { length } = Buffer.from(encoded, 'base64')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && length >= 24 && length <= 64
}

const webhook = z.strictObject({
  id,
  url: httpUrl,
  topics: z.array(z.string()).default(['*']),
  events: z
    .array(z.enum(['added', 'revised', 'withdrawn']))
    .min(1)
    .default(['added', 'revised', 'withdrawn'])
    .describe('What it is told of.'),
  secret: z
    .string()
    .min(1)
    .refine(isWebhookSecret, 'what follows whsec_ is no base64 of 24 to 64 bytes; make one with "openssl rand -base64 32"')
    .optional()
    .describe('Signs each delivery, so that the receiver knows it is ours: whsec_ and base64, as Standard Webhooks writes it.'),
  secret_file: z.string().optional().describe('A file that holds the secret alone.')
})

const push = z.strictObject({
  hub: z.boolean().default(true).describe('Offer the WebSub hub /hub, by which subscribers get each change of a topic feed at once.'),
  subscribe: z
    .enum(['auto', 'always', 'never'])
    .default('auto')
    .describe('Subscribe at the hubs of polled feeds; "auto": where the hub can be expected to reach server.public_url.')
})

/** What a token may allow: who may curate may read, and an administrator may do all. */
export const TOKEN_SCOPES = ['read', 'curate', 'admin'] as const

export type TokenScope = (typeof TOKEN_SCOPES)[number]

const token = z.strictObject({
  name: z.string().min(1).max(100),
  token: z.string().min(24, 'a token has at least 24 characters; make one with "openssl rand -hex 32"').optional(),
  token_file: z.string().optional().describe('A file that holds the token alone.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'no SHA-256 in lower-case hexadecimal; "courant token" prints one')
    .optional()
    .describe('The SHA-256 of the token, which then stands nowhere: "courant token" prints both.'),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1)
})

export const serviceFileSchema = z.strictObject({
  title: z.string().default('Courant').describe('Name of this instance, as readers see it.'),
  server: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535).default(8080),
      public_url: httpUrl.default('http://localhost:8080').describe('The address readers use; every absolute link is made from it.'),
      tag_authority: z
        .string()
        .regex(/^[a-z0-9][a-z0-9.-]{0,252},\d{4}(-\d{2}(-\d{2})?)?$/, {
          error: (issue) => {
            const wrong = `${shown(issue.input)} is no authority of tag addresses (RFC 4151)`
            return `${wrong}; write a host name you own and a year, such as "news.example.org,2026"`
          }
        })
        .optional()
        .describe('Host name and year in the ids of articles, such as "news.example.org,2026". Never change it.'),
      connections_max: z.number().int().min(1).max(100_000).default(2_000),
      proxies: z
        .array(proxyNetwork)
        .default([])
        .describe('Proxies before the server, by address or network: what they say in X-Forwarded-For is whom limits are counted for.'),
      api_per_minute: z
        .number()
        .int()
        .min(1)
        .max(1_000_000)
        .default(1_200)
        .describe('Requests to the API that one address may make in a minute.'),
      search_per_minute: z.number().int().min(1).max(1_000_000).default(300).describe('Searches that one address may make in a minute.')
    })
    .prefault({}),
  store: z
    .string()
    .min(1)
    .superRefine((address, context) => {
      const message = isPostgresAddress(address) ? addressMistake(address) : null
      if (message !== null) context.addIssue({ code: 'custom', message })
    })
    .default('data/courant.db')
    .describe('SQLite file, relative to the working directory, or postgres:// address.'),
  store_file: z.string().optional().describe('A file that holds the value of store alone, for an address with a password.'),
  polling: z
    .strictObject({
      min_interval: duration(1_000, DAY_MS)
        .prefault('15m')
        .describe('The base interval: no feed is polled faster, whatever else asks for it.'),
      max_interval: duration(1_000, 7 * DAY_MS).prefault('24h'),
      concurrency: z.number().int().min(1).max(256).default(8),
      per_host: z.number().int().min(1).max(8).default(2),
      host_spacing: duration(0, 60_000).prefault('1s'),
      articles_per_poll: z.number().int().min(0).max(200).default(20).describe('Article pages followed in one poll.')
    })
    .prefault({}),
  fetch: z
    .strictObject({
      contact: z
        .string()
        .default('https://github.com/courant/courant')
        .describe('Address or mail in the User-Agent, so that publishers can reach you.'),
      allow: z.array(addressAndPort).default([]).describe('Private addresses that may be fetched all the same, each with its port.'),
      ports: z.array(z.number().int().min(1).max(65_535)).default([80, 443]),
      connect_timeout: duration(100, 60_000).prefault('5s'),
      total_timeout: duration(100, 300_000).prefault('30s'),
      wire_bytes_max: bytes(1_024, 128_000_000).prefault('8MB'),
      decoded_bytes_max: bytes(1_024, 256_000_000).prefault('16MB'),
      held_bytes_max: bytes(1_024, 1_000_000_000)
        .prefault('16MB')
        .describe('What answers may take up that are read or wait to be read, all together, beyond 256 KB each.'),
      redirects_max: z.number().int().min(0).max(10).default(5)
    })
    .prefault({}),
  reading: z
    .strictObject({
      threads: z
        .number()
        .int()
        .min(1)
        .max(16)
        .optional()
        .describe('Threads that read what was fetched; one less than there are processors when left out.'),
      time_max: duration(100, 120_000).prefault('10s').describe('Reading one document is stopped after so long.'),
      heap_max: bytes(16_000_000, 2_000_000_000).prefault('96MB').describe('Reading one document is stopped when it needs more memory.')
    })
    .prefault({}),
  limits: z
    .strictObject({
      items_per_poll: z.number().int().min(1).max(10_000).default(500),
      new_items_per_source_per_day: z.number().int().min(1).default(2_000),
      revisions_per_entry: z.number().int().min(1).max(1_000).default(20)
    })
    .prefault({}),
  retention: z
    .strictObject({
      content: duration(DAY_MS, 36_500 * DAY_MS).prefault('730d'),
      keys_after_last_seen: duration(DAY_MS, 36_500 * DAY_MS).prefault('90d'),
      rejects: duration(DAY_MS, 3_650 * DAY_MS).prefault('14d'),
      polls: duration(DAY_MS, 3_650 * DAY_MS).prefault('30d')
    })
    .prefault({}),
  language: z
    .strictObject({ eld: z.boolean().default(false).describe('Use eld-small too: 0.6 points better on headlines, 130 MB more memory.') })
    .prefault({}),
  tokens: z.array(token).default([]),
  webhooks: z.array(webhook).default([]),
  backup: z
    .strictObject({
      schedule: z.string().refine(isCron, { error: (issue) => `${shown(issue.input)} is no cron line; write one like "0 3 * * *"` }),
      dir: z.string(),
      keep: z.number().int().min(1).max(1_000).default(7)
    })
    .optional(),
  log: z.strictObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
  push: push.prefault({})
})

// ---------------------------------------------------------------- what the program works with

export type ServiceConfig = z.infer<typeof serviceFileSchema>
export type PageConfig = z.infer<typeof page>
export type ArticlePageConfig = z.infer<typeof articlePage>
export type FeedFetchConfig = z.infer<typeof feedFetch>
export type FeedConfig = z.infer<typeof feed>
export type TopicTerms = z.infer<typeof languageTerms>
export type TopicWeights = z.infer<typeof weights>
export type TopicConfig = z.infer<typeof topicFileSchema>

/** A source with its feeds; `owner` is filled in. */
export type SourceConfig = Omit<z.infer<typeof source>, 'owner'> & { readonly owner: string; readonly feeds: readonly FeedConfig[] }

/** Everything under `config/`, read and found right. */
export interface Config {
  readonly service: ServiceConfig
  readonly sources: readonly SourceConfig[]
  readonly topics: readonly TopicConfig[]
  /** Short hash of all files: names this very configuration in matches and logs. */
  readonly hash: string
}
