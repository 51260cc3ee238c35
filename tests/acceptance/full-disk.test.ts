import { closeSync, copyFileSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { acknowledged, expectWholeStore, startGrowingFeeds } from '../support/growing-feeds.ts'
import { startDaemon, until } from '../support/process.ts'

const FEEDS = 4
const DISK = 'size=24m'

/** Has a program see a small disk of its own at `dir`. */
const withDisk = (dir: string): readonly string[] => [
  'unshare',
  '--mount',
  '--map-root-user',
  'sh',
  '-c',
  `mount -t tmpfs -o ${DISK} tmpfs "$0" && exec "$@"`,
  dir
]

/** The store as it is now, read in a copy: SQLite itself would follow the names of another process's disk to our own. */
async function storedIn(folder: string, copies: string): Promise<ReadonlySet<string>> {
  rmSync(copies, { recursive: true, force: true })
  mkdirSync(copies)
  for (const file of readdirSync(folder).filter((name) => /\.db(-wal)?$/.test(name))) copyFileSync(join(folder, file), join(copies, file))
  return expectWholeStore(join(copies, 'courant.db'))
}

/** Takes all the room there is. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (const bytes of [65_536, 512]) {
      const block = Buffer.alloc(bytes, 1)
      for (;;) if (writeSync(file, block) < bytes) break
    }
  } catch (error) {
    expect((error as { code?: string }).code).toBe('ENOSPC')
  } finally {
    closeSync(file)
  }
}

test('a full disk stops what is written and nothing else, and the daemon goes on by itself once there is room', async () => {
  await using feeds = await startGrowingFeeds(FEEDS)
  const { config, origin, publisher, service } = feeds
  const disk = join(config.root, 'disk')
  mkdirSync(disk)
  const store = join(disk, 'courant.db')
  config.write('config/courant.yaml', `${service}\nstore: ${store}\n`)

  await using daemon = await startDaemon(config.dir, { through: withDisk(disk) })
  // Held open, the disk outlives its daemon.
  const handle = openSync(join(`/proc/${daemon.process.pid}/root`, disk), 'r')
  const inside = `/proc/self/fd/${handle}`
  const ballast = join(inside, 'ballast')
  const copies = join(config.root, 'copies')
  await until(async () => acknowledged(daemon.stderr()) > 0)
  fill(ballast)
  await until(async () => daemon.stderr().includes('STORE_FULL'))

  const told = acknowledged(daemon.stderr())
  // What meets the full disk first may be the index of texts, which the page does not speak of.
  await until(async () => (await (await fetch(`${origin}/status`)).text()).includes('the disk is full'))
  for (const path of ['/healthz', '/status', '/topics/bridges.atom', '/topics/bridges'])
    expect((await fetch(origin + path)).status, path).toBe(200)
  await until(async () => daemon.stderr().split('STORE_FULL').length > 3)
  const stored = await storedIn(inside, copies)
  expect(stored.size).toBeGreaterThanOrEqual(told)
  expect(daemon.process.exitCode).toBe(null)

  rmSync(ballast)
  feeds.settle()
  const polls = publisher.seen.length
  await until(async () => publisher.seen.length >= polls + 3 * FEEDS)
  await until(async () => !(await (await fetch(`${origin}/readyz`)).text()).includes('trouble'))
  expect(await daemon.stop()).toBe(0)
  expect((await storedIn(inside, copies)).size).toBe(feeds.size())
  closeSync(handle)
}, 240_000)
