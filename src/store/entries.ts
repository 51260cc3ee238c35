import type { Entry } from '../model/entry.ts'
import type { LanguageFrom } from '../model/draft.ts'
import type { Database, Row, Statement, Value } from './database.ts'
import { chunks, insertStatements, numberOrNull, placeholders, textOrNull } from './row-values.ts'

/** An entry the feed published before, with every key it was found by. */
export interface KnownEntry {
  readonly entry: Entry
  readonly keys: readonly string[]
}

export interface EntryRevision {
  readonly entryId: string
  readonly revision: number
  readonly title: string
  readonly summary: string
  readonly contentHtml: string
  readonly seenAt: number
}

// prettier-ignore
export const ENTRY_COLUMNS = [
  'id', 'feed_id', 'source_id', 'owner', 'article_id', 'join_reason', 'revision', 'content_hash', 'guid', 'url', 'canonical_url', 'title',
  'summary', 'content_html', 'published_at', 'published_from', 'updated_at', 'authors', 'categories', 'enclosures', 'image_url',
  'declared_language', 'alternates', 'language', 'language_from', 'confidence', 'script', 'first_seen_at', 'last_seen_at'
] as const

/** What is read of an entry beyond what it is written with. */
export const ENTRY_COLUMNS_READ = [...ENTRY_COLUMNS, 'moved_because', 'expired_at'] as const

export function entryStore(database: Database) {
  async function entriesWhere(column: string, values: readonly string[], order = ''): Promise<readonly Entry[]> {
    const found: Entry[] = []
    for (const part of chunks(values)) {
      const rows = await database.rows(`select * from entry where ${column} in (${placeholders(part.length)}) ${order}`, part)
      found.push(...rows.map(readEntryRow))
    }
    return found
  }

  return {
    /** The entries of one feed that answer to any of these keys. */
    async knownEntries(feedId: string, keys: readonly string[]): Promise<readonly KnownEntry[]> {
      const ids = new Set<string>()
      for (const part of chunks(keys)) {
        const rows = await database.rows(`select entry_id from entry_key where feed_id = $1 and key in (${placeholders(part.length, 2)})`, [
          feedId,
          ...part
        ])
        for (const row of rows) ids.add(String(row.entry_id))
      }
      if (ids.size === 0) return []
      const [entries, keysById] = await Promise.all([entriesWhere('id', [...ids]), keysOfEntries([...ids])])
      return entries.map((entry) => ({ entry, keys: keysById.get(entry.id) ?? [] }))
    },

    /** Which of these addresses are entries of the feed already. */
    async seenUrls(feedId: string, urls: readonly string[]): Promise<ReadonlySet<string>> {
      const known = new Set<string>()
      for (const part of chunks(urls)) {
        const rows = await database.rows(`select url from entry where feed_id = $1 and url in (${placeholders(part.length, 2)})`, [
          feedId,
          ...part
        ])
        for (const row of rows) known.add(String(row.url))
      }
      return known
    },

    entriesById: (ids: readonly string[]) => entriesWhere('id', ids),

    /** The titles and dates of what a feed showed lately, at most `max` entries. */
    async shownLately(feedId: string, max: number): Promise<readonly Pick<Entry, 'id' | 'title' | 'publishedAt'>[]> {
      const rows = await database.rows(
        'select id, title, published_at from entry where feed_id = $1 order by last_seen_at desc, id limit $2',
        [feedId, max]
      )
      return rows.map((row) => ({ id: String(row.id), title: String(row.title), publishedAt: numberOrNull(row.published_at) }))
    },

    /** Every copy of these articles, first seen first. */
    entriesOfArticles: (articleIds: readonly string[]) => entriesWhere('article_id', articleIds, 'order by first_seen_at, id'),

    /** The same without their texts: who published each copy. */
    async copiesOfArticles(articleIds: readonly string[]): Promise<readonly Pick<Entry, 'id' | 'articleId' | 'sourceId'>[]> {
      const found: Pick<Entry, 'id' | 'articleId' | 'sourceId'>[] = []
      for (const part of chunks(articleIds)) {
        const rows = await database.rows(
          `select id, article_id, source_id from entry where article_id in (${placeholders(part.length)}) order by first_seen_at, id`,
          part
        )
        found.push(...rows.map((row) => ({ id: String(row.id), articleId: String(row.article_id), sourceId: String(row.source_id) })))
      }
      return found
    },

    /** Entries published at this very address, whatever feed they came by. */
    entriesAtUrl: (url: string) => entriesWhere('url', [url], 'order by first_seen_at, id'),

    /** The keys that find each of these entries again. */
    keysOf: keysOfEntries,

    /** What an entry said before, oldest first. */
    async revisionsOf(entryId: string): Promise<readonly EntryRevision[]> {
      const rows = await database.rows('select * from entry_revision where entry_id = $1 order by revision', [entryId])
      return rows.map((row) => ({
        entryId,
        revision: Number(row.revision),
        title: String(row.title),
        summary: String(row.summary),
        contentHtml: String(row.content_html),
        seenAt: Number(row.seen_at)
      }))
    },

    /** How many entries a source brought since an instant. */
    async countEntriesOfSource(sourceId: string, since: number): Promise<number> {
      const [row] = await database.rows('select count(*) as n from entry where source_id = $1 and first_seen_at >= $2', [sourceId, since])
      return Number(row!.n)
    }
  }

  async function keysOfEntries(ids: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const keys = new Map<string, string[]>()
    for (const part of chunks(ids)) {
      const rows = await database.rows(`select entry_id, key from entry_key where entry_id in (${placeholders(part.length)})`, part)
      for (const row of rows) {
        const id = String(row.entry_id)
        keys.set(id, [...(keys.get(id) ?? []), String(row.key)])
      }
    }
    return keys
  }
}

