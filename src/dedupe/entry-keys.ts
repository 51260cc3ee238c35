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

export type Identified = Pick<Draft, 'guid' | 'url' | 'canonicalUrl' | 'title' | 'publishedAt'>

/**
 * The ladder of keys of every entry of one document, the most trusted first: its own id, its address, address with
 * date, title. An id or address that several entries of the document share tells nothing apart and is left out.
 * @param policy `auto` climbs the whole ladder; another policy starts at its own rung
 * @returns for each draft at least one key, in the order of the drafts
 */
export function entryKeys(drafts: readonly Identified[], policy: IdentityPolicy): readonly (readonly EntryKey[])[] {
  const sharedGuids = repeated(drafts.map(({ guid }) => guid))
  const sharedUrls = repeated(drafts.map(addressOf))
  return drafts.map((draft) => {
    const address = addressOf(draft)
    const title = foldText(draft.title)
    const ladder: (EntryKey | null)[] = [
      draft.guid === null || sharedGuids.has(draft.guid) ? null : keyOf('id', draft.guid),
      address === null || sharedUrls.has(address) ? null : keyOf('url', address),
      address === null || draft.publishedAt === null ? null : keyOf('link-date', address, String(draft.publishedAt), title),
      keyOf('title', address ?? '', title)
    ]
    const from = policy === 'auto' ? 0 : KINDS.indexOf(policy)
    return ladder.slice(from).filter((key) => key !== null)
  })
}

const KINDS: readonly KeyKind[] = ['id', 'url', 'link-date', 'title']

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
