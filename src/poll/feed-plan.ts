import { type FeedConfig, readSchedule, type Schedule, type SourceConfig } from '../config/schema.ts'
import { hashText } from '../text/hash.ts'

/** What the configuration says of one feed, ready for polling. */
export interface FeedPlan {
  readonly feed: FeedConfig
  readonly source: SourceConfig
  readonly schedule: Schedule
  /** IANA zone in which dates without an offset are read and the publisher's working hours are learned. */
  readonly timeZone: string
  /** Changes with every setting that changes what the same bytes are read as: old validators hold no longer then. */
  readonly settingsHash: string
}

/** The plans of all feeds that are not paused, by feed id. */
export function planFeeds(sources: readonly SourceConfig[]): ReadonlyMap<string, FeedPlan> {
  const plans = new Map<string, FeedPlan>()
  for (const source of sources) {
    for (const feed of source.feeds) {
      if (!feed.paused) plans.set(feed.id, planFeed(feed, source))
    }
  }
  return plans
}

function planFeed(feed: FeedConfig, source: SourceConfig): FeedPlan {
  const timeZone = feed.timezone ?? source.timezone ?? 'UTC'
  return {
    feed,
    source,
    schedule: readSchedule(feed.schedule) ?? { kind: 'adaptive' },
    timeZone,
    settingsHash: hashText(JSON.stringify([feed.page ?? null, feed.encoding ?? null, feed.identity, timeZone]))
  }
}
