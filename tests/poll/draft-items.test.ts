import { describe, expect, test } from 'vitest'
import { createDetector } from '../../src/language/detect-language.ts'
import type { FeedDocument, Item } from '../../src/model/item.ts'
import { type Drafting, draftItems } from '../../src/poll/draft-items.ts'

const detector = createDetector()
const DRAFTING: Drafting = {
  feedUrl: 'https://town.example/feed.xml',
  now: 0,
  declared: null,
  region: null,
  memory: null,
  seen: [],
  settingsHash: 'settings',
  matching: { identity: 'auto', sourceId: 'town', pair: null }
}

function item(id: string, part: Partial<Item> = {}): Item {
  return { id, url: `https://town.example/${id}`, title: `Notice ${id}`, authors: [], categories: [], enclosures: [], ...part }
}

function aDocument(...items: readonly Item[]): FeedDocument {
  return { format: 'rss', encoding: 'utf-8', feed: {}, items, itemsLeftOut: 0, complete: true }
}

function titles(
  ...[document, drafting]: Parameters<typeof draftItems> extends [infer D, infer G, ...unknown[]] ? [D, G] : never
): readonly string[] {
  return draftItems(document, drafting, detector).drafts.map(({ title }) => title)
}

describe('draftItems', () => {
  test('the oldest item comes first', () => {
    expect(titles(aDocument(item('c'), item('b'), item('a')), DRAFTING)).toEqual(['Notice a', 'Notice b', 'Notice c'])
  })

  test('what was seen is not read again; what changed is', () => {
    const { names } = draftItems(aDocument(item('b'), item('a')), DRAFTING, detector)
    const seen = { ...DRAFTING, seen: names }
    expect(titles(aDocument(item('b'), item('a')), seen)).toEqual([])
    expect(titles(aDocument(item('c'), item('b'), item('a', { summary: 'It is over.' })), seen)).toEqual(['Notice a', 'Notice c'])
    expect(draftItems(aDocument(item('c'), item('b')), seen, detector).names).toHaveLength(2)
  })

  test('other settings make every item new', () => {
    const { names } = draftItems(aDocument(item('a')), DRAFTING, detector)
    expect(titles(aDocument(item('a')), { ...DRAFTING, seen: names, settingsHash: 'others' })).toEqual(['Notice a'])
  })

  test.each([
    { name: 'its id', fresh: item('new', { id: 'a' }) },
    { name: 'its address, spelled otherwise', fresh: item('new', { url: 'http://www.town.example/a/?utm_source=rss' }) },
    { name: 'its title, marked up', fresh: item('new', { title: '<b>Notice</b> A' }) }
  ])('a seen item is read again when a new one shares $name, and so is who shares with that', ({ fresh }) => {
    const old = [item('a'), item('b', { url: 'https://town.example/a' }), item('c')]
    const { names } = draftItems(aDocument(...old), DRAFTING, detector)
    expect(titles(aDocument(fresh, ...old), { ...DRAFTING, seen: names }).toSorted()).toEqual(
      [fresh.title === '<b>Notice</b> A' ? 'Notice A' : 'Notice new', 'Notice a', 'Notice b'].toSorted()
    )
  })

  test('an item that cannot be used is counted and looked at each time', () => {
    const { leftOut, names } = draftItems(aDocument({ authors: [], categories: [], enclosures: [] }), DRAFTING, detector)
    expect({ leftOut, names }).toEqual({ leftOut: 1, names: [] })
  })

  test('what was learned of the language is told only when there was something to learn from', () => {
    const text = { title: 'The town council opens a new bridge over the river on Monday' }
    const first = draftItems(aDocument(item('a', text)), DRAFTING, detector)
    expect(first.memory?.counts.en).toBeGreaterThan(0.5)
    expect(draftItems(aDocument(item('a', text)), { ...DRAFTING, memory: first.memory, seen: first.names }, detector).memory).toBeNull()
  })
})
