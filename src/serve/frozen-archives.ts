import { setImmediate as otherWork } from 'node:timers/promises'
import type { TopicConfig } from '../config/schema.ts'
import { archiveMonth, monthOf, monthSpan, openSince } from '../publish/archives.ts'
import { deletedEntry } from '../publish/atom-feed.ts'
import { startFeeds } from '../publish/topic-feed.ts'
import type { ArchiveRecord } from '../store/archives.ts'
import type { Store } from '../store/store.ts'
import { archiveRoute } from './addresses.ts'
import { archiveHead, archiveItems, type FeedDeps } from './compose-feed.ts'

/** A document with more could be read by hardly anybody: the month's latest are kept. */
const ITEMS_MAX = 10_000

/** How a document is kept: in pieces, so that one can be taken out. */
interface ArchiveText {
  readonly head: string
  readonly items: readonly { readonly id: string; readonly text: string }[]
  readonly tail: string
}

export interface ArchiveDocument {
  readonly body: string
  readonly changedAt: number
  /** Route of the next archive, as far as there is one by now. */
  readonly nextRoute: string | null
}

/**
 * Writes the archive document of each month of a topic that is over and has none yet (RFC 5005 section 4). It stays as it is written
 * now, byte for byte: what changes later stands in later documents.
 * @param itemsMax the latest so many of a month are kept; how many are left out is logged
 */
export async function freezeArchives(deps: FeedDeps, topic: TopicConfig, itemsMax = ITEMS_MAX): Promise<void> {
  const id = topic.topic.id
  const frozen = await deps.store.archivedMonths(id)
  const missing: string[] = []
  let before = openSince(deps.now)
  for (;;) {
    const at = await deps.store.lastChangeBefore(id, before)
    if (at === null || frozen.includes(monthOf(at))) break
    missing.unshift(monthOf(at))
    before = monthSpan(monthOf(at))[0]
  }
  for (const [index, month] of missing.entries()) {
    await freeze(deps, topic, month, itemsMax, { prevMonth: missing[index - 1] ?? frozen.at(-1), nextMonth: missing[index + 1] })
  }
}

async function freeze(
  deps: FeedDeps,
  topic: TopicConfig,
  month: string,
  itemsMax: number,
  neighbours: { readonly prevMonth: string | undefined; readonly nextMonth: string | undefined }
): Promise<void> {
  const { store } = deps
  const id = topic.topic.id
  const { articles, withdrawn, updatedAt } = archiveMonth(await store.journalBetween(id, ...monthSpan(month)))
  // Withdrawn since, before this could be written: the later document says so.
  const shownNow = new Set(
    (await store.publicationsOf(articles.map(({ articleId }) => articleId)))
      .filter(({ topicId }) => topicId === id)
      .map(({ articleId }) => articleId)
  )
  const shown = articles.filter(({ articleId }) => shownNow.has(articleId))
  const held = shown.slice(0, itemsMax)
  if (held.length < shown.length && deps.log)
    deps.log.warn({ topic: id, month, leftOut: shown.length - held.length }, 'items left out of an archive')
  const gone = new Map(withdrawn.map(({ articleId, at }) => [articleId, at]))
  const tombstones = (await store.articlesById([...gone.keys()])).map((article) => ({ id: article.tagUri, at: gone.get(article.id)! }))
  const writing = startFeeds([['atom', { ...archiveHead(deps, topic, month, { updatedAt, ...neighbours }), tombstones }]])
  for await (const portion of archiveItems(deps, id, held)) {
    writing.add(portion)
    await otherWork()
  }
  const { head, items: written, tail } = writing.end()[0]!
  const text: ArchiveText = {
    head: head.toString(),
    items: written.map(({ id: tagUri, bytes }) => ({ id: tagUri, text: bytes.toString() })),
    tail: tail.toString()
  }
  await store.keepArchive(
    { topicId: id, month, document: JSON.stringify(text), changedAt: updatedAt },
    held.map(({ articleId }) => articleId)
  )
}

/** @returns null when there is no document of this month, because it is not over or nothing happened in it */
export async function findArchiveDocument(store: Store, topicId: string, month: string): Promise<ArchiveDocument | null> {
  const record = await store.findArchive(topicId, month)
  if (!record) return null
  const next = (await store.archivedMonths(topicId)).find((other) => other > month)
  const { head, items, tail } = textOf(record)
  const body = head + items.map(({ text }) => text).join('') + tail
  return { body, changedAt: record.changedAt, nextRoute: next === undefined ? null : archiveRoute(topicId, next) }
}

/**
 * Takes out of the archives what an editor hid: the one change they undergo, because a text that may not be shown may not stand there
 * either. A tombstone says what stood there and when it went.
 * @param articleIds what a topic withdrew
 */
export async function takeDown(store: Store, topicId: string, articleIds: readonly string[], now: number): Promise<void> {
  const hidden = new Set(
    (await store.editsOf(articleIds))
      .filter((edit) => edit.kind === 'hide' && (edit.topicId ?? topicId) === topicId)
      .map(({ articleId }) => articleId)
  )
  if (hidden.size === 0) return
  const tagUris = new Map((await store.articlesById([...hidden])).map(({ id, tagUri }) => [id, tagUri]))
  for (const { month, articleId } of await store.archivesHolding(topicId, [...hidden])) {
    const record = await store.findArchive(topicId, month)
    const tagUri = tagUris.get(articleId)
    if (!record || tagUri === undefined) continue
    const { head, items, tail } = textOf(record)
    const without: ArchiveText = {
      head: `${head}    ${deletedEntry({ id: tagUri, at: now })}\n`,
      items: items.filter(({ id }) => id !== tagUri),
      tail
    }
    await store.replaceArchive({ topicId, month, document: JSON.stringify(without), changedAt: now }, articleId)
  }
}

function textOf({ document }: ArchiveRecord): ArchiveText {
  return JSON.parse(document) as ArchiveText
}
