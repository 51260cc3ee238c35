import { expect, test } from 'vitest'
import { readHubRequest } from '../../src/push/read-hub-request.ts'

const DAY_MS = 86_400_000

function form(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const fields = {
    'hub.mode': 'subscribe',
    'hub.callback': 'https://reader.example/push?id=7',
    'hub.topic': 'https://news.example.org/topics/x.atom',
    ...changes
  }
  return new URLSearchParams(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined)).toString()
}

test('a request is read as it was sent', () => {
  expect(readHubRequest(form({ 'hub.secret': 'geheim', 'hub.lease_seconds': '3600', 'hub.unknown': 'x' }))).toEqual({
    kind: 'read',
    request: {
      mode: 'subscribe',
      callback: 'https://reader.example/push?id=7',
      topicUrl: 'https://news.example.org/topics/x.atom',
      secret: 'geheim',
      leaseMs: 3_600_000
    }
  })
})

test.each([
  { name: 'none', lease: undefined, leaseMs: 10 * DAY_MS },
  { name: 'an empty one', lease: '', leaseMs: 10 * DAY_MS },
  { name: 'a short one', lease: '5', leaseMs: 5_000 },
  { name: 'for ever', lease: '99999999999', leaseMs: 30 * DAY_MS }
])('a lease of $name', ({ lease, leaseMs }) => {
  expect(readHubRequest(form({ 'hub.lease_seconds': lease }))).toMatchObject({ request: { leaseMs } })
})

test('a secret of 199 bytes is taken, and an empty one is none', () => {
  expect(readHubRequest(form({ 'hub.secret': 's'.repeat(199) }))).toMatchObject({ request: { secret: 's'.repeat(199) } })
  expect(readHubRequest(form({ 'hub.secret': '' }))).toMatchObject({ request: { secret: null } })
})

test.each([
  { name: 'no mode', changes: { 'hub.mode': undefined }, says: 'hub.mode' },
  { name: 'the mode of old hubs', changes: { 'hub.mode': 'publish' }, says: 'hub.mode' },
  { name: 'no callback', changes: { 'hub.callback': undefined }, says: 'hub.callback' },
  { name: 'a callback that is no address', changes: { 'hub.callback': 'reader' }, says: 'http or https' },
  { name: 'a callback of another scheme', changes: { 'hub.callback': 'file:///etc/passwd' }, says: 'http or https' },
  { name: 'a callback with a password', changes: { 'hub.callback': 'https://a:b@reader.example/' }, says: 'password' },
  { name: 'a callback with a fragment', changes: { 'hub.callback': 'https://reader.example/#x' }, says: 'fragment' },
  { name: 'a long callback', changes: { 'hub.callback': `https://reader.example/${'x'.repeat(2_048)}` }, says: '2048' },
  { name: 'no topic', changes: { 'hub.topic': undefined }, says: 'hub.topic' },
  { name: 'a secret of 200 bytes in fewer letters', changes: { 'hub.secret': '密'.repeat(67) }, says: '200 bytes' },
  { name: 'a lease of nothing', changes: { 'hub.lease_seconds': '0' }, says: 'hub.lease_seconds' },
  { name: 'a negative lease', changes: { 'hub.lease_seconds': '-5' }, says: 'hub.lease_seconds' },
  { name: 'a lease that is no number', changes: { 'hub.lease_seconds': 'ever' }, says: 'hub.lease_seconds' }
])('$name is refused, and said why', ({ changes, says }) => {
  expect(readHubRequest(form(changes))).toMatchObject({ kind: 'refused', message: expect.stringContaining(says) as string })
})

test('a parameter given twice is refused', () => {
  expect(readHubRequest(`${form()}&hub.topic=https://other.example/`)).toMatchObject({ kind: 'refused' })
})
