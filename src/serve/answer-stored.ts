import type { IncomingMessage, ServerResponse } from 'node:http'
import { conditionalResponse } from './conditional-response.ts'
import { CROSS_ORIGIN, securityHeaders } from './response-headers.ts'
import type { Serving } from './serving.ts'

/** Told of each answer: its status and how long it took. */
export type OnAnswer = (status: number, ms: number) => void

/**
 * Answers requests of topic feeds that are stored, before the framework sees them: most requests of a publisher of feeds are these, and
 * routing costs more than what they ask. The answer is the one the route would give.
 * @returns false when the request is none of these
 */
export function createStoredAnswers({ feeds, config }: Serving) {
  const writtenBefore = new WeakMap<object, { readonly security: object; readonly list: string[] }>()
  let onAnswer: OnAnswer = () => undefined

  return {
    /** From now on, tells of answers. */
    watch(listener: OnAnswer): void {
      onAnswer = listener
    },

    answer(request: IncomingMessage, response: ServerResponse): boolean {
      const { method, url } = request
      if ((method !== 'GET' && method !== 'HEAD') || url === undefined || !url.startsWith('/topics/')) return false
      const stored = feeds.storedAt(url)
      if (stored === undefined) return false
      const startedAt = performance.now()
      const { status, headers, body } = conditionalResponse({ method, headers: request.headers }, stored)
      response.writeHead(status, written(headers))
      response.end(body)
      onAnswer(status, performance.now() - startedAt)
      return true
    }
  }

  /** As names and values in turn, which the server takes as they are; most answers have the headers of one before. */
  function written(headers: Readonly<Record<string, string>>): string[] {
    const security = securityHeaders(config())
    const known = writtenBefore.get(headers)
    if (known?.security === security) return known.list
    const list = Object.entries({ ...security, ...CROSS_ORIGIN, ...headers }).flat()
    writtenBefore.set(headers, { security, list })
    return list
  }
}

export type StoredAnswers = ReturnType<typeof createStoredAnswers>
