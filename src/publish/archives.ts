import type { JournalEntry } from '../model/journal.ts'

/** What the archive document of one month holds. */
export interface ArchiveMonth {
  /** Articles added or revised in this month and not withdrawn in it, the latest change first. */
  readonly articles: readonly { readonly articleId: string; readonly at: number }[]
  /** Articles withdrawn in this month, for tombstones (RFC 6721), the latest first. */
  readonly withdrawn: readonly { readonly articleId: string; readonly at: number }[]
  /** The last change of the month: what `updated` of the document says. */
  readonly updatedAt: number
}

/** A poll that began before the end of a month may write after it. */
const CLOSING_MS = 3_600_000

/**
 * When the month that is still open began: everything before it is closed. A month stays open for an hour after its end.
 * @param now milliseconds since 1970 UTC
 */
export function openSince(now: number): number {
  return monthSpan(monthOf(now - CLOSING_MS))[0]
}

/** The UTC month of an instant, such as "2026-04". */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7)
}

/** The first instant of a UTC month, and the first one after it. */
export function monthSpan(month: string): readonly [number, number] {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return [Date.UTC(year, number - 1), Date.UTC(year, number)]
}

/**
 * Makes of a month's journal what its archive document holds (RFC 5005 section 4): the last state of each article. What is written
 * later changes nothing in it: later revisions and withdrawals stand in the month in which they happened, and the newer document
 * wins (RFC 5005 section 4.1).
 * @param journal of one topic and one month, in any order
 */
export function archiveMonth(journal: readonly JournalEntry[]): ArchiveMonth {
  const last = new Map<string, JournalEntry>()
  for (const entry of journal.toSorted((one, other) => one.seq - other.seq)) last.set(entry.articleId, entry)
  const states = [...last.values()].sort((one, other) => other.seq - one.seq)
  const named = (entries: readonly JournalEntry[]) => entries.map(({ articleId, at }) => ({ articleId, at }))
  return {
    articles: named(states.filter(({ kind }) => kind !== 'withdrawn')),
    withdrawn: named(states.filter(({ kind }) => kind === 'withdrawn')),
    updatedAt: Math.max(0, ...journal.map(({ at }) => at))
  }
}
