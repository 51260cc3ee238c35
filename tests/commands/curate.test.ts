import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'
import { answer, type Publisher, startPublisher } from '../support/loopback-publisher.ts'
import { rss } from '../support/poll-builder.ts'
import { freePort, runCourant, startDaemon, until } from '../support/process.ts'

const ITEMS = [
  { guid: '1', title: 'Bridge over the Eddon opens', text: 'The mayor opened it on Monday.', link: 'https://town.example/1' },
  { guid: '2', title: 'Library extends its hours', text: 'It is open until nine.', link: 'https://town.example/2' }
]
const PAGE = `<!doctype html><html lang="en"><head><title>Council discusses the old mill</title>
<meta property="article:published_time" content="2026-11-20T09:00:00Z"></head><body><article><h1>Council discusses the old mill</h1>
<p>The council met on Friday to discuss what becomes of the old mill by the river, which has stood empty for eleven years.</p>
<p>Three proposals were heard. A decision is expected in the spring, after the engineers have looked at the walls.</p></article></body></html>`
const SIGNED = ['--by', 'ed', '--why', 'readers asked for it']

let publisher: Publisher
let config: ConfigDir
let port: number
beforeAll(async () => void (publisher = await startPublisher({ '/town': answer({ etag: '"1"' }, rss(ITEMS)) })))
afterAll(() => publisher.close())
beforeEach(async () => {
  port = await freePort()
  const service = `server: { port: ${port} }\npolling: { host_spacing: 0s }\nfetch: { allow: ["127.0.0.1:${publisher.port}"] }`
  config = aConfigDir(service, sourceLine('town', `${publisher.origin}/town`))
  await courant('poll')
})
afterEach(() => config[Symbol.dispose]())

function courant(...args: readonly string[]) {
  return runCourant([...args, '--config', config.dir])
}

/** Waits until the feed shows just these titles. */
async function shows(...titles: readonly string[]): Promise<void> {
  await until(async () => JSON.stringify(await shownTitles()) === JSON.stringify(titles))
}

async function shownTitles(): Promise<readonly string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/topics/bridges.json`)
  return ((await response.json()) as { items: { title: string }[] }).items.map(({ title }) => title)
}

test('an edit beside the daemon is in its feeds within moments, and gone when undone', async () => {
  await using daemon = await startDaemon(config.dir)
  await shows(ITEMS[0]!.title)
  const pinned = await courant('curate', 'pin', 'https://town.example/2', '--topic', 'bridges', ...SIGNED, '--json')
  expect(pinned.code).toBe(0)
  const { edit, journal } = JSON.parse(pinned.stdout) as { edit: { id: string }; journal: unknown }
  expect(journal).toEqual([{ topic: 'bridges', kind: 'added' }])
  await shows(ITEMS[1]!.title, ITEMS[0]!.title)
  expect((await courant('curate', 'hide', 'https://town.example/1', ...SIGNED)).stdout).toContain('bridges: withdrawn')
  await shows(ITEMS[1]!.title)
  expect((await courant('curate', 'undo', edit.id, ...SIGNED)).code).toBe(0)
  await shows()
  expect(await daemon.stop()).toBe(0)
})

test('a page that no feed brought is fetched, shown and kept; undone, it is shown no longer', async () => {
  publisher.play('/council/minutes', answer({ 'content-type': 'text/html; charset=utf-8' }, PAGE))
  const url = `${publisher.origin}/council/minutes`
  const added = await courant('curate', 'add', url, '--topic', 'bridges', ...SIGNED, '--json')
  expect([added.code, added.stderr]).toEqual([0, ''])
  const { edit, journal } = JSON.parse(added.stdout) as { edit: { id: string; article: string }; journal: unknown }
  expect(journal).toEqual([{ topic: 'bridges', kind: 'added' }])
  const why = JSON.parse((await courant('why', url, '--json')).stdout) as {
    article: { id: string; title: string }
    entries: { source: string; published: string }[]
  }
  expect(why.article).toMatchObject({ id: edit.article, title: 'Council discusses the old mill' })
  expect(why.entries).toMatchObject([{ source: 'editors', published: '2026-11-20T09:00:00.000Z' }])
  expect((await courant('curate', 'add', url, '--topic', 'bridges', ...SIGNED)).stderr).toContain('made the same edit already')
  await courant('retag')
  expect((await courant('articles', '--topic', 'bridges')).stdout).toContain('Council discusses the old mill')
  expect((await courant('curate', 'undo', edit.id, ...SIGNED)).stdout).toContain('bridges: withdrawn')
  expect((await courant('curate', 'add', 'https://town.example/2', '--topic', 'bridges', ...SIGNED)).stdout).toContain('bridges: added')
})

test('a page that is no page at all is not added', async () => {
  const { code, stderr } = await courant('curate', 'add', 'javascript:alert(1)', '--topic', 'bridges', ...SIGNED)
  expect([code, stderr]).toEqual([2, 'the page cannot be added: this is no http or https address\n'])
})

test.each([
  { name: 'a page that is not there', path: '/410', says: 'the page cannot be added: ' },
  { name: 'a page at a private address', path: null, says: 'the page cannot be added: ' },
  { name: 'a feed', path: '/town', says: 'this is a feed' }
])('$name is not added, and is told why', async ({ path, says }) => {
  const { code, stderr } = await courant(
    'curate',
    'add',
    path === null ? 'http://127.0.0.1:9/' : `${publisher.origin}${path}`,
    '--topic',
    'bridges',
    ...SIGNED
  )
  expect([code, stderr]).toEqual([2, expect.stringContaining(says)])
})

test('list shows edits newest first, with what became of them; why shows the reason', async () => {
  await courant('curate', 'pin', 'https://town.example/2', '--topic', 'bridges', ...SIGNED)
  await courant('curate', 'hide', 'https://town.example/1', '--topic', 'bridges', ...SIGNED)
  const edits = JSON.parse((await courant('curate', 'list', '--json')).stdout) as { id: string; kind: string; madeBy: string }[]
  expect(edits.map(({ kind, madeBy }) => [kind, madeBy])).toEqual([
    ['hide', 'ed'],
    ['pin', 'ed']
  ])
  await courant('curate', 'undo', edits[0]!.id, ...SIGNED)
  expect((await courant('curate', 'list', 'https://town.example/1')).stdout).toMatch(
    /hide .* by ed: readers asked for it; undone .* by ed: readers asked for it/
  )
  expect((await courant('why', 'https://town.example/2')).stdout).toContain('an editor: readers asked for it')
})

test.each([
  { name: 'an unknown article', args: ['pin', 'none', '--topic', 'bridges', ...SIGNED], says: 'no article is known by none' },
  { name: 'an unknown topic', args: ['pin', 'https://town.example/1', '--topic', 'trains', ...SIGNED], says: 'there is no topic "trains"' },
  { name: 'no reason', args: ['hide', 'https://town.example/1'], says: '--why' },
  { name: 'an unknown edit', args: ['undo', 'none', ...SIGNED], says: 'there is no edit "none"' }
])('$name is refused with 2', async ({ args, says }) => {
  const { code, stderr } = await courant('curate', ...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining(says)])
})
