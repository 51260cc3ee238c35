/** Which copy an article shows first is decided by this alone. */
export interface LeadCandidate {
  readonly id: string
  readonly role: 'authority' | 'media' | 'mirror'
  readonly publishedAt: number | null
  readonly firstSeenAt: number
}

/**
 * The copy that leads an article: the issuing authority before the press before mirrors, then the earlier, then the smaller id, so that
 * the order in which copies came in does not matter. The article keeps its id whoever leads.
 * A date after the first sight is no claim to be late: the earlier of the two counts.
 * @throws RangeError when there is no copy
 */
export function leadCopy<T extends LeadCandidate>(copies: readonly T[]): T {
  const [first, ...rest] = copies
  if (first === undefined) throw new RangeError('an article without copies has none to lead it')
  return rest.reduce((best, copy) => (leadsBefore(copy, best) ? copy : best), first)
}

const RANK = { authority: 0, media: 1, mirror: 2 } as const

function leadsBefore(a: LeadCandidate, b: LeadCandidate): boolean {
  const order = RANK[a.role] - RANK[b.role] || shownAt(a) - shownAt(b)
  return order === 0 ? a.id < b.id : order < 0
}

function shownAt({ publishedAt, firstSeenAt }: LeadCandidate): number {
  return Math.min(publishedAt ?? firstSeenAt, firstSeenAt)
}
