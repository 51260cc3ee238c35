import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ANSWER_BYTES_MAX, createSender, type Sender } from '../../src/fetch/send-request.ts'
import { answer, type Publisher, redirect, refuse, startPublisher } from '../support/loopback-publisher.ts'

const TOTAL_MS = 400
let publisher: Publisher
let sender: Sender

beforeAll(
  async () =>
    void (publisher = await startPublisher({
      '/big': answer({}, 'x'.repeat(1_000_000)),
      '/private': redirect(307, 'http://169.254.169.254/'),
      '/later': refuse(503, { 'retry-after': '90' }),
      '/never': refuse(429, { 'retry-after': '99999999999' })
    }))
)
afterAll(() => publisher.close())
beforeEach(() => void (sender = aSender([`127.0.0.1:${publisher.port}`])))
afterEach(() => sender.close())

function aSender(allow: readonly string[]): Sender {
  return createSender({
    version: '1.2',
    contact: 'mailto:a@example.org',
    allow,
    ports: [80, 443],
    connectTimeoutMs: 200,
    totalTimeoutMs: TOTAL_MS,
    now: () => 0,
    lookup: async () => [{ address: '10.0.0.1', family: 4 }]
  })
}

const post = (path: string, signal?: AbortSignal) =>
  sender.send({ method: 'POST', url: `${publisher.origin}${path}`, body: 'hello' }, signal)

test('says who it is and gives what was answered', async () => {
  const outcome = await post('/feed')
  expect(outcome).toMatchObject({ kind: 'answered', status: 200, whole: true, location: null, retryAfterMs: null })
  expect(publisher.seenAt('/feed').at(-1)).toMatchObject({
    method: 'POST',
    headers: { 'user-agent': 'Courant/1.2 (+mailto:a@example.org)' }
  })
})

test('reads no more of an answer than it needs', async () => {
  const outcome = await post('/big')
  expect(outcome).toMatchObject({ kind: 'answered', whole: false })
  expect(outcome.kind === 'answered' && outcome.body.byteLength).toBe(ANSWER_BYTES_MAX)
})

test('follows no redirect, and tells where it leads', async () => {
  expect(await post('/private')).toMatchObject({ kind: 'answered', status: 307, location: 'http://169.254.169.254/' })
})

test.each([
  { path: '/later', retryAfterMs: 90_000 },
  { path: '/never', retryAfterMs: null }
])('a wait that is asked for at $path', async ({ path, retryAfterMs }) => {
  expect(await post(path)).toMatchObject({ kind: 'answered', retryAfterMs })
})

test.each(['/hang', '/hang-body', '/drip', '/drip-head', '/early-hints'])('%s ends with the time of the whole exchange', async (path) => {
  expect(await post(path)).toMatchObject({ kind: 'failed', failure: { kind: 'timeout', transient: true } })
})

test.each(['/reset-before', '/garbage', '/smuggle', '/headers-huge', '/close-before', '/early-hints-flood'])(
  '%s is a failure, not a throw',
  async (path) => {
    expect((await post(path)).kind).toBe('failed')
  }
)

test.each([
  'http://127.0.0.1:1/',
  'http://[::ffff:127.0.0.1]/',
  'http://2130706433/',
  'http://metadata.example/',
  'http://93.184.216.34:25/'
])('%s is not reached', async (url) => {
  expect(await sender.send({ method: 'GET', url })).toMatchObject({ kind: 'failed', failure: { kind: 'refused-address' } })
})

test('a caller that gives up gets its own reason', async () => {
  const controller = new AbortController()
  const sent = post('/hang', controller.signal)
  controller.abort(new Error('enough'))
  await expect(sent).rejects.toThrow('enough')
})
