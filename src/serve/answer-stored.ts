import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { conditionalResponse, isFresh, type PlainResponse, type RequestFacts, type Representation } from './conditional-response.ts'

/** A document that is stored under its route. */
export interface StoredDocument {
  readonly stored: Representation
  /** Headers of every answer beside those of the document; the same record for the same headers. */
  readonly around: Readonly<Record<string, string>>
  /** Who asks for what is new only has to be answered elsewhere, where earlier states are known. */
  readonly deltaElsewhere?: boolean
}

/** Told of answers: their status, how many, and of one that was given here how long it took. */
export type OnAnswer = (status: number, count: number, ms: number | null) => void

/** An answer whose headers are written already. */
export interface WrittenAnswer {
  readonly status: number
  /** Names and values in turn, as Node takes them. */
  readonly list: string[]
  /** Status line and headers as they go over the wire, but for those of the connection and the date. */
  readonly head: string
  readonly body: Uint8Array | null
}

/**
 * Answers requests of documents that are stored, before the framework sees them: most requests of a publisher of feeds are these, and
 * routing costs more than what they ask. The answer is the one the route would give.
 * @param find what is stored at a route, such as `/topics/x.atom`; undefined when nothing is
 */
export function createStoredAnswers(find: (route: string) => StoredDocument | undefined) {
  const writtenBefore = new WeakMap<object, { readonly around: object; readonly list: string[]; readonly head: string }>()
  let onAnswer: OnAnswer = () => undefined

  return {
    /** From now on, tells of answers. */
    watch(listener: OnAnswer): void {
      onAnswer = listener
    },

    decide,

    /** Answers that were given elsewhere, by status. */
    count(counts: Iterable<readonly [number, number]>): void {
      for (const [status, count] of counts) onAnswer(status, count, null)
    },

    /** @returns false when the request is none of these */
    answer(request: IncomingMessage, response: ServerResponse): boolean {
      const startedAt = performance.now()
      const answer = decide(request.method, request.url, request.headers)
      if (answer === null) return false
      response.writeHead(answer.status, answer.list)
      response.end(answer.body)
      onAnswer(answer.status, 1, performance.now() - startedAt)
      return true
    }
  }

  /** @returns null when the request is none of these */
  function decide(method: string | undefined, route: string | undefined, headers: RequestFacts['headers']): WrittenAnswer | null {
    if ((method !== 'GET' && method !== 'HEAD') || route === undefined) return null
    const document = find(route)
    if (document === undefined) return null
    const { stored, around, deltaElsewhere } = document
    if (deltaElsewhere && headers['a-im'] !== undefined && !isFresh({ headers }, stored)) return null
    const response = conditionalResponse({ method, headers }, stored)
    return { status: response.status, ...written(response, around), body: response.body }
  }

  /** Most answers have the headers of one before. */
  function written({ status, headers }: PlainResponse, around: StoredDocument['around']) {
    const known = writtenBefore.get(headers)
    if (known?.around === around) return known
    const pairs = Object.entries({ ...around, ...headers })
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${pairs.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`
    const made = { around, list: pairs.flat(), head }
    writtenBefore.set(headers, made)
    return made
  }
}

export type StoredAnswers = ReturnType<typeof createStoredAnswers>
