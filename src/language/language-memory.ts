/** What a source was seen to write: how many of its items per BCP 47 tag, in shares of items. Plain data, made to be stored. */
export interface LanguageMemory {
  readonly counts: Readonly<Record<string, number>>
}

/**
 * Adds one item to what is remembered of its source.
 * @param memory null for a source not seen before
 * @param shares how far the item speaks for each language, adding up to 1 (`LanguageJudgement.shares`); empty when nothing could be told
 */
export function rememberLanguage(memory: LanguageMemory | null, shares: Readonly<Record<string, number>>): LanguageMemory {
  const counts: Record<string, number> = { ...memory?.counts }
  for (const [tag, share] of Object.entries(shares)) {
    if (share >= SHARE_MIN) counts[tag] = (counts[tag] ?? 0) + share
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const kept = Object.entries(counts).map(([tag, count]) => [tag, round(total > ITEMS_MAX ? (count * ITEMS_MAX) / total : count)] as const)
  return {
    counts: Object.fromEntries(
      kept
        .filter(([, count]) => count >= SHARE_MIN)
        .sort((a, b) => b[1] - a[1])
        .slice(0, LANGUAGES_MAX)
    )
  }
}

const SHARE_MIN = 0.01
/** Older items fade once this many are counted, so that a source may change its language. */
const ITEMS_MAX = 300
const LANGUAGES_MAX = 24

function round(count: number): number {
  return Math.round(count * 1_000) / 1_000
}
