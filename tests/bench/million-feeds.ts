import { setTimeout as sleep } from 'node:timers/promises'
import type { ClaimedFeed } from '../../src/model/feed.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { cpuMsOf } from '../support/cpu-time.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { anArticle, anEntry, anUpdate } from '../support/records.ts'

/*
 * What the database of a million feeds does: claims, the pace towards hosts, the write at the end of each poll, and for one poll of ten
 * a turn with an entry, an article and the journal. Nothing is fetched or parsed, and commits are written to the disk. Prints what each
 * of it costs. Usage: node tests/bench/million-feeds.ts [feeds] [seconds] [workers]
 */

const feeds = Number(process.argv[2] ?? 1_000_000)
const seconds = Number(process.argv[3] ?? 30)
const workers = Number(process.argv[4] ?? 4)
const CLAIM = 8
const NEWS_SHARE = 0.1
const PACE = { connectionsMax: 2, spacingMs: 1, connectionMsMax: 60_000 }

const times = new Map<string, number[]>()

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  try {
    return await work()
  } finally {
    const list = times.get(name) ?? []
    list.push(performance.now() - startedAt)
    times.set(name, list)
  }
}

await using server = await startPostgres('fsync = on\nfull_page_writes = on\nshared_buffers = 512MB\nmax_wal_size = 4GB')
const address = await server.createDatabase({ name: 'courant' })
const first = await openPostgres(address)
await migrate(first, readMigrations(), 0)
const now = Date.now()
// Due one after another over the last hour, on a fifth as many hosts.
await server.sql(
  `insert into feed (id, source_id, owner, configured_url, url, active, next_poll_at, lease_until, failures_in_row, failure_weight, etag)
   select 'feed-' || n, 'source-' || n, 'source-' || n, u, u, 1, ${now - 3_600_000} + n * 3600000::bigint / ${feeds}, 0, 0, 0, '"v' || n || '"'
   from (select n, 'https://host' || n % ${Math.ceil(feeds / 5)} || '.example/feeds/' || n || '/rss.xml' as u from generate_series(1, ${feeds}) n) s`,
  'courant'
)
await server.sql('vacuum analyze feed', 'courant')

const stores = await Promise.all(Array.from({ length: workers }, async () => createStore(await openPostgres(address))))
const syncs = async (): Promise<number> => Number((await first.rows('select wal_sync from pg_stat_wal'))[0]!.wal_sync)
const syncsBefore = await syncs()
const before = { own: cpuMsOf(process.pid) - cpuMsOf(server.pid()), server: cpuMsOf(server.pid()) }
const endAt = performance.now() + seconds * 1_000
let polls = 0
let news = 0
await Promise.all(stores.map((store, index) => work(store, `worker-${index}`)))
const after = { own: cpuMsOf(process.pid) - cpuMsOf(server.pid()), server: cpuMsOf(server.pid()) }

process.stdout.write(
  `${feeds} feeds, ${workers} workers, ${seconds} s: ${(polls / seconds).toFixed(0)} polls/s, ${(news / seconds).toFixed(0)} of them with news\n`
)
process.stdout.write(
  `CPU a poll: ${((after.server - before.server) / polls).toFixed(2)} ms in the database, ${((after.own - before.own) / polls).toFixed(2)} ms in the workers' drivers\n`
)
await sleep(2_000) // counters of others arrive late
process.stdout.write(`writes to the disk that are waited for: ${(((await syncs()) - syncsBefore) / polls).toFixed(2)} a poll\n`)
for (const [name, list] of times) {
  list.sort((one, other) => one - other)
  const at = (share: number): string => list[Math.floor(share * (list.length - 1))]!.toFixed(1)
  process.stdout.write(`${name.padEnd(12)} ${String(list.length).padStart(7)} times, median ${at(0.5)} ms, 99 % within ${at(0.99)} ms\n`)
}
const [gap] = await first.rows('select count(*) as entries, coalesce(max(seq), 0) as newest from journal')
const [doubled] = await first.rows('select count(*) as n from (select feed_id from poll group by feed_id having count(*) > 1) s')
process.stdout.write(
  `journal: ${String(gap!.entries)} entries, numbered to ${String(gap!.newest)}; feeds polled twice: ${String(doubled!.n)}\n`
)
const [size] = await first.rows(`select pg_total_relation_size('feed') as feed, pg_total_relation_size('poll') as poll from feed limit 1`)
process.stdout.write(
  `bytes on the disk: ${(Number(size!.feed) / feeds).toFixed(0)} a feed, ${(Number(size!.poll) / polls).toFixed(0)} a poll that is kept\n`
)
await Promise.all([first.close(), ...stores.map((store) => store.close())])

async function work(store: Store, name: string): Promise<void> {
  let dueSince = 0
  for (let claim = 0; performance.now() < endAt; claim++) {
    const claimed = await timed('claim', () => store.claimDueFeeds(CLAIM, `${name}:${claim}`, Date.now(), 180_000, dueSince))
    dueSince = Math.min(...claimed.map(({ nextPollAt }) => nextPollAt))
    await Promise.all(claimed.map((feed) => poll(store, feed)))
  }
}

async function poll(store: Store, feed: ClaimedFeed): Promise<void> {
  const host = new URL(feed.url).host
  const holder = `${feed.leaseToken}:${feed.id}`
  const turn = await timed('host', () => store.enterHost(host, holder, PACE, Date.now()))
  if (turn.kind === 'entered') await store.leaveHost(host, holder)
  const bringsNews = Math.random() < NEWS_SHARE
  const write = () => store.applyUpdate(updateOf(feed, bringsNews))
  if (bringsNews)
    await timed('turn', () =>
      store.inTurn(async () => {
        await store.knownEntries(feed.id, [`id:${feed.id}`])
        await store.articlesWithEntries([`article-${feed.id}`])
        await timed('within turn', write)
      })
    )
  else await timed('write', write)
  polls++
  if (bringsNews) news++
}

function updateOf(feed: ClaimedFeed, bringsNews: boolean) {
  const at = Date.now()
  const blank = anUpdate(feed)
  const change = { ...blank.change, etag: feed.etag, lastPolledAt: at, nextPollAt: at + 3_600_000 }
  const record = { ...blank.poll, polledAt: at, outcome: bringsNews ? ('updated' as const) : ('unchanged' as const) }
  if (!bringsNews) return { ...blank, change, poll: record }
  const articleId = `article-${feed.id}`
  const entry = anEntry({
    id: `entry-${feed.id}`,
    feedId: feed.id,
    articleId,
    sourceId: feed.sourceId,
    contentHtml: '<p>The council met.</p>'.repeat(80),
    firstSeenAt: at,
    lastSeenAt: at
  })
  return {
    ...blank,
    change,
    poll: record,
    entries: [entry],
    keys: [{ key: `id:${feed.id}`, entryId: entry.id }],
    articles: [anArticle({ id: articleId, leadEntryId: entry.id, sortAt: at })],
    published: [{ topicId: 'topic', articleId, sortAt: at, addedAt: at, pinned: false }],
    journal: [{ topicId: 'topic', kind: 'added' as const, articleId, at }]
  }
}
