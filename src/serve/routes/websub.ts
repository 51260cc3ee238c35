import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { answerHub } from '../../push/answer-hub.ts'
import { checkSignature } from '../../push/hub-signature.ts'
import { HttpError, notFound } from '../http-error.ts'
import { readInput } from '../read-query.ts'
import type { Serving } from '../serving.ts'

const PUSH_BYTES_MAX = 16_000_000

const params = z.object({ id: z.string().regex(/^[0-9a-f]{32,64}$/) })
const query = z.object({
  'hub.mode': z.string().max(20),
  'hub.topic': z.string().max(2_048),
  'hub.challenge': z.string().max(1_024).optional(),
  'hub.lease_seconds': z.coerce.number().int().min(0).max(1e12).optional()
})

/** `/websub/…`: what the hubs of polled feeds ask and tell us. A push is never read: it only has its feed polled now. */
export function websubRoutes(app: FastifyInstance, serving: Serving): void {
  const { store, now, log } = serving

  app.get('/websub/:id', async (request, reply) => {
    const { id } = readInput(params, request.params, 404)
    const asked = readInput(query, request.query)
    const subscription = await store.findPushSubscription(id)
    const answer =
      subscription
      && answerHub(
        subscription,
        {
          mode: asked['hub.mode'],
          topicUrl: asked['hub.topic'],
          challenge: asked['hub.challenge'] ?? null,
          leaseSeconds: asked['hub.lease_seconds'] ?? null
        },
        now()
      )
    if (!answer || answer.kind === 'disagreed') throw notFound('We asked for no such subscription.')
    await store.applyPushSubscriptions(answer.statements)
    await store.syncPushedFeeds(now())
    if (log) log.info({ feed: subscription.feedId, mode: asked['hub.mode'] }, 'hub answered')
    return reply
      .header('cache-control', 'no-store')
      .type('text/plain; charset=utf-8')
      .send(answer.kind === 'agreed' ? answer.challenge : '')
  })

  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    scope.post('/websub/:id', async (request, reply) => {
      const { id } = readInput(params, request.params, 404)
      const subscription = await store.findPushSubscription(id)
      // 410 tells a hub to forget us.
      if (!subscription || subscription.state === 'leaving') throw new HttpError(410, 'This subscription has ended.')
      const signed = await isSigned(request, subscription.secret)
      reply.code(202).header('cache-control', 'no-store')
      const { feedId: feed } = subscription
      // A forger learns nothing from the answer, as the recommendation advises.
      if (!signed) {
        if (log) log.warn({ feed }, 'push without the right signature dropped')
        return reply.send()
      }
      if (await store.notePush(feed, now())) serving.onPushedFeed?.()
      if (log) log.info({ feed }, 'push received')
      return reply.send()
    })
  })
}

/** Reads the body to its end without keeping it. */
async function isSigned(request: FastifyRequest, secret: string): Promise<boolean> {
  const header = request.headers['x-hub-signature']
  const check = checkSignature(Array.isArray(header) ? header[0] : header, secret)
  let size = 0
  for await (const chunk of (request.body ?? []) as Readable) {
    size += (chunk as Uint8Array).byteLength
    if (size > PUSH_BYTES_MAX) throw new HttpError(413, `A push has ${PUSH_BYTES_MAX} bytes at most.`)
    check?.update(chunk as Uint8Array)
  }
  return check?.matches() ?? false
}
