import type { AddressInfo } from 'node:net'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { createStoredAnswers, type StoredDocument } from './answer-stored.ts'
import type { FromFront, FrontThreadData, SentDocument, ToFront } from './front-messages.ts'
import { CONNECTION_LIMITS, createHttpServer } from './http-server.ts'
import { createPassOn } from './pass-on.ts'
import { answerQuickly } from './quick-answers.ts'

/*
 * The thread that holds the listening socket. It has nothing else to do than to answer what is stored and to pass on the rest, so that its
 * answers wait for no poll, no rendering, no query and no collector of the main thread.
 */

const TELL_MS = 1_000
const { host, port, connectionsMax, socketPath } = workerData as FrontThreadData
const main = parentPort as MessagePort
const documents = new Map<string, StoredDocument>()
const counts = new Map<number, number>()
const routes = new Set<string>()

const stored = createStoredAnswers(find)
stored.watch(count)
const passing = createPassOn(socketPath)
const server = createHttpServer((request, response) => {
  if (!stored.answer(request, response)) passing.handler(request, response)
}, connectionsMax)
const closeWaiting = answerQuickly(server, stored, { onAnswer: count, limits: CONNECTION_LIMITS, now: Date.now })
const telling = setInterval(tellAnswers, TELL_MS)

server.once('error', ({ code = '', message }: NodeJS.ErrnoException) => {
  clearInterval(telling)
  tell({ kind: 'refused', code, message })
  main.close()
})
server.listen(port, host, () => {
  const { address, port } = server.address() as AddressInfo
  tell({ kind: 'listening', address, port })
})
main.on('message', take)

/** What was sent before this request came holds for it, also where its message was not dealt with yet. */
function find(route: string): StoredDocument | undefined {
  for (let sent = receiveMessageOnPort(main); sent !== undefined; sent = receiveMessageOnPort(main)) take(sent.message as ToFront)
  const found = documents.get(route)
  if (found !== undefined) routes.add(route)
  return found
}

function take(message: ToFront): void {
  switch (message.kind) {
    case 'keep':
      return void documents.set(message.route, received(message.document))
    case 'drop':
      return void documents.delete(message.route)
    case 'close':
      return close()
    default:
      return message satisfies never
  }
}

function received({ stored, around, hasDelta }: SentDocument): StoredDocument {
  return hasDelta ? { stored: { ...stored, delta: { formOf: () => null } }, around, deltaElsewhere: true } : { stored, around }
}

function count(status: number): void {
  counts.set(status, (counts.get(status) ?? 0) + 1)
}

function tellAnswers(): void {
  if (counts.size === 0) return
  tell({ kind: 'answered', counts: [...counts], routes: [...routes] })
  counts.clear()
  routes.clear()
}

function close(): void {
  clearInterval(telling)
  server.close(() => {
    passing.close()
    tellAnswers()
    tell({ kind: 'closed' })
    main.close()
  })
  closeWaiting()
}

function tell(message: FromFront): void {
  main.postMessage(message)
}
