import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { archiveRoute, topicRoute, type TopicVariant } from './addresses.ts'
import { createApp } from './app.ts'
import type { AppDeps } from './app-deps.ts'
import { ASSETS } from './assets.ts'
import { feedPages } from './feed-lines.ts'
import { createServing, type Serving } from './serving.ts'
import { openSiteDraft } from './site-draft.ts'

export interface StaticSite {
  /** Files as they are now, new or changed. */
  readonly written: number
  /** Files that were the same already and were left alone, so that their times tell when they changed. */
  readonly same: number
}

export interface WriteProgress {
  /** Told once, before the first file. */
  readonly onTotal?: (files: number) => void
  readonly onFile?: (path: string) => void
  /** Ends the work between two files. The folder is then as it was before. */
  readonly signal?: AbortSignal
}

export interface WriteOptions extends WriteProgress {
  /** Writes a `.gz` beside each text, for web servers that give out such files as they are. */
  readonly gzip?: boolean
}

const ARTICLES_MAX = 100_000
const PAGE = 1_000
const GZIP_LEVEL = 9
/** What a web server says where there is nothing. */
const MISSING_ROUTE = '/404.html'

/**
 * Writes the public side (pages, topic feeds, variants, archives, the subscription list, plots and the style sheet) as
 * files that any web server gives out: feeds under their own names, each page as `index.html` in the folder of its
 * address, and `404.html`. The files take their places together at the end, assets first and lists last, so that a
 * reader who comes meanwhile sees old or new and no broken link. Nothing is removed: what an old page links stays.
 * @param outDir is made when it is missing
 * @throws what the file system or the store says, and an Error that names the route when one cannot be rendered
 */
export async function writeStatic(deps: Omit<AppDeps, 'site'>, outDir: string, options: WriteOptions = {}): Promise<StaticSite> {
  const serving = createServing({ ...deps, site: 'static' })
  const app = createApp(serving, serving)
  try {
    const routes = await staticRoutes(serving)
    options.onTotal?.(routes.length)
    await using draft = await openSiteDraft(outDir)
    let written = 0
    for (const route of routes) {
      options.signal?.throwIfAborted()
      const { statusCode, rawPayload, headers } = await app.inject({ url: encodeURI(route), headers: { accept: 'text/html' } })
      if (statusCode !== (route === MISSING_ROUTE ? 404 : 200)) throw new Error(`${route} cannot be written: it answers ${statusCode}`)
      const type = String(headers['content-type'])
      const path = filePath(route, type)
      const isChanged = await draft.put(path, rawPayload)
      if (isChanged) written++
      if (options.gzip && isText(type)) await draft.put(`${path}.gz`, await compressed(rawPayload, { level: GZIP_LEVEL }))
      else if (isChanged) draft.drop(`${path}.gz`)
      options.onFile?.(join(outDir, path))
    }
    await draft.publish()
    return { written, same: routes.length - written }
  } finally {
    await app.close()
  }
}

/** Everything to write, what is linked before what links it. */
async function staticRoutes({ store, config: configOf, archives }: Serving): Promise<readonly string[]> {
  const config = configOf()
  const articles = new Set<string>()
  const stories = new Set<string>()
  const feeds: string[] = []
  const pages: string[] = []
  for (const topic of config.topics) {
    const { id } = topic.topic
    for (let offset = 0; offset < ARTICLES_MAX; offset += PAGE) {
      const shown = await store.articlesInTopic(id, {}, PAGE, offset)
      for (const { article } of shown) {
        articles.add(article.id)
        stories.add(article.storyId)
      }
      if (shown.length < PAGE) break
    }
    const { languages, regions } = topic.feed.variants
    const variants: readonly TopicVariant[] = [{}, ...languages.map((language) => ({ language })), ...regions.map((region) => ({ region }))]
    for (const variant of variants) {
      for (const [index] of (await feedPages(store, topic, variant)).entries()) {
        feeds.push(...(['atom', 'rss', 'json'] as const).map((ending) => topicRoute(id, variant, ending, index + 1)))
      }
      pages.push(topicRoute(id, variant))
    }
    feeds.push(...(await archives.months(id)).map((month) => archiveRoute(id, month)))
  }
  const told = await store.storySummaries([...stories])
  // An article page links its story also when the topic shows only one article of it, and a story page all its articles.
  for (const story of told.keys()) for (const { id } of await store.listArticles({ storyId: story }, 300)) articles.add(id)
  return [
    ...Object.values(ASSETS).map(({ route }) => route),
    ...config.sources.map(({ id }) => `/plots/sources/${id}.svg`),
    ...[...told.values()].filter((story) => story.articles > 1).map(({ storyId }) => `/plots/stories/${storyId}.svg`),
    ...[...articles].map((id) => `/articles/${id}`),
    ...[...told.keys()].map((id) => `/stories/${id}`),
    '/sources',
    ...pages,
    ...feeds,
    '/opml.xml',
    '/',
    MISSING_ROUTE
  ]
}

function filePath(route: string, contentType: string): string {
  if (route === MISSING_ROUTE) return route.slice(1)
  return join('.', contentType.startsWith('text/html') ? join(route, 'index.html') : route)
}

const compressed = promisify(gzip)

function isText(contentType: string): boolean {
  return /^text\/|[+/](?:xml|json)(?:;|$)/.test(contentType)
}
