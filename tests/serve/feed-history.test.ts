import { expect, test } from 'vitest'
import type { FeedPieces } from '../../src/publish/topic-feed.ts'
import { createFeedHistory } from '../../src/serve/feed-history.ts'

const pieces = (...items: readonly string[]): FeedPieces => ({
  contentType: 'x',
  head: Buffer.from('<feed>'),
  items: items.map((text) => ({ id: text[0]!, bytes: Buffer.from(text) })),
  between: Buffer.from(','),
  tail: Buffer.from('</feed>'),
  leftOut: []
})

test('tells each earlier state what changed since, whatever coding its reader has it in', () => {
  const history = createFeedHistory()
  history.add(pieces('a1', 'b1', 'c1', 'd1'), ['"1"', '"1-gzip"'])
  history.add(pieces('e1', 'a1', 'b1', 'c1', 'd1'), ['"2"'])
  const delta = history.add(pieces('e1', 'a1', 'b2', 'c1', 'd1'), ['"3"'])
  const told = (etag: string) => {
    const form = delta.formOf(etag)
    return form && [form.etag, Buffer.from(form.bytes).toString()]
  }
  expect(told('"1-gzip"')).toEqual(['"1-gzip"', '<feed>e1,b2</feed>'])
  expect(told('"2"')).toEqual(['"2"', '<feed>b2</feed>'])
  expect(told('"other"')).toBeNull()
})

test('gives the whole where most of it changed, or where the state is long gone', () => {
  const history = createFeedHistory()
  history.add(pieces('a1', 'b1'), ['"old"'])
  expect(history.add(pieces('a2', 'b2'), ['"new"']).formOf('"old"')).toBeNull()
  let delta = history.add(pieces('a2', 'b2', 'c1'), ['"0"'])
  for (let state = 1; state < 40; state++) delta = history.add(pieces('a2', 'b2', `c${state}`), [`"${state}"`])
  expect(delta.formOf('"0"')).toBeNull()
  expect(delta.formOf('"38"')).not.toBeNull()
})
