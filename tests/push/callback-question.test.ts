import { expect, test } from 'vitest'
import { questionUrl } from '../../src/push/callback-question.ts'

const TOPIC = 'https://news.example.org/topics/x.atom'

test.each([
  { name: 'without a query', callback: 'https://r.example/p', starts: 'https://r.example/p?hub.mode=' },
  { name: 'with a query', callback: 'https://r.example/p?a=1&b=%2F+x', starts: 'https://r.example/p?a=1&b=%2F+x&hub.mode=' },
  { name: 'with an empty query', callback: 'https://r.example/p?', starts: 'https://r.example/p?hub.mode=' },
  { name: 'of a host alone', callback: 'https://r.example', starts: 'https://r.example?hub.mode=' }
])('the query of a callback $name is kept', ({ callback, starts }) => {
  const url = questionUrl(callback, { mode: 'subscribe', topicUrl: TOPIC, challenge: 'c', leaseMs: 61_500 })
  expect(url.startsWith(starts)).toBe(true)
  const { searchParams } = new URL(url)
  expect(searchParams.get('hub.topic')).toBe(TOPIC)
  expect(searchParams.get('hub.challenge')).toBe('c')
  expect(searchParams.get('hub.lease_seconds')).toBe('61')
})

test('a denial has a reason and no challenge', () => {
  const { searchParams } = new URL(questionUrl('https://r.example/', { mode: 'denied', topicUrl: TOPIC, reason: 'It is gone.' }))
  expect(Object.fromEntries(searchParams)).toEqual({ 'hub.mode': 'denied', 'hub.topic': TOPIC, 'hub.reason': 'It is gone.' })
})
