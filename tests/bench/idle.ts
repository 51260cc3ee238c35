import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startNginx } from './nginx-server.ts'

/*
 * What the daemon costs while nothing happens: feeds that were polled once and never change, on their adaptive schedule, served by nginx
 * (Debian) on loopback, with the shipped topics. Prints CPU as a share of one core and memory. Usage: node tests/bench/idle.ts [feeds] [seconds]
 */

const feeds = Number(process.argv[2] ?? 10_000)
const seconds = Number(process.argv[3] ?? 120)
const MAIN = join(import.meta.dirname, '../../src/main.ts')
const TICKS_PER_SECOND = 100

const dir = mkdtempSync(join(tmpdir(), 'courant-idle-'))
try {
  await using nginx = await startNginx(feeds)
  const config = join(dir, 'config')
  mkdirSync(join(config, 'sources'), { recursive: true })
  cpSync(join(import.meta.dirname, '../../config/topics'), join(config, 'topics'), { recursive: true })
  writeFileSync(
    join(config, 'courant.yaml'),
    `server: { port: 0 }\nstore: ${join(dir, 'courant.db')}\npolling: { concurrency: 8, per_host: 8, host_spacing: 0s }\n`
      + `fetch: { allow: ["127.0.0.1:${nginx.port}"] }\nlog: { level: error }\n`
  )
  const sources = Array.from(
    { length: feeds },
    (_, feed) => `  - { id: s${feed}, name: Source ${feed}, feeds: [{ id: f${feed}, url: "${nginx.urlOf(feed)}" }] }`
  )
  for (let part = 0; part * 1_000 < feeds; part++) {
    writeFileSync(join(config, 'sources', `${part}.yaml`), `sources:\n${sources.slice(part * 1_000, (part + 1) * 1_000).join('\n')}\n`)
  }
  const first = spawn(process.execPath, ['--max-semi-space-size=8', MAIN, 'poll', '--json', '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit']
  })
  const [code] = (await once(first, 'exit')) as [number]
  if (code !== 0) throw new Error(`the first poll ended with ${code}`)

  const daemon = spawn(process.execPath, ['--max-semi-space-size=8', MAIN, 'run', '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit']
  })
  await sleep(20_000)
  const before = costOf(daemon.pid!)
  await sleep(seconds * 1_000)
  const after = costOf(daemon.pid!)
  daemon.kill('SIGTERM')
  await once(daemon, 'exit')
  const share = (after.ticks - before.ticks) / TICKS_PER_SECOND / seconds
  process.stdout.write(`${feeds} idle feeds over ${seconds} s: ${(share * 100).toFixed(1)} % of one core, ${after.mb.toFixed(0)} MB\n`)
} finally {
  rmSync(dir, { recursive: true, force: true })
}

/** User and system time, and resident memory, of a process as Linux tells them. */
function costOf(pid: number): { readonly ticks: number; readonly mb: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { ticks: Number(fields[11]) + Number(fields[12]), mb: Number(resident) / 1_024 }
}
