import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openPostgres } from '../../src/store/postgres.ts'
import { aConfigDir, sourceLine } from '../support/config-dir.ts'
import { cpuMsOf } from '../support/cpu-time.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { startDaemon } from '../support/process.ts'

/*
 * The same generated feeds polled cold by one worker and by two, each time on a fresh PostgreSQL database with commits on the disk. Prints
 * feeds a second and where the CPU time goes. Usage: node tests/bench/workers.ts [feeds] [bytes] [workers…]
 */

const feeds = Number(process.argv[2] ?? 300)
const bytes = Number(process.argv[3] ?? 80_000)
const counts = process.argv.length > 4 ? process.argv.slice(4).map(Number) : [1, 2]

const publisher = spawn(process.execPath, [join(import.meta.dirname, 'feed-server.ts'), String(feeds), String(bytes)], { stdio: ['pipe', 'pipe', 'inherit'] })
const [chunk] = (await once(publisher.stdout!, 'data')) as [Buffer]
const port = Number(chunk.toString().trim())
await using server = await startPostgres('fsync = on\nfull_page_writes = on\nshared_buffers = 256MB')
try {
  const rates: number[] = []
  for (const workers of counts) rates.push(await measure(workers))
  rates.slice(1).forEach((rate, index) => process.stdout.write(`${counts[index + 1]} workers: ${(rate / rates[0]!).toFixed(2)} x the feeds/s of ${counts[0]}\n`))
} finally {
  await end(publisher)
}

/** @returns feeds a second */
async function measure(workers: number): Promise<number> {
  const address = await server.createDatabase()
  using config = aConfigDir(
    `polling: { host_spacing: 0s, per_host: 8, concurrency: 8 }\nlimits: { new_items_per_source_per_day: 100000 }\nlog: { level: error }\n` +
      `fetch: { allow: ["127.0.0.1:${port}"] }`,
    Array.from({ length: feeds }, (_, feed) => sourceLine(`s${feed}`, `http://127.0.0.1:${port}/feed/${feed}`)).join('\n'),
    address
  )
  const running = await Promise.all(Array.from({ length: workers }, () => startDaemon(config.dir, { only: 'poll' })))
  const database = await openPostgres(address)
  const open = async (): Promise<number> => Number((await database.rows('select count(*) as n from feed where last_polled_at is null'))[0]!.n)
  const pids = running.map((daemon) => daemon.process.pid!)
  const cpu = () => ({ workers: cpuMsOf(...pids), server: cpuMsOf(server.pid()), publisher: cpuMsOf(publisher.pid!) })
  const before = { at: performance.now(), open: await open(), cpu: cpu() }
  await database.rows('update feed set next_poll_at = 1 where last_polled_at is null and lease_token is null') // first polls are spread
  while ((await open()) > 0) await sleep(50)
  const polled = before.open
  const passed = performance.now() - before.at
  const after = cpu()
  const each = (part: keyof typeof after): string => ((after[part] - before.cpu[part]) / polled).toFixed(1)
  process.stdout.write(
    `${workers} worker${workers === 1 ? '' : 's'}: ${((polled * 1_000) / passed).toFixed(1)} feeds/s; CPU ms a feed: ` +
      `${each('workers')} workers, ${each('server')} database, ${each('publisher')} publisher\n`
  )
  await database.close()
  await Promise.all(running.map((daemon) => daemon.stop()))
  return (polled * 1_000) / passed
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end()
  await once(child, 'exit')
}
