import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { createStoredAnswers, type StoredAnswers } from './answer-stored.ts'
import type { AppDeps } from './app-deps.ts'
import { createHttpServer, INNER_LIMITS } from './http-server.ts'
import { feedHeaders, securityHeaders } from './response-headers.ts'
import { answerErrors, sendError } from './send-error.ts'
import { createServing, type Serving } from './serving.ts'
import { createTokenGate } from './token-gate.ts'
import { limitRequests } from './request-limits.ts'
import { apiEditRoutes } from './routes/api-edits.ts'
import { apiRoutes } from './routes/api.ts'
import { articleRoutes } from './routes/articles.ts'
import { assetRoutes } from './routes/assets.ts'
import { deskRoutes } from './routes/desk.ts'
import { frontRoutes } from './routes/front.ts'
import { healthRoutes } from './routes/health.ts'
import { hubRoutes } from './routes/hub.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { opmlRoutes } from './routes/opml.ts'
import { searchRoutes } from './routes/search.ts'
import { sourceRoutes } from './routes/sources.ts'
import { statusRoutes } from './routes/status.ts'
import { storyRoutes } from './routes/stories.ts'
import { topicRoutes } from './routes/topics.ts'
import { websubRoutes } from './routes/websub.ts'
import { trustsProxy } from './trusted-proxies.ts'
import { watchTopics } from './watch-topics.ts'

/**
 * The web side of Courant: pages for people, feeds for readers, an interface for programs. Opens no socket: a command
 * calls `listen`, tests call `inject`. Absolute addresses come from the configured public address alone, never from
 * what a request says of itself.
 * @param serving what was rendered before, where others share it
 * @param stored answers what is stored before the routes are asked
 */
export function createApp(
  deps: AppDeps,
  serving: Serving = createServing(deps),
  stored: StoredAnswers = storedFeeds(serving)
): FastifyInstance {
  const app: FastifyInstance = Fastify({
    ...(deps.log === false ? { logger: false } : { loggerInstance: deps.log as FastifyBaseLogger }),
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (route) =>
      createHttpServer(
        (request, response) => {
          if (!app.server.listening || !stored.answer(request, response)) route(request, response)
        },
        deps.config().service.server.connections_max,
        deps.isBehindFront ? INNER_LIMITS : undefined
      ),
    bodyLimit: 65_536,
    trustProxy: trustsProxy(deps.config, deps.isBehindFront),
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => void sendError(deps, error, request, reply as never),
    return503OnClosing: true
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders(deps.config()))
  })
  answerErrors(app, deps)
  if (deps.site !== 'static') {
    let watch: AsyncDisposable | undefined
    app.addHook('onReady', async () => void (watch = watchTopics(serving)))
    app.addHook('onClose', async () => watch?.[Symbol.asyncDispose]())
    metricsRoutes(app, serving, stored)
    const gate = createTokenGate(serving)
    limitRequests(app, serving, (limited) => {
      apiRoutes(limited, serving)
      apiEditRoutes(limited, serving, gate)
      searchRoutes(limited, serving)
    })
    deskRoutes(app, serving, gate)
    hubRoutes(app, serving)
    websubRoutes(app, serving)
  }
  frontRoutes(app, serving)
  topicRoutes(app, serving)
  articleRoutes(app, serving)
  storyRoutes(app, serving)
  sourceRoutes(app, serving)
  opmlRoutes(app, serving)
  statusRoutes(app, serving)
  assetRoutes(app)
  healthRoutes(app, serving)
  return app
}

/** Answers requests of topic feeds that are stored. */
export function storedFeeds({ feeds, config }: Serving): StoredAnswers {
  return createStoredAnswers((route) => {
    const stored = route.startsWith('/topics/') ? feeds.storedAt(route) : undefined
    return stored && { stored, around: feedHeaders(config()) }
  })
}
