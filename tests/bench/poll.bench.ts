import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * Polls the same generated feeds with Courant and with newsboat, each as its own process with its start-up, first cold,
 * then unchanged. Prints feeds a second, CPU per feed and peak memory, and the ratios. Usage: npm run bench -- [feeds] [bytes]
 */

const feeds = Number(process.argv[2] ?? 300)
const bytes = Number(process.argv[3] ?? 80_000)

interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMb: number
}

const dir = mkdtempSync(join(tmpdir(), 'courant-bench-'))
const server = spawn(process.execPath, [join(import.meta.dirname, 'feed-server.ts'), String(feeds), String(bytes)], { stdio: ['pipe', 'pipe', 'inherit'] })
try {
  const [chunk] = (await once(server.stdout!, 'data')) as [Buffer]
  const port = Number(chunk.toString().trim())
  const courant = prepareCourant(port)
  const newsboat = prepareNewsboat(port)
  const rows = {
    'courant, cold': await measure(courant),
    'newsboat, cold': await measure(newsboat),
    'courant, unchanged': await measure(courant),
    'newsboat, unchanged': await measure(newsboat)
  }
  print(rows)
} finally {
  await stop(server)
  rmSync(dir, { recursive: true, force: true })
}

function prepareCourant(port: number): readonly string[] {
  const config = join(dir, 'config')
  mkdirSync(join(config, 'sources'), { recursive: true })
  mkdirSync(join(config, 'topics'))
  const topics = join(import.meta.dirname, '../../config/topics/ai-native-industry.yaml')
  writeFileSync(join(config, 'topics', 'ai-native-industry.yaml'), readFileSync(topics))
  writeFileSync(
    join(config, 'courant.yaml'),
    `store: ${join(dir, 'courant.db')}\npolling: { min_interval: 1s, concurrency: 8, per_host: 8, host_spacing: 0s }\n` +
      `fetch: { allow: ["127.0.0.1:${port}"] }\nlog: { level: error }\n`
  )
  const sources = Array.from(
    { length: feeds },
    (_, index) => `  - { id: s${index}, name: Source ${index}, feeds: [{ id: f${index}, url: "http://127.0.0.1:${port}/feed/${index}" }] }`
  )
  writeFileSync(join(config, 'sources', 'all.yaml'), `sources:\n${sources.join('\n')}\n`)
  return [process.execPath, join(import.meta.dirname, '../../src/main.ts'), 'poll', '--config', config]
}

function prepareNewsboat(port: number): readonly string[] {
  const urls = join(dir, 'urls')
  writeFileSync(urls, Array.from({ length: feeds }, (_, index) => `http://127.0.0.1:${port}/feed/${index}\n`).join(''))
  writeFileSync(join(dir, 'newsboat-config'), 'reload-threads 8\ncleanup-on-quit no\n')
  return ['newsboat', '-q', '-u', urls, '-c', join(dir, 'newsboat.db'), '-C', join(dir, 'newsboat-config'), '-x', 'reload']
}

/** Runs a command under GNU time, which tells the CPU time and peak memory of the whole process tree. */
async function measure(command: readonly string[]): Promise<Cost> {
  const report = join(dir, 'time')
  const child = spawn('/usr/bin/time', ['-o', report, '-f', '%e %U %S %M', ...command], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, HOME: dir, LC_ALL: 'C.UTF-8' }
  })
  const [code] = (await once(child, 'exit')) as [number]
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}`)
  const [seconds, user, system, kilobytes] = readFileSync(report, 'utf8').trim().split(' ').map(Number)
  return { seconds: seconds!, cpuSeconds: user! + system!, peakMb: kilobytes! / 1_024 }
}

function print(rows: Readonly<Record<string, Cost>>): void {
  process.stdout.write(`${feeds} feeds of ${bytes} bytes\n`)
  for (const [name, { seconds, cpuSeconds, peakMb }] of Object.entries(rows)) {
    process.stdout.write(
      `${name.padEnd(22)} ${(feeds / seconds).toFixed(1).padStart(8)} feeds/s ${((cpuSeconds * 1_000) / feeds).toFixed(1).padStart(8)} CPU ms/feed ` +
        `${peakMb.toFixed(0).padStart(6)} MB\n`
    )
  }
  for (const state of ['cold', 'unchanged']) {
    const ours = rows[`courant, ${state}`]!
    const theirs = rows[`newsboat, ${state}`]!
    process.stdout.write(
      `${state}: ${(theirs.seconds / ours.seconds).toFixed(2)} x newsboat's feeds/s, ${(ours.cpuSeconds / theirs.cpuSeconds).toFixed(2)} x its CPU\n`
    )
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.stdin?.end()
  await once(child, 'exit')
}
