import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { HEALTH_STATES } from '../../schedule/health.ts'
import { feedHealths } from '../feed-health.ts'
import type { StoredAnswers } from '../answer-stored.ts'
import { getRoute } from '../get-route.ts'
import { median } from '../median.ts'
import { present, type Serving } from '../serving.ts'

const DAY_MS = 86_400_000
const LAGS_MAX = 5_000

/** `/metrics`, for Prometheus: requests as they are answered, and what the store knows at the moment of asking. */
export function metricsRoutes(app: FastifyInstance, serving: Serving, stored: StoredAnswers): void {
  const { store, now } = serving
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'courant_http_requests_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'status'],
    registers
  })
  const seconds = new Histogram({
    name: 'courant_http_request_seconds',
    help: 'Time to answer, by route, of what the thread in front did not answer itself.',
    labelNames: ['route'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.25, 1, 5],
    registers
  })
  const feeds = new Gauge({ name: 'courant_feeds', help: 'Feeds by health state.', labelNames: ['state'], registers })
  const due = new Gauge({ name: 'courant_feeds_due', help: 'Feeds that are due and free.', registers })
  const articles = new Gauge({ name: 'courant_articles', help: 'Articles kept.', registers })
  const journal = new Gauge({ name: 'courant_journal_seq', help: 'Newest number of the journal.', registers })
  const shown = new Gauge({ name: 'courant_topic_articles', help: 'Articles that a topic shows.', labelNames: ['topic'], registers })
  const leftOut = new Gauge({
    name: 'courant_feed_items_left_out',
    help: 'Items of a topic that its feeds lack because no format can carry them.',
    labelNames: ['topic'],
    registers
  })
  const polls = new Gauge({
    name: 'courant_polls_day',
    help: 'Polls of the last 24 hours, by outcome.',
    labelNames: ['outcome'],
    registers
  })
  const added = new Gauge({ name: 'courant_entries_added_day', help: 'New entries of the last 24 hours.', registers })

  const lag = new Gauge({ name: 'courant_lag_seconds', help: 'Median time from publication to first sight, last 24 hours.', registers })
  const refuses = new Gauge({ name: 'courant_store_refuses', help: '1 while nothing can be written.', registers })
  const refused = new Gauge({ name: 'courant_config_refused', help: '1 while a changed configuration is refused.', registers })
  const bytes = new Gauge({ name: 'courant_store_bytes', help: 'What the database takes up on its disk.', registers })
  const hub = new Gauge({
    name: 'courant_hub',
    help: 'The WebSub hub: subscriptions, deliveries that wait or are tried again.',
    labelNames: ['what'],
    registers
  })
  const subscribed = new Gauge({
    name: 'courant_push_subscriptions',
    help: 'Our subscriptions at hubs of polled feeds, by state.',
    labelNames: ['state'],
    registers
  })
  const behind = new Gauge({
    name: 'courant_webhook_behind',
    help: 'Changes a webhook has not come to yet.',
    labelNames: ['webhook'],
    registers
  })
  const dead = new Gauge({
    name: 'courant_webhook_dead_letters',
    help: 'Events a webhook did not take.',
    labelNames: ['webhook'],
    registers
  })
  const disabled = new Gauge({
    name: 'courant_webhook_disabled',
    help: '1 when its receiver said that it is gone.',
    labelNames: ['webhook'],
    registers
  })

  const count = (route: string, status: number, times: number, ms: number | null): void => {
    requests.inc({ route, status }, times)
    if (ms !== null) seconds.observe({ route }, ms / 1_000)
  }
  app.addHook('onResponse', async (request, reply) => count(request.routeOptions.url ?? 'none', reply.statusCode, 1, reply.elapsedTime))
  stored.watch((status, times, ms) => count('/topics/:name', status, times, ms))

  getRoute(app, '/metrics', async (_request, reply) => {
    const healths = feedHealths(await store.allFeeds(), present(serving).catalog, now())
    for (const state of HEALTH_STATES) feeds.set({ state }, healths.filter(({ view }) => view.state === state).length)
    due.set((await store.dueFeeds(now())).due)
    articles.set(await store.countArticles())
    journal.set(await store.journalHead())
    shown.reset()
    for (const [topic, count] of await store.countPublications()) shown.set({ topic }, count)
    leftOut.reset()
    const missing = serving.feeds.leftOut()
    for (const { topic } of serving.config().topics) leftOut.set({ topic: topic.id }, missing.get(topic.id) ?? 0)
    const day = await store.pollTotals(now() - DAY_MS)
    polls.set({ outcome: 'failed' }, day.failed)
    polls.set({ outcome: 'answered' }, day.polls - day.failed)
    added.set(day.added)
    lag.set((median((await store.lagsSince(now() - DAY_MS, LAGS_MAX)).map(({ lagMs }) => lagMs)) ?? 0) / 1_000)
    refuses.set(serving.storeTrouble?.() ? 1 : 0)
    refused.set(serving.refusedConfig?.() ? 1 : 0)
    bytes.set((await store.database.bytes?.()) ?? 0)
    for (const [what, count] of Object.entries(await store.hubCounts(now()))) hub.set({ what }, count)
    for (const gauge of [subscribed, behind, dead, disabled]) gauge.reset()
    for (const [state, count] of await store.pushSubscriptionCounts()) subscribed.set({ state }, count)
    for (const { id, behind: changes, deadLetters, disabledAt } of await store.webhookStates()) {
      behind.set({ webhook: id }, changes)
      dead.set({ webhook: id }, deadLetters)
      disabled.set({ webhook: id }, disabledAt === null ? 0 : 1)
    }
    return reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics())
  })
}
