import { monthOf, openSince } from '../publish/archives.ts'
import type { Serving } from './serving.ts'

const LOOK_MS = 1_000
const JOURNAL_PAGE = 1_000
/** A topic that changes all the time is rendered at most this part of the time. */
const RENDERING_PART_MAX = 0.25
const GAP_MS_MAX = 10_000
const AGAIN_MS = 10_000

/**
 * Has every topic's feeds made anew in the background whenever the journal, the configuration or the month moves, so that no request
 * waits for it. Disposing ends it.
 */
export function watchTopics(serving: Pick<Serving, 'store' | 'config' | 'now' | 'log' | 'feeds' | 'archives'>): AsyncDisposable {
  const { store, config, now, log, feeds, archives } = serving
  const due = new Map<string, NodeJS.Timeout>()
  const restUntil = new Map<string, number>()
  let rendering: Promise<void> = Promise.resolve()
  let seen = 0
  let isMoved = false
  let around = ''
  let isEnding = false

  let reading = store.journalHead().then((head) => void (seen = head)).catch(failed)
  const journal = store.watchJournal(catchUp)
  const timer = setInterval(look, LOOK_MS).unref()
  look()

  return {
    async [Symbol.asyncDispose]() {
      isEnding = true
      clearInterval(timer)
      for (const waiting of due.values()) clearTimeout(waiting)
      await journal[Symbol.asyncDispose]()
      await reading
      await rendering
    }
  }

  /** What no journal tells: another configuration, another month. */
  function look(): void {
    const present = `${config().hash} ${monthOf(openSince(now()))}`
    if (present === around) return
    around = present
    for (const { topic } of config().topics) schedule(topic.id)
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
        schedule(topicId)
        const withdrawn = changes.filter(({ kind }) => kind === 'withdrawn').map(({ articleId }) => articleId)
        if (withdrawn.length > 0) await archives.takeDown(topicId, withdrawn)
      }
      seen = entries.at(-1)?.seq ?? seen
      if (entries.length < JOURNAL_PAGE) return
    }
  }

  function schedule(topicId: string, waitMs = Math.max(0, (restUntil.get(topicId) ?? 0) - performance.now())): void {
    if (isEnding || due.has(topicId)) return
    due.set(topicId, setTimeout(() => {
      due.delete(topicId)
      rendering = rendering.then(() => renew(topicId))
    }, waitMs).unref())
  }

  async function renew(topicId: string): Promise<void> {
    if (isEnding) return
    const startedAt = performance.now()
    try {
      await feeds.renew(topicId)
    } catch (err) {
      failed(err)
      schedule(topicId, AGAIN_MS)
    }
    const took = performance.now() - startedAt
    restUntil.set(topicId, performance.now() + Math.min(took * (1 / RENDERING_PART_MAX - 1), GAP_MS_MAX))
  }

  function failed(err: unknown): void {
    if (log && !isEnding) log.error({ err }, 'topics could not be followed')
  }
}
