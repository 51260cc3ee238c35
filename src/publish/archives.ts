import type { JournalEntry } from '../model/journal.ts'

/** One closed month of a topic: what its archive document holds. */
export interface ArchiveMonth {
  /** UTC month, such as "2026-04". */
  readonly month: string
  /** Articles added or revised in this month and not withdrawn in it, the latest change first. */
  readonly articles: readonly { readonly articleId: string; readonly seq: number; readonly at: number }[]
  /** Articles withdrawn in this month, for tombstones (RFC 6721). */
  readonly withdrawn: readonly { readonly articleId: string; readonly at: number }[]
  /** The last change of the month: what `updated` of the document says. */
  readonly updatedAt: number
  readonly prevMonth: string | null
  readonly nextMonth: string | null
}

/**
 * Splits a topic's journal into archive documents (RFC 5005 section 4). A month is closed when it is over, and nothing written
 * later changes what stands here for it: later revisions and withdrawals stand in the month in which they happened, and the
 * newer document wins (RFC 5005 section 4.1). `nextMonth` of the last closed month is null until the next one is closed.
 * @param journal of one topic, in any order
 * @param now milliseconds since 1970 UTC
 * @returns closed months in which something happened, the oldest first
 */
export function archiveMonths(journal: readonly JournalEntry[], now: number): ArchiveMonth[] {
  const openMonth = monthOf(now)
  const byMonth = Map.groupBy(journal, ({ at }) => monthOf(at))
  const months = [...byMonth.keys()].filter((month) => month < openMonth).sort()
  return months.map((month, index) => ({
    month,
    ...lastStates(byMonth.get(month)!),
    prevMonth: months[index - 1] ?? null,
    nextMonth: months[index + 1] ?? null
  }))
}

/** The UTC month of an instant, such as "2026-04". */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7)
}

function lastStates(entries: readonly JournalEntry[]): Pick<ArchiveMonth, 'articles' | 'withdrawn' | 'updatedAt'> {
  const last = new Map<string, JournalEntry>()
  let updatedAt = 0
  for (const entry of entries.toSorted((a, b) => a.seq - b.seq)) {
    last.set(entry.articleId, entry)
    updatedAt = Math.max(updatedAt, entry.at)
  }
  const states = [...last.values()].sort((a, b) => b.seq - a.seq)
  return {
    articles: states.filter(({ kind }) => kind !== 'withdrawn').map(({ articleId, seq, at }) => ({ articleId, seq, at })),
    withdrawn: states.filter(({ kind }) => kind === 'withdrawn').map(({ articleId, at }) => ({ articleId, at })),
    updatedAt
  }
}
