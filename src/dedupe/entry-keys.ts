import type { FeedConfig } from '../config/schema.ts'
import type { Draft } from '../model/draft.ts'
import { hashText } from '../text/hash.ts'
import { foldText } from '../text/words.ts'

export type IdentityPolicy = FeedConfig['identity']

export type KeyKind = 'id' | 'url' | 'link-date' | 'title'

/** A key that finds an entry again within its feed; the kind says how far it is to be believed. */
export interface EntryKey {
  readonly kind: KeyKind
  readonly key: string
}

export type Identified = Pick<Draft, 'guid' | 'url' | 'canonicalUrl' | 'title' | 'summary' | 'contentHtml' | 'publishedAt'>

/**
 * The ladder of keys of every entry of one document, the most trusted first: its own id, its address, address with
 * date, title. An id or address that several entries of the document share tells nothing apart and is left out; titles that
 * several share, at one address, are told apart by their text.
 * @param policy `auto` climbs the whole ladder; another policy starts at its own rung, and `title` asks for no address
 * @returns for each draft at least one key, in the order of the drafts
 */
export function entryKeys(drafts: readonly Identified[], policy: IdentityPolicy): readonly (readonly EntryKey[])[] {
  const places = drafts.map((draft) => [policy === 'title' ? '' : (addressOf(draft) ?? ''), foldText(draft.title)] as const)
  const sharedGuids = repeated(drafts.map(({ guid }) => guid))
  const sharedUrls = repeated(drafts.map(addressOf))
  const sharedTitles = repeated(places.map(([address, title]) => `${address} ${title}`))
  return drafts.map((draft, index) => {
    const [place, title] = places[index]!
    const address = addressOf(draft)
    const text = foldText(draft.summary || draft.contentHtml)
    const bare = place === '' || sharedUrls.has(place)
    const ladder: (EntryKey | null)[] = [
      draft.guid === null || sharedGuids.has(draft.guid) ? null : keyOf('id', draft.guid),
      address === null || sharedUrls.has(address) ? null : keyOf('url', address),
      address === null || draft.publishedAt === null ? null : keyOf('link-date', address, String(draft.publishedAt), title),
      bare && draft.publishedAt !== null ? keyOf('title', place, title, text, String(draft.publishedAt)) : null,
      bare ? keyOf('title', place, title, text) : null,
      title === '' || sharedTitles.has(`${place} ${title}`) ? null : keyOf('title', place, title)
    ]
    const kept = ladder.filter((key) => key !== null && RUNGS[key.kind] >= (policy === 'auto' ? 0 : RUNGS[policy])) as EntryKey[]
    return kept.length > 0 ? kept : [keyOf('title', place, title, text)]
  })
}

const RUNGS: Readonly<Record<KeyKind, number>> = { id: 0, url: 1, 'link-date': 2, title: 3 }

function addressOf({ canonicalUrl, url }: Identified): string | null {
  return canonicalUrl ?? url
}

function keyOf(kind: KeyKind, ...parts: readonly string[]): EntryKey {
  return { kind, key: `${kind}:${hashText(...parts)}` }
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
