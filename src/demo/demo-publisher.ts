import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashText } from '../text/hash.ts'
import type { DemoSource, DemoText } from './demo-source.ts'
import { demoSources } from './demo-sources.ts'
import { dayOf, renderArticle, renderFeed } from './render-feed.ts'
import type { DemoItem } from './render-feed.ts'

const SHOWN_AT_START = 3
const SLOW_MS = 2_500
const RETRY_AFTER_S = 15
const MINUTE_MS = 60_000
const RELAUNCHED = '<!doctype html>\n<title>Welcome</title>\n<p>Our portal is new. Feeds are found in the menu.\n'

export interface DemoFeed {
  readonly source: DemoSource
  readonly url: string
}

export interface DemoPublisher {
  /** Such as `http://127.0.0.1:41234`. */
  readonly origin: string
  /** Address and port, as `fetch.allow` wants them. */
  readonly address: string
  readonly feeds: readonly DemoFeed[]
  /** Lets the next text appear at once. Returns what appeared, or null when every text has. */
  publishNext(): { readonly source: DemoSource; readonly text: DemoText } | null
  /** Stops the server. Safe to call twice; the signal does the same. */
  close(): Promise<void>
}

export interface DemoPublisherOptions {
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number
  /** 0 up to 1: which source speaks next, and when. */
  readonly random: () => number
  readonly signal: AbortSignal
  /** 0, the default, lets the system choose. */
  readonly port?: number
  /** Mean time between two texts that appear by themselves; 0 for none. */
  readonly everyMs?: number
}

/**
 * Starts a server on loopback that plays all demo sources. Each shows a few texts from the last hours at once; then
 * one text of one source appears every few seconds, until all have.
 * @throws what `listen` throws, when the port is taken
 */
export async function startDemoPublisher({ now, random, signal, port = 0, everyMs = 4_000 }: DemoPublisherOptions): Promise<DemoPublisher> {
  const shown = new Map<DemoSource, DemoItem[]>()
  const requests = new Map<DemoSource, number>()
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening', { signal })
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const origin = `http://${address}`
  for (const source of demoSources) {
    for (let left = SHOWN_AT_START; left > 0; left--) show(source, now() - Math.round((left - random() / 2) * 40 * MINUTE_MS))
  }

  const stop = new AbortController()
  const stopped = AbortSignal.any([signal, stop.signal])
  stopped.addEventListener(
    'abort',
    () => {
      server.close()
      server.closeAllConnections()
    },
    { once: true }
  )
  if (everyMs > 0) void publishByItself()

  return {
    origin,
    address,
    feeds: demoSources.map((source) => ({ source, url: origin + addressOf(source) })),
    publishNext,
    async close() {
      const closed = server.listening ? once(server, 'close') : null
      stop.abort()
      await closed
    }
  }

  async function publishByItself(): Promise<void> {
    while (!stopped.aborted) {
      await sleep(everyMs * (0.5 + random()), undefined, { signal: stopped, ref: false }).catch(() => undefined)
      if (stopped.aborted || publishNext() === null) return
    }
  }

  function publishNext() {
    const waiting = demoSources.filter((source) => (shown.get(source)?.length ?? 0) < source.texts.length)
    const source = waiting[Math.floor(random() * waiting.length)]
    return source ? { source, text: show(source, now())! } : null
  }

  function show(source: DemoSource, at: number): DemoText | null {
    const items = shown.get(source) ?? []
    const text = source.texts[items.length]
    if (!text) return null
    const number = items.length + 1
    const path =
      source.format === 'page'
        ? `${folderOf(source)}${dayOf(source, { text, at }).replace(/-(\d\d)$/, '/$1')}/c_${9_780 + number}.htm`
        : `${folderOf(source)}${number}.html`
    shown.set(source, [{ text, number, at, url: origin + path }, ...items])
    return text
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = URL.parse(request.url ?? '/', origin)?.pathname ?? '/'
    if (path === '/') return send(response, 200, { 'content-type': 'text/html; charset=utf-8' }, indexPage())
    for (const source of demoSources) {
      if (path === addressOf(source)) return answerFeed(source, request, response)
      if (path === source.path) return answerDocument(source, request, response)
      const item = path.startsWith(folderOf(source)) && shown.get(source)?.find(({ url }) => url === origin + path)
      if (item) return send(response, 200, { 'content-type': 'text/html; charset=utf-8' }, renderArticle(source, item))
    }
    send(response, 404, { 'content-type': 'text/plain' }, 'not found\n')
  }

  async function answerFeed(source: DemoSource, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const count = (requests.get(source) ?? 0) + 1
    requests.set(source, count)
    const has = (fault: DemoSource['faults'][number]) => source.faults.includes(fault)
    if (has('busy') && count % 2 === 1) {
      return send(response, 503, { 'retry-after': String(RETRY_AFTER_S), 'content-type': 'text/plain' }, 'busy, come back later\n')
    }
    if (has('moved')) return send(response, 301, { location: source.path }, '')
    if (has('html-instead')) return send(response, 200, { 'content-type': 'application/rss+xml' }, RELAUNCHED)
    if (has('slow')) await sleep(SLOW_MS, undefined, { signal: stopped })
    answerDocument(source, request, response, has('truncated') && count % 2 === 1)
  }

  function answerDocument(source: DemoSource, request: IncomingMessage, response: ServerResponse, isCut = false): void {
    const { contentType, body } = renderFeed(source, origin + addressOf(source), shown.get(source) ?? [])
    if (isCut) return send(response, 200, { 'content-type': contentType }, body.subarray(0, Math.floor(body.length * 0.8)))
    const etag = `"${hashText(Buffer.from(body).toString('latin1'))}"`
    if (request.headers['if-none-match'] === etag) return send(response, 304, { etag }, '')
    send(response, 200, { 'content-type': contentType, etag }, body)
  }

  function indexPage(): string {
    const rows = demoSources.map(
      (source) => `<li lang="${source.language}" dir="auto"><a href="${addressOf(source)}">${source.name}</a></li>`
    )
    return `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Demo publishers</title>\n<ul>\n${rows.join('\n')}\n</ul>\n`
  }
}

/** Where a source is asked: for one that moved, where it was before. */
function addressOf(source: DemoSource): string {
  return source.faults.includes('moved') ? `/old${source.path}` : source.path
}

function folderOf(source: DemoSource): string {
  return source.path.slice(0, source.path.lastIndexOf('/') + 1)
}

function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array): void {
  response.writeHead(status, headers).end(body)
}
