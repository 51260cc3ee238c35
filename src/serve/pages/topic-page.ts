import { counted, dayName, languageName } from '../names.ts'
import { regionName } from '../region-names.ts'
import type { FormatEnding, TopicVariant } from '../addresses.ts'
import { type Html, html } from './html.ts'
import { layout, type Site } from './layout.ts'
import { type StoryView, storyItem } from './story-item.ts'
import { subscribeBox } from './subscribe-box.ts'
import { foreign, time } from './text.ts'

export interface Facet {
  readonly key: string
  readonly count: number
  readonly route: string
  readonly current: boolean
}

export interface TopicView {
  readonly id: string
  readonly route: string
  readonly title: { readonly text: string; readonly language: string }
  readonly otherTitles: readonly { readonly text: string; readonly language: string }[]
  readonly scope: string
  readonly variant: TopicVariant
  readonly stories: readonly StoryView[]
  readonly articles: number
  readonly languages: readonly Facet[]
  readonly regions: readonly Facet[]
  /** The route without any filter. */
  readonly allRoute: string
  readonly feedRoutes: Readonly<Record<FormatEnding, string>>
  readonly archiveMonths: readonly string[]
  readonly changedAt: number | null
  readonly nextRoute: string | null
  readonly page: number
}

/** A topic: its stories day by day, what narrows them, and how to subscribe. */
export function topicPage(site: Site, view: TopicView): string {
  const { path, absolute } = site.addresses
  const narrowed = [view.variant.language && languageName(view.variant.language), view.variant.region && regionName(view.variant.region)].filter(Boolean).join(', ')
  const fullTitle = narrowed === '' ? view.title.text : `${view.title.text} (${narrowed})`
  return layout(
    site,
    {
      title: fullTitle,
      description: view.scope || `News on ${view.title.text} from regional and government sources in ${counted(view.languages.length, 'language')}`,
      route: view.route,
      section: 'topics',
      noindex: view.page > 1,
      feeds: [
        { type: 'application/atom+xml', title: `${fullTitle} (Atom)`, href: absolute(view.feedRoutes.atom) },
        { type: 'application/rss+xml', title: `${fullTitle} (RSS)`, href: absolute(view.feedRoutes.rss) },
        { type: 'application/feed+json', title: `${fullTitle} (JSON Feed)`, href: absolute(view.feedRoutes.json) }
      ]
    },
    html`
      <div class="columns">
        <div class="intro">
          <p class="kicker">Topic</p>
          <h1>${foreign(view.title.text, view.title.language)}${narrowed !== '' && html` <span class="narrowed">${narrowed}</span>`}</h1>
          ${view.otherTitles.length > 0 && html`<p class="other-titles">${view.otherTitles.map((title, index) => [index > 0 && ' · ', foreign(title.text, title.language)])}</p>`}
          ${view.scope !== '' && html`<p class="scope">${view.scope}</p>`}
          <p class="meta">${counted(view.articles, 'article')} in ${counted(view.languages.length, 'language')}${view.changedAt !== null && html`, last changed ${time(view.changedAt)}`}</p>
        </div>
        <aside aria-label="Subscribe and narrow">
          ${subscribeBox(site, { title: fullTitle, routes: view.feedRoutes })}
          ${facetList('Languages', view.languages, languageName, view.allRoute, path)}
          ${facetList('Regions', view.regions, regionName, view.allRoute, path)}
          ${view.archiveMonths.length > 0 && html`
            <nav class="facets" aria-label="Archive"><h2>Archive</h2><ul>${view.archiveMonths.map((month) => html`<li><a href=${path(`/topics/${view.id}/archive/${month}.atom`)}>${month} <span class="count">Atom</span></a></li>`)}</ul></nav>`}
        </aside>
        <div class="stories">
          ${view.stories.length === 0 ? html`<p class="empty">Nothing so far. What the sources publish on this topic appears here by itself.</p>` : days(view.stories, path)}
          ${view.nextRoute !== null && html`<p class="pager"><a rel="next" href=${path(view.nextRoute)}>Older stories</a></p>`}
        </div>
      </div>`
  )
}

function days(stories: readonly StoryView[], path: (route: string) => string): Html {
  const groups = Map.groupBy(stories, (story) => (story.pinned ? 'Chosen by the editors' : dayName(newestAt(story))))
  return [...groups].map(([day, members]) => html`<section aria-label=${day}><h2 class="day">${day}</h2>${members.map((story) => storyItem(story, path))}</section>`)
}

function newestAt({ lead, others }: StoryView): number {
  return Math.max(lead.at, ...others.map(({ at }) => at))
}

function facetList(title: string, facets: readonly Facet[], nameOf: (key: string) => string, allRoute: string, path: (route: string) => string): Html {
  if (facets.length === 0) return null
  const narrowed = facets.some(({ current }) => current)
  return html`
    <nav class="facets" aria-label=${title}>
      <h2>${title}</h2>
      <ul>
        ${narrowed && html`<li><a href=${path(allRoute)}>All</a></li>`}
        ${facets.map(({ key, count, route, current }) => html`
          <li><a href=${path(route)} aria-current=${current ? 'true' : undefined}>${nameOf(key)} <span class="count">${count.toLocaleString('en')}</span></a></li>`)}
      </ul>
    </nav>`
}
