import type { FeedRecord } from '../model/feed.ts'
import { type HealthState, judgeHealth } from '../schedule/health.ts'
import { readRhythm } from '../schedule/rhythm.ts'
import type { Catalog } from './catalog.ts'
import type { FeedView } from './pages/sources-page.ts'

/** States in which a feed does what is expected of it. */
const UNTROUBLED: readonly HealthState[] = ['ok', 'new', 'paused']

export interface FeedHealth {
  readonly record: FeedRecord
  readonly sourceName: string
  readonly state: HealthState
  readonly troubled: boolean
  readonly view: FeedView
}

/** How each configured feed is doing, by its own rhythm. Takes the records of the store; inactive ones are left out. */
export function feedHealths(records: readonly FeedRecord[], catalog: Catalog, now: number): readonly FeedHealth[] {
  return records.flatMap((record) => {
    const configured = catalog.feeds.get(record.id)
    if (!record.active || !configured) return []
    const { state, message } = judgeHealth({ ...record, paused: configured.feed.paused }, readRhythm(record.rhythm), now)
    return [
      {
        record,
        sourceName: configured.source.name,
        state,
        troubled: !UNTROUBLED.includes(state),
        view: {
          id: record.id,
          title: configured.feed.title ?? record.title ?? record.id,
          language: configured.feed.language ?? null,
          state,
          message,
          lastPolledAt: record.lastPolledAt,
          nextPollAt: record.nextPollAt,
          lastOutcome: record.lastOutcome
        }
      }
    ]
  })
}
