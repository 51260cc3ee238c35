import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { aConfigDir } from '../support/config-dir.ts'
import { freePort, runProgram, startDaemon, until } from '../support/process.ts'
import { serveFiles } from './nginx-server.ts'

/*
 * How long an answer of a topic feed takes while the daemon polls as much as it can: feeds that bring 30 items each, and then one more at every
 * poll. Asked in turn with nginx (Debian), which gives out the same bytes, on the same machine at the same time.
 * Usage: node tests/bench/serving-while-polling.ts [feeds] [seconds] [main.ts of another version]
 */

const feeds = Number(process.argv[2] ?? 60)
const seconds = Number(process.argv[3] ?? 10)
const main = process.argv[4]
const EVERY_S = 5
const TOPIC =
  'topic: { id: rights, title: { en: Rights } }\nterms: { en: { strong: ["right*", "everyone"] } }\nfeed: { items: 500, max_per_source: 500 }\n'

const publisher = spawn(process.execPath, [join(import.meta.dirname, 'feed-server.ts'), String(feeds), '20000'], {
  stdio: ['pipe', 'pipe', 'inherit']
})
try {
  const [line] = (await once(publisher.stdout, 'data')) as [Buffer]
  const source = Number(line.toString())
  const port = await freePort()
  const list = Array.from(
    { length: feeds },
    (_, index) =>
      `  - { id: s${index}, name: Source ${index}, feeds: [{ id: f${index}, url: "http://127.0.0.1:${source}/grown/${index}", schedule: "every ${EVERY_S}s" }] }`
  )
  using config = aConfigDir(
    `server: { port: ${port} }\npolling: { min_interval: 1s, per_host: 8, host_spacing: 0s }\nfetch: { allow: ["127.0.0.1:${source}"] }`,
    list.join('\n')
  )
  config.write('config/topics/rights.yaml', TOPIC)
  await using daemon = await startDaemon(config.dir, main === undefined ? {} : { main })
  void daemon
  const url = `http://127.0.0.1:${port}/topics/rights.atom`
  const body = await until(async () => {
    const text = await (await fetch(url)).text()
    return text.length > 100_000 && text
  })
  await using nginx = await serveFiles((root) => writeFileSync(join(root, 'feed.xml'), body))
  const theirs = `http://127.0.0.1:${nginx.port}/feed.xml`
  await sleep(2_000)
  for (const [name, header, value] of [
    ['304', 'if-none-match', '*'],
    ['200', 'accept', '*/*']
  ] as const) {
    const before = await polls(port)
    const asked = [url, theirs].flatMap((address) => [address, header, value])
    const [own, other] = (await runProgram(process.execPath, [join(import.meta.dirname, 'ask-steadily.ts'), String(seconds), ...asked]))
      .trim()
      .split('\n')
    const rate = ((await polls(port)) - before) / seconds
    process.stdout.write(
      `${name} beside ${rate.toFixed(1)} new items a second (median, 99th percentile, longest): ${own} ms, nginx ${other} ms\n`
    )
  }
} finally {
  publisher.stdin.end()
}

/** Each poll brings one item. */
async function polls(port: number): Promise<number> {
  return Number(/^courant_entries_added_day (\d+)/m.exec(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text())![1])
}
