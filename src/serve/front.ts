import { mkdtemp, rm } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { FastifyInstance } from 'fastify'
import type { StoredAnswers } from './answer-stored.ts'
import type { Representation } from './conditional-response.ts'
import type { FromFront, FrontThreadData, ToFront } from './front-messages.ts'
import { feedHeaders } from './response-headers.ts'
import type { Serving } from './serving.ts'

export interface Front extends AsyncDisposable {
  /** Where people open it, such as `http://127.0.0.1:8080`. */
  readonly origin: string
}

export interface FrontOptions {
  readonly host: string
  readonly port: number
  /** The answers that the application gives before its routes: their count gets those of the thread. */
  readonly stored: StoredAnswers
}

/** Answers that are still being taken when all else has ended get so long. */
const CLOSING_MS_MAX = 3_000
const AGAIN_MS = 200
/** The thread holds tables of connections and a few maps; the documents themselves are shared memory. */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 }

/**
 * Opens the server: a thread of its own holds the socket and answers what is stored (`front-thread.ts`), so that most answers wait for
 * nothing that this thread does. All else is passed on to the application, by a socket in a folder that is nobody else's. A thread
 * that ends by itself is replaced.
 * @param app made with `isBehindFront`; not listening yet
 * @throws what the system says when the port cannot be had, with its `code`
 */
export async function openFront(app: FastifyInstance, serving: Serving, { host, port, stored }: FrontOptions): Promise<Front> {
  const dir = await mkdtemp(join(tmpdir(), 'courant-'))
  const socketPath = join(dir, 'app.sock')
  const connectionsMax = serving.config().service.server.connections_max
  let thread: Worker
  let isClosing = false
  try {
    await app.listen({ path: socketPath })
    const starting = start(port)
    const stopWatching = serving.feeds.watch((route, document) => send(document === null ? { kind: 'drop', route } : kept(route, document)))
    const listening = await starting
    return {
      origin: `http://${isIPv6(listening.address) ? `[${listening.address}]` : listening.address}:${listening.port}`,
      async [Symbol.asyncDispose]() {
        isClosing = true
        stopWatching()
        const closed = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
        send({ kind: 'close' })
        await app.close()
        await Promise.race([closed, sleep(CLOSING_MS_MAX, undefined, { ref: false })])
        await thread.terminate()
        await rm(dir, { recursive: true, force: true })
      }
    }

    async function start(onPort: number): Promise<Extract<FromFront, { kind: 'listening' }>> {
      const file = new URL(`./front-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)
      const workerData: FrontThreadData = { host, port: onPort, connectionsMax, socketPath }
      const opened = Promise.withResolvers<Extract<FromFront, { kind: 'listening' }>>()
      let isOpen = false
      let failure: unknown = null
      thread = new Worker(file, { workerData, name: 'front', resourceLimits: HEAP_LIMITS })
      thread.on('message', (message: FromFront) => {
        switch (message.kind) {
          case 'listening':
            isOpen = true
            return opened.resolve(message)
          case 'refused':
            return opened.reject(Object.assign(new Error(message.message), { code: message.code }))
          case 'answered':
            stored.count(message.counts)
            return serving.feeds.touch(message.routes)
          case 'closed':
            return
          default:
            return message satisfies never
        }
      })
      thread.on('error', (error) => (failure = error))
      thread.once('exit', () => {
        opened.reject(failure ?? new Error('the thread in front ended before it listened'))
        if (isOpen && !isClosing) void again(failure)
      })
      for (const [route, document] of serving.feeds.stored()) send(kept(route, document))
      const listening = await opened.promise
      return listening

      async function again(err: unknown): Promise<void> {
        if (serving.log) serving.log.error({ err }, 'thread in front ended, another one is started')
        await sleep(AGAIN_MS, undefined, { ref: false })
        if (!isClosing) await start(listening.port).catch(again)
      }
    }
  } catch (error) {
    await app.close()
    await rm(dir, { recursive: true, force: true })
    throw error
  }

  function send(message: ToFront): void {
    thread.postMessage(message)
  }

  function kept(route: string, { delta, ...stored }: Representation): ToFront {
    return { kind: 'keep', route, document: { stored, around: feedHeaders(serving.config()), hasDelta: delta !== undefined } }
  }
}
