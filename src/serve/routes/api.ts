import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { API_OPERATIONS, type ApiOperation } from '../api-operations.ts'
import { plainRepresentation } from '../encode-representation.ts'
import { getRoute } from '../get-route.ts'
import { notFound } from '../http-error.ts'
import { openApiDocument } from '../open-api.ts'
import { readInput } from '../read-query.ts'
import { sendRepresentation } from '../send-representation.ts'
import { present, type Serving } from '../serving.ts'
import { createChangeStreams } from '../stream-changes.ts'

/** `/api/v1/…`: what programs ask for, and its description. */
export function apiRoutes(app: FastifyInstance, serving: Serving): void {
  const streams = createChangeStreams(serving)
  app.addHook('preClose', async () => streams.end())

  for (const operation of API_OPERATIONS) {
    const url = `/api/v1${operation.path.replace(/\{(\w+)\}/g, ':$1')}`
    getRoute(
      app,
      url,
      async (request, reply) => {
        if (operation.id === 'listChanges') {
          reply.header('vary', 'Accept')
          const wanted = new Negotiator({ headers: request.headers }).mediaTypes([
            'application/json',
            'application/x-ndjson',
            'text/event-stream'
          ])[0]
          if (wanted === 'text/event-stream') return streams.sendEvents(request, reply)
          if (wanted === 'application/x-ndjson') return streams.sendLines(request, reply)
        }
        return answer(operation, request, reply)
      },
      { crossOrigin: true }
    )
  }

  getRoute(
    app,
    '/api/openapi.json',
    async (request, reply) => {
      const { config, addresses } = present(serving)
      const stored = await serving.pages.find('/api/openapi.json', config.hash, async () => ({
        contentType: 'application/json; charset=utf-8',
        body: JSON.stringify(openApiDocument(config.service.title, addresses.absolute('/api/v1')), null, 2)
      }))
      return sendRepresentation(request, reply, stored!)
    },
    { crossOrigin: true }
  )

  async function answer(operation: ApiOperation, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const input = { ...readInput(operation.params, request.params, 404), ...readInput(operation.query, request.query) } as never
    const result = await operation.answer(serving, input)
    if (result === null) {
      const into = (await operation.joined?.(serving, (input as { id: string }).id)) ?? null
      if (into !== null) return reply.redirect(present(serving).addresses.absolute(`/api/v1${operation.path.replace('{id}', into)}`), 302)
      throw notFound('There is no such thing here.')
    }
    const stored = plainRepresentation(JSON.stringify(result), {
      contentType: 'application/json; charset=utf-8',
      changedAt: serving.now(),
      maxAgeMs: 0
    })
    return sendRepresentation(request, reply, stored, operation.id === 'listChanges' ? ['Accept'] : [])
  }
}
