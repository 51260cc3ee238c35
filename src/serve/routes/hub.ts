import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import Negotiator from 'negotiator'
import { type HubRequest, readHubRequest } from '../../push/read-hub-request.ts'
import { hashText } from '../../text/hash.ts'
import { createAddressLimit } from '../address-limit.ts'
import { HttpError, notFound } from '../http-error.ts'
import { hubUrlOf } from '../hub-url.ts'
import { sendError } from '../send-error.ts'
import type { Serving } from '../serving.ts'
import { readTopicUrl, topicContent } from '../topic-content.ts'

const FORM = 'application/x-www-form-urlencoded'
const FORM_BYTES_MAX = 8_192
const REQUESTS_PER_MINUTE_MAX = 120
const SUBSCRIPTIONS_MAX = 20_000
const SUBSCRIPTIONS_PER_CALLBACK_MAX = 100
/** Requests whose callbacks were not asked yet. */
const PENDING_MAX = 2_000

/** `/hub`: takes subscriptions to our own topic feeds (WebSub section 5.1). Callbacks are asked, and told, by the push loop. */
export function hubRoutes(app: FastifyInstance, serving: Serving): void {
  const limit = createAddressLimit(REQUESTS_PER_MINUTE_MAX, serving.now)

  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) => done(null, body))
    // The recommendation wants the reason as plain text, for whoever writes a subscriber.
    scope.setErrorHandler((error, request, reply) => {
      if (!(error instanceof HttpError) || wantsOther(request)) return sendError(serving, error, request, reply)
      reply.code(error.statusCode).headers({ ...error.headers, 'cache-control': 'no-store' })
      return reply.type('text/plain; charset=utf-8').send(`${error.message}\n`)
    })
    scope.post('/hub', async (request, reply) => {
      if (hubUrlOf(serving) === undefined) throw notFound('There is no hub here.')
      limit(request.ip)
      if (typeof request.body !== 'string') throw new HttpError(415, `A hub request is a form: send it as ${FORM}.`)
      const reading = readHubRequest(request.body)
      if (reading.kind === 'refused') throw new HttpError(400, reading.message)
      await accept(reading.request)
      return reply.code(202).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send('The callback will be asked.\n')
    })
  })

  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: '/hub',
    onRequest: (request, reply, done) => {
      reply.header('allow', 'POST')
      done(
        Object.assign(new Error(`${request.method} is not possible here; POST a WebSub request (www.w3.org/TR/websub).`), {
          statusCode: 405
        })
      )
    },
    handler: async () => null
  })

  async function accept({ mode, callback, topicUrl, secret, leaseMs }: HubRequest): Promise<void> {
    const { store, now } = serving
    const name = readTopicUrl(topicUrl, serving.config().service.server.public_url)
    const id = hashText(callback, topicUrl)
    const content = await topicContent(serving, topicUrl)
    // What is not published any more can still be unsubscribed from.
    if (name === null || (content === null && mode === 'subscribe')) {
      throw new HttpError(404, 'hub.topic is no topic feed of this hub; give the address of its rel="self" link, letter by letter.')
    }
    const load = await store.hubLoad(callback, now())
    if (load.pending >= PENDING_MAX) {
      throw new HttpError(503, 'Too many requests wait to be confirmed; try again in a minute.', { 'retry-after': '60' })
    }
    if (mode === 'subscribe' && (await store.findHubSubscription(id)) === null) {
      if (load.all >= SUBSCRIPTIONS_MAX) {
        throw new HttpError(503, 'This hub has as many subscriptions as it takes; try again later.', { 'retry-after': '3600' })
      }
      if (load.ofCallback >= SUBSCRIPTIONS_PER_CALLBACK_MAX) {
        throw new HttpError(403, `This callback has ${load.ofCallback} subscriptions, which is as many as one may have.`)
      }
    }
    await store.putHubRequest(
      {
        id,
        mode,
        callback,
        host: new URL(callback).host,
        topicId: name.topicId,
        topicUrl,
        secret,
        leaseMs,
        reason: null,
        feedEtag: content?.etag ?? null,
        token: randomBytes(12).toString('hex'),
        attempts: 0
      },
      now()
    )
    serving.onPushWork?.()
  }
}

function wantsOther(request: { readonly headers: Readonly<Record<string, string | string[] | undefined>> }): boolean {
  const [best] = new Negotiator({ headers: request.headers }).mediaTypes([
    'text/plain',
    'application/problem+json',
    'application/json',
    'text/html'
  ])
  return best !== 'text/plain'
}
