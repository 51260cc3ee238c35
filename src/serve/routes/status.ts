import type { FastifyInstance } from 'fastify'
import type { PublishedFeed } from '../../model/published.ts'
import { renderTopicFeed } from '../../publish/topic-feed.ts'
import { readMoves } from '../../schedule/moves.ts'
import { tagAuthority } from '../compose-feed.ts'
import { type FeedHealth, feedHealths } from '../feed-health.ts'
import { getRoute } from '../get-route.ts'
import { median } from '../median.ts'
import { statusPage, type StatusView } from '../pages/status-page.ts'
import { hoursPlot, lagPlot } from '../plots.ts'
import { sendRepresentation } from '../send-representation.ts'
import { type Present, present, type Serving } from '../serving.ts'

const HOUR_MS = 3_600_000
const HOURS_SHOWN = 48
const LAGS_MAX = 5_000

/** `/status`, its plots, and `/status.atom`, the operators' feed of troubled sources. */
export function statusRoutes(app: FastifyInstance, serving: Serving): void {
  const { store, pages, now } = serving
  const version = () => `${serving.config().hash} ${Math.floor(now() / 10_000)}`
  const since = () => (Math.floor(now() / HOUR_MS) - HOURS_SHOWN + 1) * HOUR_MS
  const until = () => (Math.floor(now() / HOUR_MS) + 1) * HOUR_MS

  getRoute(app, '/status', async (request, reply) => {
    const troubles = { refusedConfig: serving.refusedConfig?.() ?? null, storeTrouble: serving.storeTrouble?.() ?? null }
    const stored = await pages.find('/status', `${version()} ${JSON.stringify(troubles)}`, async () => ({
      contentType: 'text/html; charset=utf-8',
      body: await page(troubles)
    }))
    return sendRepresentation(request, reply, stored!)
  })

  getRoute(
    app,
    '/status.atom',
    async (request, reply) => {
      const stored = await pages.find('/status.atom', version(), async () => {
        const here = present(serving)
        const feed = troubleFeed(here, feedHealths(await store.allFeeds(), here.catalog, now()), await store.storeCreatedAt())
        return { ...renderTopicFeed(feed, 'atom'), links: [`<${feed.selfUrls.atom}>; rel="self"`] }
      })
      return sendRepresentation(request, reply, stored!)
    },
    { crossOrigin: true }
  )

  getRoute(app, '/plots/hours.svg', async (request, reply) => {
    const stored = await pages.find('/plots/hours', version(), async () => {
      const hours = await store.pollsByHour(since())
      return {
        contentType: 'image/svg+xml',
        body: hoursPlot(
          hours.map(({ startsAt, added, failed }) => ({ at: startsAt, added, failed })),
          since(),
          until()
        )
      }
    })
    return sendRepresentation(request, reply, stored!)
  })

  getRoute(app, '/plots/lag.svg', async (request, reply) => {
    const stored = await pages.find('/plots/lag', version(), async () => {
      const byHour = Map.groupBy(await store.lagsSince(since(), LAGS_MAX), ({ firstSeenAt }) => Math.floor(firstSeenAt / HOUR_MS) * HOUR_MS)
      const bars = [...byHour]
        .map(([at, lags]) => ({ at, value: Math.round(median(lags.map(({ lagMs }) => lagMs))! / 60_000) }))
        .sort((one, other) => one.at - other.at)
      return { contentType: 'image/svg+xml', body: lagPlot(bars, since(), until()) }
    })
    return sendRepresentation(request, reply, stored!)
  })

  async function page(troubles: Pick<StatusView, 'refusedConfig' | 'storeTrouble'>): Promise<string> {
    const { catalog, site } = present(serving)
    const healths = feedHealths(await store.allFeeds(), catalog, now())
    const states = [...Map.groupBy(healths, ({ view }) => view.state)].map(([state, members]) => [state, members.length] as const)
    const lags = await store.lagsSince(since(), LAGS_MAX)
    const { due, nextAt } = await store.dueFeeds(now())
    return statusPage(site, {
      now: now(),
      states: states.sort((one, other) => other[1] - one[1]),
      troubled: healths.filter(({ troubled }) => troubled).map(({ sourceName, view }) => ({ sourceName, feed: view })),
      lastDay: await store.pollTotals(now() - 24 * HOUR_MS),
      due,
      nextAt,
      articles: await store.countArticles(),
      journal: await store.journalHead(),
      medianLagMs: median(lags.map(({ lagMs }) => lagMs)),
      ...troubles,
      hub: await store.hubCounts(now()),
      webhooks: await store.webhookStates(),
      pushedFeeds: (await store.pushSubscriptionCounts()).get('active') ?? 0
    })
  }
}

/** An incident begins where the last good thing ended: the next one of the same feed is another item, and a poll that finds it still so is not. */
function troubleBeganAt({ record, state }: FeedHealth): number | null {
  switch (state) {
    case 'quiet':
    case 'stale':
    case 'silent-zero':
      return record.lastNewAt
    case 'moved':
      return readMoves(record.moves).made.at(-1)?.at ?? record.lastSuccessAt
    default:
      return record.lastSuccessAt
  }
}

function troubleFeed({ config, addresses }: Present, healths: readonly FeedHealth[], createdAt: number): PublishedFeed {
  const troubled = healths.filter((health) => health.troubled)
  const beganAt = (health: FeedHealth) => troubleBeganAt(health) ?? createdAt
  const self = addresses.absolute('/status.atom')
  return {
    id: `tag:${tagAuthority(config)}:status`,
    title: `${config.service.title}: troubled sources`,
    subtitle: 'Feeds that broke or fell silent, each judged by its own rhythm',
    homeUrl: addresses.absolute('/status'),
    selfUrls: { atom: self, rss: self, json: self },
    language: 'en',
    updatedAt: Math.max(createdAt, ...troubled.map(beganAt)),
    tagAuthority: tagAuthority(config),
    publisher: config.service.title,
    paging: {},
    items: troubled.map((health) => ({
      id: `tag:${tagAuthority(config)}:trouble/${health.record.id}/${health.view.state}/${beganAt(health)}`,
      url: `${addresses.absolute('/sources')}#${health.record.sourceId}`,
      title: `${health.sourceName}: ${health.record.id} is ${health.view.state}`,
      summary: health.view.message,
      contentHtml: '',
      language: 'en',
      direction: 'ltr',
      authors: [],
      categories: [{ term: health.view.state }],
      enclosures: [],
      image: null,
      publishedAt: null,
      updatedAt: beganAt(health),
      source: { id: health.record.sourceId, name: health.sourceName },
      alsoBy: [],
      regions: [],
      why: ''
    }))
  }
}
