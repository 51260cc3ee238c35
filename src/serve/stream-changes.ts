import type { FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { changeRecords } from './api-records.ts'
import type { Change } from './api-schemas.ts'
import { HttpError } from './http-error.ts'
import { requireReached, requireTopic } from './journal-cursor.ts'
import { bounds, readInput } from './read-query.ts'
import { present, type Serving } from './serving.ts'

const PAGE = 200
const STREAMS_MAX = 100
const LOOK_MS = 1_000
/** Below the connection's own limit, so that a quiet stream is not taken for a dead one. */
const HEARTBEAT_MS = 15_000
/** A stream ends by itself; its reader comes back with the number of the last event. */
const STREAM_MS_MAX = 3_600_000

const query = z.object({ after: bounds.seq.default(0), topic: bounds.id.optional() })
const linesQuery = query.extend({ limit: bounds.count.optional() })
const headers = z.object({ 'last-event-id': bounds.seq.optional() })

/** The journal as a stream: lines up to now, or events as they happen. Readers set the pace; a slow one only slows itself. */
export function createChangeStreams(serving: Serving) {
  const ending = new AbortController()
  let open = 0

  return {
    /** Everything after a number up to now, or so many, one JSON document a line. */
    async sendLines(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const { after, topic, limit } = readInput(linesQuery, request.query)
      await check(after, topic)
      return reply
        .header('cache-control', 'no-store')
        .type('application/x-ndjson')
        .send(opened(lines(after, topic, limit ?? Infinity)))
    },

    /** Server-sent events: everything after a number, then what happens. `Last-Event-ID` goes before `after`. */
    async sendEvents(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const { after: asked, topic } = readInput(query, request.query)
      const { 'last-event-id': last } = readInput(headers, { 'last-event-id': request.headers['last-event-id'] || undefined })
      const after = last ?? asked
      await check(after, topic)
      return reply
        .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
        .type('text/event-stream')
        .send(opened(events(after, topic)))
    },

    /** Ends every stream, so that the server can close. */
    end: () => ending.abort()
  }

  function opened(chunks: AsyncGenerator<string>): Readable {
    if (open >= STREAMS_MAX) throw new HttpError(503, 'Too many streams are open; try again later.', { 'retry-after': '60' })
    open++
    const stream = Readable.from(chunks, { objectMode: false, highWaterMark: 65_536 })
    stream.once('close', () => open--)
    return stream
  }

  async function check(after: number, topic: string | undefined): Promise<void> {
    requireTopic(present(serving), topic)
    await requireReached(serving.store, after)
  }

  async function* lines(after: number, topic: string | undefined, limit: number): AsyncGenerator<string> {
    const head = await serving.store.journalHead()
    for (let seq = after, left = limit; left > 0;) {
      const changes = (await page(seq, topic)).filter((change) => change.seq <= head).slice(0, left)
      if (changes.length > 0) yield changes.map((change) => `${JSON.stringify(change)}\n`).join('')
      if (changes.length < PAGE) return
      seq = changes.at(-1)!.seq
      left -= changes.length
    }
  }

  async function* events(after: number, topic: string | undefined): AsyncGenerator<string> {
    const startedAt = performance.now()
    let saidAt = startedAt
    yield 'retry: 5000\n\n'
    for (let seq = after; !ending.signal.aborted && performance.now() - startedAt < STREAM_MS_MAX;) {
      const changes = await page(seq, topic)
      if (changes.length > 0) {
        yield changes.map((change) => `id: ${change.seq}\nevent: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`).join('')
        seq = changes.at(-1)!.seq
        saidAt = performance.now()
        if (changes.length === PAGE) continue
      } else if (performance.now() - saidAt > HEARTBEAT_MS) {
        yield ': still here\n\n'
        saidAt = performance.now()
      }
      await sleep(LOOK_MS, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }

  async function page(after: number, topic: string | undefined): Promise<readonly Change[]> {
    return changeRecords(serving.store, await serving.store.journalAfter(after, PAGE, topic), present(serving))
  }
}
