import type { FeedConfig } from '../config/schema.ts'
import type { Draft } from '../model/draft.ts'
import { hashText } from '../text/hash.ts'
import { foldText } from '../text/words.ts'

export type IdentityPolicy = FeedConfig['identity']

export type KeyKind = 'id' | 'url' | 'link-date' | 'title' | 'text'

/** A key that finds an entry again within its feed; the kind says how far it is to be believed. */
export interface EntryKey {
  readonly kind: KeyKind
  readonly key: string
  /** True when the operator says that it alone tells entries apart. */
  readonly decides: boolean
}

export type Identified = Pick<Draft, 'guid' | 'url' | 'canonicalUrl' | 'title' | 'summary' | 'contentHtml' | 'publishedAt'>

/**
 * The ladder of keys of every entry of one document, the most trusted first: its own id, its address, address with
 * date, title, and last its text at its moment. An id or address that several entries of the document share tells nothing apart and is left out; titles that
 * several share, at one address, are told apart by their text.
 * @param policy `auto` climbs the whole ladder; another policy starts at its own rung, and `title` asks for no address
 * @returns for each draft at least one key, in the order of the drafts
 */
export function entryKeys(drafts: readonly Identified[], policy: IdentityPolicy): readonly (readonly EntryKey[])[] {
  const places = drafts.map((draft) => [policy === 'title' ? '' : (addressOf(draft) ?? ''), foldText(draft.title)] as const)
  const sharedGuids = repeated(drafts.map(({ guid }) => guid))
  const sharedUrls = repeated(drafts.map(addressOf))
  const sharedTitles = repeated(places.map(([address, title]) => `${address} ${title}`))
  const texts = drafts.map((draft) => foldText(draft.summary || draft.contentHtml))
  const copies = drafts.map((draft, index) => copyOf(draft, places[index]![1], texts[index]!))
  const sharedCopies = repeated(copies)
  return drafts.map((draft, index) => {
    const [place, title] = places[index]!
    const address = addressOf(draft)
    const text = texts[index]!
    const bare = place === '' || sharedUrls.has(place)
    const ladder: (EntryKey | null)[] = [
      draft.guid === null || sharedGuids.has(draft.guid) ? null : keyOf('id', draft.guid),
      address === null || sharedUrls.has(address) ? null : keyOf('url', address),
      address === null || draft.publishedAt === null ? null : keyOf('link-date', address, String(draft.publishedAt), title),
      bare && draft.publishedAt !== null ? keyOf('title', place, title, text, String(draft.publishedAt)) : null,
      bare ? keyOf('title', place, title, text) : null,
      title === '' || sharedTitles.has(`${place} ${title}`) ? null : keyOf('title', place, title),
      copies[index] === null || sharedCopies.has(copies[index]!) ? null : keyOf('text', copies[index]!)
    ]
    const kept = ladder.filter((key) => key !== null && RUNGS[key.kind] >= (policy === 'auto' ? 0 : RUNGS[policy])) as EntryKey[]
    if (kept.length === 0) return [keyOf('title', place, title, text)]
    return policy === 'id' || policy === 'url' ? kept.map((key) => (key.kind === policy ? { ...key, decides: true } : key)) : kept
  })
}

const RUNGS: Readonly<Record<KeyKind, number>> = { id: 0, url: 1, 'link-date': 2, title: 3, text: 4 }

/** Title, text and moment together: what finds an item whose id and address are made up anew at each poll. */
function copyOf({ publishedAt }: Identified, title: string, text: string): string | null {
  return title !== '' && isMoment(publishedAt, text) ? `${publishedAt} ${title} ${text}` : null
}

/** True when two things with this date and text are hardly two: a date without a time is no moment, unless the text is long. */
export function isMoment(publishedAt: number | null, text: string): publishedAt is number {
  return publishedAt !== null && text !== '' && (publishedAt % HOUR_MS !== 0 || text.length >= LONG_TEXT_MIN)
}

const HOUR_MS = 3_600_000
const LONG_TEXT_MIN = 200

function addressOf({ canonicalUrl, url }: Identified): string | null {
  return canonicalUrl ?? url
}

function keyOf(kind: KeyKind, ...parts: readonly string[]): EntryKey {
  return { kind, key: `${kind}:${hashText(...parts)}`, decides: false }
}

function repeated(values: readonly (string | null)[]): ReadonlySet<string> {
  const once = new Set<string>()
  const more = new Set<string>()
  for (const value of values) {
    if (value === null) continue
    if (once.has(value)) more.add(value)
    once.add(value)
  }
  return more
}
