import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * Polls the same generated feeds with Courant, newsboat, sfeed_update and python3-feedparser (all of Debian), each as its own process with
 * its start-up, first cold, then unchanged. Prints feeds a second, CPU per feed and peak memory, and the ratios to newsboat.
 * Usage: npm run bench -- [feeds] [bytes]
 */

const feeds = Number(process.argv[2] ?? 300)
const bytes = Number(process.argv[3] ?? 80_000)

interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMb: number
}

const dir = mkdtempSync(join(tmpdir(), 'courant-bench-'))
const server = spawn(process.execPath, [join(import.meta.dirname, 'feed-server.ts'), String(feeds), String(bytes)], {
  stdio: ['pipe', 'pipe', 'inherit']
})
try {
  const [chunk] = (await once(server.stdout!, 'data')) as [Buffer]
  const port = Number(chunk.toString().trim())
  // As on any day but the first: what Node.js compiled is kept between starts.
  await measure(prepareCourant(port, 'warm-up', 1))
  const programs: Readonly<Record<string, readonly string[]>> = {
    courant: prepareCourant(port, 'courant', feeds),
    newsboat: prepareNewsboat(port),
    sfeed_update: prepareSfeed(port),
    feedparser: prepareFeedparser(port)
  }
  const rows: Record<string, Cost> = {}
  for (const state of ['cold', 'unchanged']) {
    for (const [name, command] of Object.entries(programs)) rows[`${name}, ${state}`] = await measure(command)
  }
  print(rows)
} finally {
  await stop(server)
  rmSync(dir, { recursive: true, force: true })
}

function prepareCourant(port: number, name: string, count: number): readonly string[] {
  const config = join(dir, name)
  mkdirSync(join(config, 'sources'), { recursive: true })
  mkdirSync(join(config, 'topics'))
  const topics = join(import.meta.dirname, '../../config/topics/ai-native-industry.yaml')
  writeFileSync(join(config, 'topics', 'ai-native-industry.yaml'), readFileSync(topics))
  writeFileSync(
    join(config, 'courant.yaml'),
    `store: ${join(dir, `${name}.db`)}\npolling: { min_interval: 1s, concurrency: 8, per_host: 8, host_spacing: 0s }\n`
      + `fetch: { allow: ["127.0.0.1:${port}"] }\nlog: { level: error }\n`
  )
  const sources = Array.from(
    { length: count },
    (_, index) => `  - { id: s${index}, name: Source ${index}, feeds: [{ id: f${index}, url: "http://127.0.0.1:${port}/feed/${index}" }] }`
  )
  writeFileSync(join(config, 'sources', 'all.yaml'), `sources:\n${sources.join('\n')}\n`)
  return [process.execPath, '--max-semi-space-size=8', join(import.meta.dirname, '../../src/main.ts'), 'poll', '--config', config]
}

function prepareNewsboat(port: number): readonly string[] {
  const urls = join(dir, 'urls')
  writeFileSync(urls, Array.from({ length: feeds }, (_, index) => `http://127.0.0.1:${port}/feed/${index}\n`).join(''))
  writeFileSync(join(dir, 'newsboat-config'), 'reload-threads 8\ncleanup-on-quit no\n')
  return ['newsboat', '-q', '-u', urls, '-c', join(dir, 'newsboat.db'), '-C', join(dir, 'newsboat-config'), '-x', 'reload']
}

/** Shell, curl and a C parser for each feed: no database, nothing but a merge of text files. It asks without conditions. */
function prepareSfeed(port: number): readonly string[] {
  const rc = join(dir, 'sfeedrc')
  const list = Array.from({ length: feeds }, (_, index) => `  feed f${index} http://127.0.0.1:${port}/feed/${index}\n`).join('')
  writeFileSync(rc, `sfeedpath="${join(dir, 'sfeed')}"\nmaxjobs=8\nfeeds() {\n${list}}\n`)
  return ['sfeed_update', rc]
}

/** Parses and sanitizes, in eight threads, and keeps the validators; nothing is stored but those. */
function prepareFeedparser(port: number): readonly string[] {
  const script = join(dir, 'poll-by-feedparser.py')
  writeFileSync(
    script,
    `
import json, os, sys
from concurrent.futures import ThreadPoolExecutor
import feedparser
path = ${JSON.stringify(join(dir, 'etags.json'))}
etags = json.load(open(path)) if os.path.exists(path) else {}
def poll(url):
    parsed = feedparser.parse(url, etag=etags.get(url))
    assert parsed.status in (200, 304), parsed.get('bozo_exception')
    if parsed.status == 200: etags[url] = parsed.get('etag')
with ThreadPoolExecutor(8) as pool:
    list(pool.map(poll, ['http://127.0.0.1:${port}/feed/%d' % index for index in range(${feeds})]))
json.dump(etags, open(path, 'w'))
`
  )
  return ['/usr/bin/python3', script]
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
      `${name.padEnd(22)} ${(feeds / seconds).toFixed(1).padStart(8)} feeds/s ${((cpuSeconds * 1_000) / feeds).toFixed(1).padStart(8)} CPU ms/feed `
        + `${peakMb.toFixed(0).padStart(6)} MB\n`
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
