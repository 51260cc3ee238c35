import { z } from 'zod'
import { FAILURE_KINDS } from '../model/failure.ts'
import { HEALTH_STATES } from '../schedule/health.ts'

/*
 * What the interface for programs sends: the one schema of it. Types are inferred from it, the OpenAPI document is printed
 * from it, and tests hold every answer to it. Times are ISO 8601 UTC.
 */

const time = z.iso.datetime().describe('ISO 8601 UTC')
const language = z.string().describe('BCP 47 tag; "und" when not known')

const termHit = z.strictObject({
  term: z.string(),
  field: z.enum(['title', 'summary', 'content']),
  offset: z.int().describe('UTF-16 units from the start of the field; of the plain text, for content'),
  length: z.int(),
  language,
  rule: z.enum(['strong', 'subject', 'supporting', 'decisive', 'near', 'context', 'exclude', 'where', 'edit', 'learned'])
})

const topicMatch = z.strictObject({
  topic: z.string(),
  score: z.number(),
  matched: z.boolean().describe('False for a near miss'),
  shown: z.boolean().describe('Whether the topic shows the article now'),
  why: z.array(termHit)
})

const sourceRef = z.strictObject({ id: z.string(), name: z.string() })

export const articleSummary = z.strictObject({
  id: z.string(),
  tagUri: z.string().describe('The id in feeds; never changes'),
  story: z.string(),
  title: z.string(),
  summary: z.string(),
  url: z.string().nullable(),
  page: z.string().describe('Our page about it'),
  language,
  regions: z.array(z.string()),
  source: sourceRef,
  published: time.nullable(),
  firstSeen: time,
  changed: time,
  revision: z.int()
})

const copy = z.strictObject({
  id: z.string(),
  feed: z.string(),
  source: sourceRef,
  owner: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  language,
  published: time.nullable(),
  firstSeen: time,
  lastSeen: time,
  joined: z.string().nullable().describe('Why it was joined to the article; null for the one that opened it')
})

export const articleDetail = articleSummary.extend({
  original: z
    .strictObject({ title: z.string(), summary: z.string() })
    .describe('What the source wrote; another than title and summary where an editor wrote them anew. Hits of terms are places in this'),
  contentHtml: z.string().describe('Safe HTML'),
  textExpired: time.nullable().describe('When summary and text were let go of, as retention says; null while they are kept'),
  authors: z.array(z.string()),
  categories: z.array(z.string()),
  languageFrom: z.string(),
  confidence: z.number(),
  storyReason: z.string().nullable(),
  topics: z.array(topicMatch),
  copies: z.array(copy).describe('Every copy, the leading one first'),
  revisions: z
    .array(z.strictObject({ revision: z.int(), title: z.string(), summary: z.string(), contentHtml: z.string(), seen: time }))
    .describe('What the leading copy said before, oldest first')
})

export const articleList = z.strictObject({
  articles: z.array(articleSummary),
  next: z.string().nullable().describe('Cursor of the next page: send it as "before"')
})

export const topicSummary = z.strictObject({
  id: z.string(),
  title: z.record(z.string(), z.string()),
  scope: z.string().nullable(),
  articles: z.int(),
  page: z.string(),
  feeds: z.strictObject({ atom: z.string(), rss: z.string(), json: z.string() })
})

const count = z.strictObject({ key: z.string(), articles: z.int() })

export const topicList = z.strictObject({ topics: z.array(topicSummary) })
export const topicDetail = topicSummary.extend({ languages: z.array(count), regions: z.array(count), changed: time.nullable() })

export const storyDetail = z.strictObject({
  id: z.string(),
  languages: z.array(z.string()),
  owners: z.array(z.string()).describe('Publisher families that tell it'),
  articles: z.array(articleSummary)
})

const feedState = z.strictObject({
  id: z.string(),
  state: z.enum(HEALTH_STATES),
  message: z.string(),
  lastPolled: time.nullable(),
  lastSuccess: time.nullable(),
  nextPoll: time,
  failure: z.enum(FAILURE_KINDS).nullable()
})

export const sourceList = z.strictObject({
  sources: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      owner: z.string(),
      region: z.string().nullable(),
      role: z.string(),
      homepage: z.string().nullable(),
      feeds: z.array(feedState)
    })
  )
})

export const change = z.strictObject({
  seq: z.int(),
  kind: z.enum(['added', 'revised', 'withdrawn']),
  topic: z.string(),
  articleId: z.string(),
  at: time,
  article: articleSummary.nullable().describe('The article as it is now; null for one that was withdrawn')
})

export const changeList = z.strictObject({
  changes: z.array(change),
  next: z.int().describe('Send it as "after" to go on'),
  more: z.boolean().describe('Whether there is more already')
})

export const problem = z.strictObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })

export type ArticleSummary = z.infer<typeof articleSummary>
export type Change = z.infer<typeof change>
