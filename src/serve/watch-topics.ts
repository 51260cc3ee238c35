import { monthOf, openSince } from '../publish/archives.ts'
import { createPacedQueue } from './paced-queue.ts'
import type { Serving } from './serving.ts'

const LOOK_MS = 1_000
const JOURNAL_PAGE = 1_000
const AGAIN_MS = 10_000

/**
 * Has every topic's feeds made anew in the background whenever the journal, the configuration or the month moves, so that no request
 * waits for it. Disposing ends it.
 */
export function watchTopics(serving: Pick<Serving, 'store' | 'config' | 'now' | 'log' | 'feeds' | 'archives'>): AsyncDisposable {
  const { store, config, now, log, feeds, archives } = serving
  const queue = createPacedQueue(renew)
  const again = new Map<string, NodeJS.Timeout>()
  let seen = 0
  let isMoved = false
  let around = ''
  let isEnding = false

  let reading = store
    .journalHead()
    .then((head) => void (seen = head))
    .catch(failed)
  const journal = store.watchJournal(catchUp)
  const timer = setInterval(look, LOOK_MS).unref()
  look()

  return {
    async [Symbol.asyncDispose]() {
      isEnding = true
      clearInterval(timer)
      for (const waiting of again.values()) clearTimeout(waiting)
      await journal[Symbol.asyncDispose]()
      await reading
      await queue.end()
    }
  }

  /** What no journal tells: another configuration, another month. */
  function look(): void {
    const present = `${config().hash} ${monthOf(openSince(now()))}`
    if (present === around) return
    around = present
    feeds.prune()
    for (const { topic } of config().topics) queue.add(topic.id)
  }

  function catchUp(): void {
    if (isMoved || isEnding) return
    isMoved = true
    reading = reading.then(readJournal).catch(failed)
  }

  async function readJournal(): Promise<void> {
    isMoved = false
    for (;;) {
      const entries = await store.journalAfter(seen, JOURNAL_PAGE)
      for (const [topicId, changes] of Map.groupBy(entries, ({ topicId }) => topicId)) {
        queue.add(topicId)
        const withdrawn = changes.filter(({ kind }) => kind === 'withdrawn').map(({ articleId }) => articleId)
        if (withdrawn.length > 0) await archives.takeDown(topicId, withdrawn)
      }
      seen = entries.at(-1)?.seq ?? seen
      if (entries.length < JOURNAL_PAGE) return
    }
  }

  async function renew(topicId: string): Promise<void> {
    clearTimeout(again.get(topicId))
    again.delete(topicId)
    try {
      await feeds.renew(topicId)
    } catch (err) {
      failed(err)
      if (!isEnding) again.set(topicId, setTimeout(() => queue.add(topicId), AGAIN_MS).unref())
    }
  }

  function failed(err: unknown): void {
    if (log && !isEnding) log.error({ err }, 'topics could not be followed')
  }
}
