import type { FastifyReply, FastifyRequest } from 'fastify'
import { conditionalResponse, type Representation } from './conditional-response.ts'

/**
 * Sends a stored document, or says that the asker has it already.
 * @param vary names of request headers that chose the document, beside Accept-Encoding
 */
export function sendRepresentation(
  request: FastifyRequest,
  reply: FastifyReply,
  stored: Representation,
  vary: readonly string[] = []
): FastifyReply {
  // The body of a HEAD is dropped by fastify, which counts its bytes first.
  const { status, headers, body } = conditionalResponse(
    { method: request.method === 'HEAD' ? 'GET' : request.method, headers: request.headers },
    stored
  )
  reply.code(status).headers(headers)
  if (vary.length > 0) reply.header('vary', [...vary, headers['vary']].filter(Boolean).join(', '))
  // A copy: fastify takes bytes in shared memory for an object, and writes them out as JSON.
  return body === null ? reply.send() : reply.send(Buffer.from(body))
}
