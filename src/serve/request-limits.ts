import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { networkOf } from './address-limit.ts'
import type { AppDeps } from './app-deps.ts'
import { HttpError } from './http-error.ts'

/** Networks whose requests are counted at once; beyond it the longest silent are forgotten. */
const NETWORKS_MAX = 10_000

/**
 * Limits what one network asks of the API and of searches in a minute, as the configuration in force says. Feeds and pages for readers
 * are not limited: they are made once, however many ask.
 * @param routes adds the limited routes
 */
export function limitRequests(app: FastifyInstance, { config }: AppDeps, routes: (scope: FastifyInstance) => void): void {
  void app.register(async (scope) => {
    await scope.register(rateLimit, {
      timeWindow: '1 minute',
      cache: NETWORKS_MAX,
      max: (request) => (isSearch(request) ? config().service.server.search_per_minute : config().service.server.api_per_minute),
      keyGenerator: (request) => `${isSearch(request) ? 'search' : 'api'} ${networkOf(request.ip)}`,
      errorResponseBuilder: (_request, { max, ttl }) => {
        const seconds = Math.max(1, Math.ceil(ttl / 1_000))
        return new HttpError(429, `More than ${max} such requests in a minute; try again in ${seconds} s.`, {
          'retry-after': String(seconds)
        })
      }
    })
    routes(scope)
  })
}

function isSearch(request: FastifyRequest): boolean {
  return /^(?:\/api\/v1)?\/search\b/.test(request.routeOptions.url ?? '')
}
