import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import type { ArticleWithLead } from '../model/article.ts'
import { archiveRoute, topicRoute, type TopicVariant } from './addresses.ts'
import { createApp } from './app.ts'
import type { AppDeps } from './app-deps.ts'
import { ASSETS } from './assets.ts'
import { feedPages } from './feed-lines.ts'
import { leadOnPage } from './pages/lead-on-page.ts'
import { createServing, present, type Serving } from './serving.ts'
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
 * reader who comes meanwhile sees old or new and no broken link. Nothing is removed: what an old page links stays, but says what holds
 * now, and the page of an article that became part of another leads there.
 * @param outDir is made when it is missing
 * @throws what the file system or the store says, and an Error that names the route when one cannot be rendered
 */
export async function writeStatic(deps: Omit<AppDeps, 'site'>, outDir: string, options: WriteOptions = {}): Promise<StaticSite> {
  const serving = createServing({ ...deps, site: 'static' })
  const app = createApp(serving, serving)
  try {
    const routes = await staticRoutes(serving, outDir)
    options.onTotal?.(routes.length)
    await using draft = await openSiteDraft(outDir)
    let written = 0
    for (const route of routes) {
      options.signal?.throwIfAborted()
      const { bytes, type } = await answerOf(app, serving, route)
      const path = filePath(route, type)
      const isChanged = await draft.put(path, bytes)
      if (isChanged) written++
      if (options.gzip && isText(type)) await draft.put(`${path}.gz`, await compressed(bytes, { level: GZIP_LEVEL }))
      else if (isChanged) draft.drop(`${path}.gz`)
      options.onFile?.(join(outDir, path))
    }
    await draft.publish()
    return { written, same: routes.length - written }
  } finally {
    await app.close()
  }
}

/** What the server would answer; a file cannot redirect, so a page does it. */
async function answerOf(app: FastifyInstance, serving: Serving, route: string): Promise<{ readonly bytes: Buffer; readonly type: string }> {
  const { statusCode, rawPayload, headers } = await app.inject({ url: encodeURI(route), headers: { accept: 'text/html' } })
  if (statusCode === 302) return { bytes: Buffer.from(leadOnPage(present(serving).site, String(headers.location))), type: 'text/html' }
  if (statusCode !== (route === MISSING_ROUTE ? 404 : 200)) throw new Error(`${route} cannot be written: it answers ${statusCode}`)
  return { bytes: rawPayload, type: String(headers['content-type']) }
}

/** Everything to write, what is linked before what links it. */
async function staticRoutes({ store, config: configOf, archives }: Serving, outDir: string): Promise<readonly string[]> {
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
  // Pages of an earlier run that no list leads to any more: some are linked from elsewhere.
  for (const { id, storyId } of await articlesOnce(store, join(outDir, 'articles'))) {
    articles.add(id)
    stories.add(storyId)
  }
  const joined: string[] = []
  for (const id of await foldersIn(join(outDir, 'stories'))) {
    const into = await store.storyInto(id)
    stories.add(into ?? id)
    if (into !== null) joined.push(id)
  }
  const told = await store.storySummaries([...stories])
  // An article page links its story also when the topic shows only one article of it, and a story page all its articles.
  for (const story of told.keys()) for (const { id } of await store.listArticles({ storyId: story }, 300)) articles.add(id)
  return [
    ...Object.values(ASSETS).map(({ route }) => route),
    ...config.sources.map(({ id }) => `/plots/sources/${id}.svg`),
    ...[...told.values()].filter((story) => story.articles > 1).map(({ storyId }) => `/plots/stories/${storyId}.svg`),
    ...[...articles].map((id) => `/articles/${id}`),
    ...[...told.keys(), ...joined.filter((id) => !told.has(id))].map((id) => `/stories/${id}`),
    '/sources',
    ...pages,
    ...feeds,
    '/opml.xml',
    '/',
    MISSING_ROUTE
  ]
}

/** Of the articles that have a page, those that are known, and where those lead that became part of another. */
async function articlesOnce(store: Serving['store'], dir: string): Promise<Iterable<ArticleWithLead>> {
  const known = new Map<string, ArticleWithLead>()
  for (let next = await foldersIn(dir); next.length > 0;) {
    const found = await store.articlesById(next.filter((id) => !known.has(id)))
    for (const article of found) known.set(article.id, article)
    next = found.flatMap(({ mergedInto }) => mergedInto ?? [])
  }
  return known.values()
}

async function foldersIn(dir: string): Promise<readonly string[]> {
  const files = await readdir(dir, { withFileTypes: true }).catch(() => [])
  return files.filter((file) => file.isDirectory()).map(({ name }) => name)
}

function filePath(route: string, contentType: string): string {
  if (route === MISSING_ROUTE) return route.slice(1)
  return join('.', contentType.startsWith('text/html') ? join(route, 'index.html') : route)
}

const compressed = promisify(gzip)

function isText(contentType: string): boolean {
  return /^text\/|[+/](?:xml|json)(?:;|$)/.test(contentType)
}
