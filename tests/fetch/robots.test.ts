import { expect, test } from 'vitest'
import { createRobots } from '../../src/fetch/robots.ts'
import { createFetcher } from '../../src/fetch/fetch-document.ts'
import { answer, raw, refuse, startPublisher, type Behaviour } from '../support/loopback-publisher.ts'

async function ask(behaviour: Behaviour, paths: readonly string[], forwardMs = 0) {
  await using publisher = await startPublisher({ '/robots.txt': behaviour })
  let now = 1e12
  const fetcher = createFetcher({
    version: '1',
    contact: 'x',
    allow: [`127.0.0.1:${publisher.port}`],
    ports: [],
    connectTimeoutMs: 1_000,
    totalTimeoutMs: 2_000,
    wireBytesMax: 1e7,
    decodedBytesMax: 1e7,
    redirectsMax: 5,
    now: () => now
  })
  const robots = createRobots({ fetchDocument: fetcher.fetchDocument, now: () => now })
  const answers: boolean[] = []
  for (const path of paths) {
    answers.push(await robots.mayFetch(publisher.origin + path))
    now += forwardMs
  }
  await fetcher.close()
  return { answers, asked: publisher.seenAt('/robots.txt').length }
}

const text = (body: string) => answer({ 'content-type': 'text/plain' }, body)

test.each([
  ['a rule for all', text('User-agent: *\nDisallow: /private'), [true, false]],
  ['a rule for us', text('User-agent: Courant\nDisallow: /private\n\nUser-agent: *\nDisallow: /'), [true, false]],
  ['a rule for others', text('User-agent: Otherbot\nDisallow: /'), [true, true]],
  ['a longer allow wins', text('User-agent: *\nDisallow: /\nAllow: /news'), [true, false]],
  ['wildcards', text('User-agent: *\nDisallow: /*vate'), [true, false]],
  ['none', refuse(404), [true, true]],
  ['forbidden', refuse(403), [true, true]],
  ['empty', answer({}, ''), [true, true]],
  ['a broken server', refuse(500), [false, false]],
  ['too busy', refuse(429), [false, false]],
  ['no answer', raw('', 'reset'), [false, false]]
])('%s', async (_name, behaviour, expected) => {
  expect((await ask(behaviour, ['/news/1', '/private/1'])).answers).toEqual(expected)
})

test('it is asked once a day', async () => {
  expect((await ask(text('User-agent: *\nDisallow:'), ['/a', '/b', '/c', '/d'], 9 * 3_600_000)).asked).toBe(2)
})

test('what could not be had is asked again after half an hour', async () => {
  expect(
    (
      await ask(
        (request, response, count) => (count === 1 ? refuse(500) : refuse(404))(request, response, count),
        ['/a', '/a', '/a'],
        20 * 60_000
      )
    ).answers
  ).toEqual([false, false, true])
})

test('a file made of wildcards is answered all the same', async () => {
  const hostile = `User-agent: *\n${`Disallow: /${'*a'.repeat(500)}b\n`.repeat(400)}`
  expect((await ask(text(hostile), [`/${'a'.repeat(1_900)}`])).answers).toEqual([true])
})

test('an address that is not fetched is left to the fetch that refuses it', async () => {
  const fetchDocument = async () =>
    ({ kind: 'failed', failure: { kind: 'refused-address', message: 'not public', transient: false }, status: null }) as never
  expect(await createRobots({ fetchDocument, now: () => 0 }).mayFetch('http://169.254.169.254/latest')).toBe(true)
})
