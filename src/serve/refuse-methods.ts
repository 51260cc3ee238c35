import type { FastifyInstance } from 'fastify'
import { HttpError } from './http-error.ts'

/** Those that some address here takes, or refuses by name. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** Whether a request's method is one that this server knows at all (RFC 9110, section 15.6.2). */
export function knowsMethod(method: string): boolean {
  return (METHODS as readonly string[]).includes(method)
}

/** Tells every method but these, before a body is read, that it is not possible at an address. */
export function refuseOtherMethods(app: FastifyInstance, url: string, allowed: readonly (typeof METHODS)[number][]): void {
  app.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url,
    onRequest: async (request, reply) => {
      reply.header('allow', allowed.join(', '))
      throw new HttpError(405, `${request.method} is not possible here; ${allowed.join(' and ')} ${allowed.length === 1 ? 'is' : 'are'}.`)
    },
    handler: async () => null
  })
}
