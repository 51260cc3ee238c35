import { createAddresses } from './addresses.ts'
import type { AppDeps } from './app-deps.ts'
import { catalogOf } from './catalog.ts'
import type { FeedDeps } from './compose-feed.ts'
import type { Representation } from './conditional-response.ts'
import { encodeRepresentation } from './encode-representation.ts'
import { findArchiveDocument, freezeArchives, takeDown } from './frozen-archives.ts'
import type { TopicConfig } from '../config/schema.ts'

const ARCHIVE_MAX_AGE_MS = 365 * 86_400_000
const ARCHIVES_MAX = 100

export type RenderedArchives = ReturnType<typeof createRenderedArchives>

/** Archive documents as bytes ready to be sent. */
export function createRenderedArchives(deps: AppDeps) {
  const archives = new Map<string, Promise<Representation | null>>()

  return {
    /** The archive of a closed month, such as "2026-04". @returns null when there is none */
    find(topicId: string, month: string): Promise<Representation | null> {
      const key = `${topicId} ${month}`
      const known = archives.get(key)
      if (known) return known
      const stored = read(topicId, month)
      archives.set(key, stored)
      stored.then(
        (found) => found === null && archives.delete(key),
        () => archives.delete(key)
      )
      if (archives.size > ARCHIVES_MAX) archives.delete(archives.keys().next().value!)
      return stored
    },

    /** Months of a topic that have an archive, the oldest first. */
    async months(topicId: string): Promise<readonly string[]> {
      const topic = catalogOf(deps.config()).topics.get(topicId)
      if (topic) await freezeArchives(feedDeps(), topic)
      return deps.store.archivedMonths(topicId)
    },

    /** Takes out what editors hid of what a topic withdrew; the documents are read again. */
    async takeDown(topicId: string, articleIds: readonly string[]): Promise<void> {
      await takeDown(deps.store, topicId, articleIds, deps.now())
      for (const key of archives.keys()) if (key.startsWith(`${topicId} `)) archives.delete(key)
    }
  }

  async function read(topicId: string, month: string): Promise<Representation | null> {
    const topic: TopicConfig | undefined = catalogOf(deps.config()).topics.get(topicId)
    if (!topic) return null
    const own = feedDeps()
    await freezeArchives(own, topic)
    await takeDown(deps.store, topicId, await deps.store.articlesInArchive(topicId, month), deps.now())
    const found = await findArchiveDocument(deps.store, topicId, month)
    if (!found) return null
    return encodeRepresentation(found.body, {
      contentType: 'application/atom+xml; charset=utf-8',
      changedAt: found.changedAt,
      maxAgeMs: ARCHIVE_MAX_AGE_MS,
      immutable: true,
      ...(found.nextRoute === null ? {} : { links: [`<${own.addresses.absolute(found.nextRoute)}>; rel="next-archive"`] })
    })
  }

  function feedDeps(): FeedDeps {
    const config = deps.config()
    return { store: deps.store, config, addresses: createAddresses(config.service.server.public_url), now: deps.now(), log: deps.log }
  }
}
