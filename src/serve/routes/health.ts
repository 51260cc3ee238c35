import type { FastifyInstance } from 'fastify'
import { getRoute } from '../get-route.ts'
import type { Serving } from '../serving.ts'

/** `/healthz`: the process answers. `/readyz`: the store answers too; `trouble` says why it takes no writes, when it does not. */
export function healthRoutes(app: FastifyInstance, serving: Serving): void {
  getRoute(app, '/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))

  getRoute(app, '/readyz', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      const journal = await serving.store.journalHead()
      const trouble = serving.storeTrouble?.() ?? null
      return reply.send({ status: 'ready', journal, config: serving.config().hash, ...(trouble === null ? {} : { trouble }) })
    } catch (error) {
      request.log.error({ err: error }, 'store did not answer')
      return reply.code(503).send({ status: 'not ready', reason: 'the store does not answer' })
    }
  })
}
