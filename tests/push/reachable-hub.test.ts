import { expect, test } from 'vitest'
import { hubReachesUs } from '../../src/push/reachable-hub.ts'

const reaches = (publicUrl: string, hubUrl: string): boolean =>
  hubReachesUs(
    hubUrl,
    publicUrl,
    (ip) => ip === '203.0.113.7',
    (ip, port) => ip === '127.0.0.1' && port === 8081
  )

test.each([
  { own: 'https://news.example.org', hub: 'https://hub.example.net/', reached: true },
  { own: 'http://203.0.113.7:8080', hub: 'https://hub.example.net/', reached: true },
  { own: 'http://10.0.0.7', hub: 'https://hub.example.net/', reached: false },
  { own: 'http://[fd00::1]/', hub: 'https://hub.example.net/', reached: false },
  { own: 'http://localhost:8080', hub: 'https://hub.example.net/', reached: false },
  { own: 'http://courant.lan', hub: 'https://hub.example.net/', reached: false },
  { own: 'http://courant', hub: 'https://hub.example.net/', reached: false },
  { own: 'http://localhost:8080', hub: 'http://127.0.0.1:8081/hub', reached: true },
  { own: 'http://localhost:8080', hub: 'http://localhost:8081/hub', reached: true },
  { own: 'http://localhost:8080', hub: 'http://127.0.0.1:8082/hub', reached: false }
])('$hub reaches $own: $reached', ({ own, hub, reached }) => {
  expect(reaches(own, hub)).toBe(reached)
})
