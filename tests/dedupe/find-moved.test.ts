import { describe, expect, test } from 'vitest'
import { findMoved } from '../../src/dedupe/find-moved.ts'
import { prepareDrafts } from '../../src/poll/prepare-drafts.ts'
import { aDraft } from '../support/records.ts'

const AT = Date.UTC(2026, 2, 3)
const TITLES = ['School opened', 'Bridge closed', 'Library extends its hours', 'Market moves to Sunday']
const shown = TITLES.map((title, index) => ({ id: `e${index}`, title, publishedAt: AT + index }))
const draftsOf = (titles: readonly string[], at = AT) =>
  prepareDrafts(
    titles.map((title, index) => aDraft({ title, guid: `new-${index}`, publishedAt: at + TITLES.indexOf(title) })),
    { identity: 'auto', sourceId: 'city', pair: null }
  )
const found = (titles: readonly string[], at?: number, among = shown) => [...findMoved(draftsOf(titles, at), among).values()]

test('titles and dates find the entries again, each once', () => {
  expect(found(TITLES)).toEqual(['e0', 'e1', 'e2', 'e3'])
  expect(found(TITLES.slice(1))).toEqual(['e1', 'e2', 'e3'])
})

describe('nothing has moved', () => {
  test('where one or two titles come again', () => expect(found(TITLES.slice(0, 2))).toEqual([]))
  test('where most of a document is new', () => expect(found([...TITLES.slice(0, 3), 'a', 'b', 'c', 'd'])).toEqual([]))
  test('where the dates are others', () => expect(found(TITLES, AT + 86_400_000)).toEqual([]))
  test('where a title stood for several entries', () =>
    expect(found(TITLES, AT, [...shown, ...shown.map((one) => ({ ...one, id: `${one.id}b` }))])).toEqual([]))
})
