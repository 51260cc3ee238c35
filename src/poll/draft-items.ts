import type { LanguageDetector } from '../language/detect-language.ts'
import { type LanguageMemory, rememberLanguage } from '../language/language-memory.ts'
import type { LocatedDraft } from '../model/draft.ts'
import type { FeedDocument, Item } from '../model/item.ts'
import { canonicalUrl } from '../normalize/canonical-url.ts'
import { normalizeItem } from '../normalize/normalize-item.ts'
import { hashText } from '../text/hash.ts'
import { plainText } from '../text/plain-text.ts'
import { foldText } from '../text/words.ts'
import type { Matching } from './prepare-drafts.ts'

/** What drafts are made with, beside the items. Plain data. */
export interface Drafting {
  readonly feedUrl: string
  /** Milliseconds since 1970 UTC. */
  readonly now: number
  /** What items that do not say themselves are declared to be written in: by the answer's header, else by the configuration. */
  readonly declared: string | null
  /** ISO 3166, of the source. */
  readonly region: string | null
  readonly memory: LanguageMemory | null
  /** Names of items, by `Drafted.names`, that became entries as they stand: not worth reading again. */
  readonly seen: readonly string[]
  /** Names the feed's settings: the same item is another one under others. */
  readonly settingsHash: string
  readonly matching: Matching
}

export interface Drafted {
  /** Of the items not seen before, oldest first. */
  readonly drafts: readonly LocatedDraft[]
  /** Items that could not be used. */
  readonly leftOut: number
  /** The names of all items that could, seen ones included. */
  readonly names: readonly string[]
  /** The language memory with these items in it; null when it is as it was. */
  readonly memory: LanguageMemory | null
}

/**
 * Cleans each item and tells its language. Oldest first, so that what is learned and numbered follows time. Items that were seen word for
 * word are left alone: of a feed that publishes one item an hour, one in thirty is new.
 */
export function draftItems(document: FeedDocument, drafting: Drafting, detector: LanguageDetector): Drafted {
  const named = document.items.toReversed().map((item) => ({ item, name: nameOf(item, drafting.settingsHash) }))
  const fresh = freshItems(named, new Set(drafting.seen))
  const names = named.filter((one) => !fresh.has(one.item)).map(({ name }) => name)
  const drafts: LocatedDraft[] = []
  let memory = drafting.memory
  let leftOut = 0
  for (const { item, name } of named) {
    if (!fresh.has(item)) continue
    const draft = normalizeItem(item, { feedUrl: drafting.feedUrl, now: drafting.now })
    if (draft === null) {
      leftOut++
      continue
    }
    names.push(name)
    const declared = draft.declaredLanguage ?? document.feed.language ?? drafting.declared
    const { guess, shares } = detector.judge({
      title: draft.title,
      text: draft.summary,
      declared: declared === 'mul' ? null : declared,
      sourceMemory: memory,
      region: drafting.region
    })
    memory = rememberLanguage(memory, shares)
    drafts.push({ ...draft, declaredLanguage: declared, ...guess })
  }
  return { drafts, leftOut, names, memory: memory === drafting.memory ? null : memory }
}

interface NamedItem {
  readonly item: Item
  readonly name: string
}

/**
 * The items to be read: those not seen, and those that share an id, an address or a title with one of them, because what tells entries of
 * one document apart is decided among them all.
 */
function freshItems(named: readonly NamedItem[], seen: ReadonlySet<string>): ReadonlySet<Item> {
  const fresh = new Set(named.filter(({ name }) => !seen.has(name)).map(({ item }) => item))
  if (fresh.size === 0 || fresh.size === named.length) return fresh
  const marks = new Map(named.map(({ item }) => [item, marksOf(item)]))
  const byMark = Map.groupBy(
    [...marks].flatMap(([item, own]) => own.map((mark) => ({ item, mark }))),
    ({ mark }) => mark
  )
  // A set that grows while it is gone through: what shares with a shared one is among them too.
  for (const item of fresh) {
    for (const mark of marks.get(item)!) {
      for (const other of byMark.get(mark)!) fresh.add(other.item)
      byMark.set(mark, [])
    }
  }
  return fresh
}

function marksOf({ id, url, title }: Item): readonly string[] {
  return [
    ...(id === undefined ? [] : [`id ${id.trim()}`]),
    ...(url === undefined ? [] : [`url ${canonicalUrl(url) ?? url}`]),
    ...(title === undefined ? [] : [`title ${foldText(plainText(title.slice(0, TITLE_UNITS_MAX)))}`])
  ]
}

const TITLE_UNITS_MAX = 8_192
/** 80 bits: two items of one feed do not share a name by chance. */
const NAME_LENGTH = 16

function nameOf(item: Item, settingsHash: string): string {
  return hashText(settingsHash, JSON.stringify(item)).slice(0, NAME_LENGTH)
}
