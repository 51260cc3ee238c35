import { expect, test } from 'vitest'
import type { ReadingJob } from '../../src/poll/read-body.ts'
import { createReadingPool, type ReadingPoolOptions } from '../../src/poll/reading-pool.ts'
import { rss } from '../support/poll-builder.ts'

const OPTIONS: ReadingPoolOptions = { threads: 1, timeMaxMs: 60_000, heapBytesMax: 96_000_000, eld: false }

function aJob(document: string | Uint8Array): ReadingJob & { task: 'read' } {
  const bytes = typeof document === 'string' ? new TextEncoder().encode(document) : document
  return {
    task: 'read',
    body: { bytes, context: { url: 'https://town.example/feed.xml' }, page: null },
    drafting: {
      feedUrl: 'https://town.example/feed.xml',
      now: 0,
      declared: null,
      region: null,
      memory: null,
      seen: [],
      settingsHash: 'settings',
      matching: { identity: 'auto', sourceId: 'town', pair: null }
    }
  }
}

const BRIDGE = rss([{ guid: '1', title: 'The town council opens a new bridge over the river', text: '<p>On Monday</p>' }])

test('a document is read in a thread, and its bytes stay with who handed them over', async () => {
  await using pool = createReadingPool(OPTIONS)
  const job = aJob(Buffer.from(BRIDGE)) // as fetching gives it: a part of a larger memory
  const read = await pool.read(job)
  expect(read).toMatchObject({
    kind: 'read',
    document: { items: 1, complete: true },
    drafted: { drafts: [{ draft: { title: 'The town council opens a new bridge over the river', language: 'en' } }] }
  })
  expect(new TextDecoder().decode(job.body.bytes)).toBe(BRIDGE)
})

test('what is no feed is a failure of its own kind, not of the thread', async () => {
  await using pool = createReadingPool(OPTIONS)
  expect(await pool.read(aJob('<html><p>hello</p></html>'))).toMatchObject({ kind: 'failed', failure: { kind: 'not-a-feed' } })
})

test('a document that takes too long is stopped, and the next one is read', async () => {
  await using slow = createReadingPool({ ...OPTIONS, timeMaxMs: 1 })
  expect(await slow.read(aJob(BRIDGE))).toMatchObject({
    kind: 'failed',
    failure: { kind: 'too-costly', message: expect.stringContaining('reading.time_max') }
  })
  await using pool = createReadingPool(OPTIONS)
  const read = await Promise.all([pool.read(aJob(BRIDGE)), pool.read(aJob(BRIDGE))])
  expect(read.map(({ kind }) => kind)).toEqual(['read', 'read'])
})

test('a document that takes too much memory costs its thread, and the next one is read', async () => {
  await using pool = createReadingPool({ ...OPTIONS, heapBytesMax: 1_000_000 })
  const items = Array.from({ length: 400_000 }, (_, index) => `<item><title>${index} ${'x'.repeat(20)}</title></item>`).join('')
  const bomb = `<rss><channel><title>t</title>${items}</channel></rss>`
  const job = aJob(bomb)
  const endless = { ...job, body: { ...job.body, context: { ...job.body.context, itemsMax: 1_000_000 } } }
  expect(await pool.read(endless)).toMatchObject({
    kind: 'failed',
    failure: { kind: 'too-costly', message: expect.stringContaining('reading.heap_max') }
  })
  expect(await pool.read(aJob(BRIDGE))).toMatchObject({ kind: 'read' })
}, 60_000)

test('a stop ends what is being read and what waits', async () => {
  await using pool = createReadingPool(OPTIONS)
  const stop = new AbortController()
  const reads = [pool.read(aJob(BRIDGE), stop.signal), pool.read(aJob(BRIDGE), stop.signal)]
  stop.abort(new Error('stopped'))
  for (const read of await Promise.allSettled(reads)) expect(read).toMatchObject({ status: 'rejected', reason: { message: 'stopped' } })
})
