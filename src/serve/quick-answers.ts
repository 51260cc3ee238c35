import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { StoredAnswers } from './answer-stored.ts'
import type { ConnectionLimits } from './http-server.ts'
import { encodeTarget, readSimpleRequest } from './simple-request.ts'

export interface QuickOptions {
  readonly onAnswer: (status: number) => void
  readonly limits: ConnectionLimits
  /** For the Date header. */
  readonly now: () => number
}

/**
 * Has simple requests of stored documents answered on the connection itself, before Node's HTTP makes objects of them, which costs several
 * times what the answer does. At the first request that is anything else the connection is Node's, with what arrived on it, and stays so.
 * @returns closes the connections that wait for a request
 */
export function answerQuickly(server: Server, stored: Pick<StoredAnswers, 'decide'>, { onAnswer, limits, now }: QuickOptions): () => void {
  const listeners = server.listeners('connection') as ((this: Server, socket: Socket) => void)[]
  const waiting = new Set<Socket>()
  const keepAlive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(limits.keepAliveMs / 1_000)}\r\n\r\n`
  const date = createDateLine(now)
  let isClosing = false
  server.removeAllListeners('connection')
  server.on('connection', take)

  return () => {
    isClosing = true
    for (const socket of waiting) {
      if (socket.writableLength === 0) socket.destroy()
      else socket.end()
    }
  }

  function take(socket: Socket): void {
    let late: NodeJS.Timeout | undefined
    waiting.add(socket)
    socket.setTimeout(Math.min(limits.requestMsMax, limits.idleMsMax))
    socket.on('data', read).on('drain', drained).on('end', end).on('timeout', destroy).on('error', destroy).on('close', forget)

    function read(bytes: Buffer): void {
      const request = isClosing ? null : readSimpleRequest(bytes)
      const answer = request && stored.decide(request.method, request.route, request.headers)
      if (!answer) return handOver(bytes)
      onAnswer(answer.status)
      const head = `${answer.head}${date()}${keepAlive}`
      if (answer.body === null) socket.write(head, 'latin1')
      else {
        socket.cork()
        socket.write(head, 'latin1')
        socket.write(answer.body)
        socket.uncork()
      }
      if (socket.writableLength === 0 || !socket.writableNeedDrain) return
      // Who does not take an answer is not asked for more, and has so long for it and no longer.
      socket.pause()
      socket.setTimeout(limits.idleMsMax)
      late ??= setTimeout(destroy, limits.answerMsMax).unref()
    }

    function drained(): void {
      clearTimeout(late)
      late = undefined
      if (isClosing) return destroy()
      socket.setTimeout(limits.keepAliveMs)
      socket.resume()
    }

    function handOver(bytes: Buffer): void {
      forget()
      socket.off('data', read).off('drain', drained).off('end', end).off('timeout', destroy).off('error', destroy).off('close', forget)
      socket.setTimeout(0)
      socket.pause()
      for (const listener of listeners) listener.call(server, socket)
      socket.unshift(encodeTarget(bytes))
      socket.resume()
    }

    function end(): void {
      socket.end()
    }

    function destroy(): void {
      socket.destroy()
    }

    function forget(): void {
      clearTimeout(late)
      waiting.delete(socket)
    }
  }
}

/** The Date header, made once a second. */
function createDateLine(now: () => number): () => string {
  let second = 0
  let line = ''
  return () => {
    const present = Math.floor(now() / 1_000)
    if (present !== second) {
      second = present
      line = `Date: ${new Date(present * 1_000).toUTCString()}\r\n`
    }
    return line
  }
}