// Where an entry stands, only an editor changes.
const LASTING_COLUMNS: readonly string[] = ['id', 'feed_id', 'first_seen_at', 'article_id', 'join_reason']
const CHANGING_COLUMNS = ENTRY_COLUMNS.filter((column) => !LASTING_COLUMNS.includes(column))

/** Writes entries as they are now; a known id is overwritten, which only its own feed can bring about. */
export function upsertEntryStatements(entries: readonly Entry[]): readonly Statement[] {
  const set = CHANGING_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')
  return insertStatements('entry', ENTRY_COLUMNS, entries.map(valuesOfEntry), `on conflict (id) do update set ${set}, expired_at = null`, 1)
}

function valuesOfEntry(entry: Entry): readonly Value[] {
  return [
    entry.id,
    entry.feedId,
    entry.sourceId,
    entry.owner,
    entry.articleId,
    entry.joinReason,
    entry.revision,
    entry.contentHash,
    entry.guid,
    entry.url,
    entry.canonicalUrl,
    entry.title,
    entry.summary,
    entry.contentHtml,
    entry.publishedAt,
    entry.publishedFrom,
    entry.updatedAt,
    JSON.stringify(entry.authors),
    JSON.stringify(entry.categories),
    JSON.stringify(entry.enclosures),
    entry.imageUrl,
    entry.declaredLanguage,
    JSON.stringify(entry.alternates),
    entry.language,
    entry.languageFrom,
    entry.confidence,
    entry.script ?? null,
    entry.firstSeenAt,
    entry.lastSeenAt
  ]
}

/** Keys by which a feed's entries are found again. */
export function entryKeyStatements(
  feedId: string,
  keys: readonly { readonly key: string; readonly entryId: string }[]
): readonly Statement[] {
  const rows = keys.map(({ key, entryId }) => [feedId, key, entryId])
  return insertStatements(
    'entry_key',
    ['feed_id', 'key', 'entry_id'],
    rows,
    'on conflict (feed_id, key) do update set entry_id = excluded.entry_id',
    2
  )
}

export function readEntryRow(row: Row): Entry {
  const script = textOrNull(row.script)
  return {
    id: String(row.id),
    feedId: String(row.feed_id),
    sourceId: String(row.source_id),
    owner: String(row.owner),
    articleId: String(row.article_id),
    joinReason: row.moved_because == null ? textOrNull(row.join_reason) : `an editor: ${String(row.moved_because)}`,
    revision: Number(row.revision),
    contentHash: String(row.content_hash),
    guid: textOrNull(row.guid),
    url: textOrNull(row.url),
    canonicalUrl: textOrNull(row.canonical_url),
    title: String(row.title),
    summary: String(row.summary),
    contentHtml: String(row.content_html),
    publishedAt: numberOrNull(row.published_at),
    publishedFrom: textOrNull(row.published_from) as Entry['publishedFrom'],
    updatedAt: numberOrNull(row.updated_at),
    authors: JSON.parse(String(row.authors)) as string[],
    categories: JSON.parse(String(row.categories)) as string[],
    enclosures: JSON.parse(String(row.enclosures)) as Entry['enclosures'],
    imageUrl: textOrNull(row.image_url),
    declaredLanguage: textOrNull(row.declared_language),
    alternates: JSON.parse(String(row.alternates)) as Record<string, string>,
    language: String(row.language),
    languageFrom: String(row.language_from) as LanguageFrom,
    confidence: Number(row.confidence),
    ...(script === null ? {} : { script }),
    ...(row.moved_because == null ? {} : { moved: true }),
    ...(row.expired_at == null ? {} : { expiredAt: Number(row.expired_at) }),
    firstSeenAt: Number(row.first_seen_at),
    lastSeenAt: Number(row.last_seen_at)
  }
}
