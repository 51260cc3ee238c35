import type { Config } from '../config/schema.ts'
import { type Addresses, createAddresses } from './addresses.ts'
import type { AppDeps } from './app-deps.ts'
import { type Catalog, catalogOf } from './catalog.ts'
import type { Site } from './pages/layout.ts'
import { createRenderedArchives, type RenderedArchives } from './rendered-archives.ts'
import { createRenderedFeeds, type RenderedFeeds } from './rendered-feeds.ts'
import { createRenderedPages, type RenderedPages } from './rendered-pages.ts'

/** What every route works with: the application's dependencies and what was rendered before. */
export interface Serving extends AppDeps {
  readonly feeds: RenderedFeeds
  readonly archives: RenderedArchives
  readonly pages: RenderedPages
}

/** The configuration in force at the moment of a request, ready to be used. */
export interface Present {
  readonly config: Config
  readonly catalog: Catalog
  readonly addresses: Addresses
  readonly site: Site
}

export function createServing(deps: AppDeps): Serving {
  return { ...deps, feeds: createRenderedFeeds(deps), archives: createRenderedArchives(deps), pages: createRenderedPages(deps.now) }
}

export function present(deps: AppDeps): Present {
  const config = deps.config()
  const addresses = createAddresses(config.service.server.public_url)
  return { config, catalog: catalogOf(config), addresses, site: { title: config.service.title, addresses, mode: deps.site ?? 'live' } }
}

/** Pages show what the store holds: the state they were made of is named by the journal and, for what it does not tell, the minute. */
export async function pageVersion(serving: Serving): Promise<string> {
  return `${serving.config().hash} ${await serving.store.journalHead()} ${Math.floor(serving.now() / 60_000)}`
}
