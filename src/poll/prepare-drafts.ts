import type { PreparedDraft } from '../dedupe/compare-entries.ts'
import { contentHash } from '../dedupe/content-hash.ts'
import { entryKeys, type IdentityPolicy } from '../dedupe/entry-keys.ts'
import { matchTokens } from '../dedupe/match-tokens.ts'
import type { LocatedDraft } from '../model/draft.ts'
import type { ClaimedFeed } from '../model/feed.ts'
import { canonicalUrl } from '../normalize/canonical-url.ts'
import type { FeedPlan } from './feed-plan.ts'

/** By what drafts of a feed are told apart and compared. Plain data. */
export interface Matching {
  readonly identity: IdentityPolicy
  readonly sourceId: string
  /** What feeds share that carry the same announcements in several languages. */
  readonly pair: string | null
}

/** How a feed's plan has its drafts compared. */
export function matchingOf({ feed: { identity, pair } }: FeedPlan, { sourceId, owner }: Pick<ClaimedFeed, 'sourceId' | 'owner'>): Matching {
  return { identity, sourceId, pair: pair === undefined ? null : `${owner} ${pair}` }
}

/** Works out whatever of comparing needs nothing but the drafts of one document: where they were read, beside the polls. */
export function prepareDrafts(drafts: readonly LocatedDraft[], { identity, sourceId, pair }: Matching): readonly PreparedDraft[] {
  const ladders = entryKeys(drafts, identity)
  return drafts.map((draft, index) => ({
    draft,
    ladder: ladders[index]!,
    contentHash: contentHash(draft),
    tokens: matchTokens({
      ...draft,
      sourceId,
      pair,
      alternateUrls: Object.values(draft.alternates).flatMap((url) => canonicalUrl(url) ?? [])
    })
  }))
}
