import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CROSS_ORIGIN } from './response-headers.ts'

const OTHER_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
const ALLOW = 'GET, HEAD, OPTIONS'

/**
 * Routes GET and HEAD of an address; every other method is told so before its body is read.
 * @param options `crossOrigin` for feeds and the interface for programs
 */
export function getRoute(
  app: FastifyInstance,
  url: string,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  options: { readonly crossOrigin?: boolean } = {}
): void {
  app.get(url, async (request, reply) => {
    if (options.crossOrigin) reply.headers(CROSS_ORIGIN)
    return handler(request, reply)
  })
  app.route({
    method: [...OTHER_METHODS],
    url,
    onRequest: (request, reply, done) => {
      reply.header('allow', ALLOW)
      if (request.method !== 'OPTIONS') {
        const error = Object.assign(new Error(`${request.method} is not possible here; GET and HEAD are.`), { statusCode: 405 })
        return done(error)
      }
      if (options.crossOrigin) {
        reply.headers({
          ...CROSS_ORIGIN,
          'access-control-allow-methods': ALLOW,
          'access-control-allow-headers': '*',
          'access-control-max-age': '86400'
        })
      }
      reply.code(204).send()
    },
    handler: async () => null
  })
}
