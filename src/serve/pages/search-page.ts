import { counted } from '../names.ts'
import { html } from './html.ts'
import { layout, type Site } from './layout.ts'
import { type Headline, storyItem } from './story-item.ts'
import { subscribeBox } from './subscribe-box.ts'

export interface SearchView {
  readonly query: string
  readonly found: readonly Headline[]
  readonly limit: number
}

/** A search: a form, and what it finds; every search is a feed too. */
export function searchPage(site: Site, view: SearchView): string {
  const { path, absolute } = site.addresses
  const q = encodeURIComponent(view.query)
  const routes = { atom: `/search.atom?q=${q}`, rss: `/search.rss?q=${q}`, json: `/search.json?q=${q}` }
  return layout(
    site,
    {
      title: view.query === '' ? 'Search' : `Search: ${view.query}`,
      route: view.query === '' ? '/search' : `/search?q=${q}`,
      section: 'search',
      noindex: true,
      query: view.query,
      ...(view.query === '' ? {} : {
        feeds: [
          { type: 'application/atom+xml', title: `Search: ${view.query} (Atom)`, href: absolute(routes.atom) },
          { type: 'application/rss+xml', title: `Search: ${view.query} (RSS)`, href: absolute(routes.rss) },
          { type: 'application/feed+json', title: `Search: ${view.query} (JSON Feed)`, href: absolute(routes.json) }
        ]
      })
    },
    html`
      <div class="columns">
        <div class="intro">
          <h1>${view.query === '' ? 'Search' : html`Articles with <bdi class="found">${view.query}</bdi>`}</h1>
          <p class="meta">${view.query === '' ? 'Words are found within texts of any script; every word has to occur, quotation marks keep words together.' : view.found.length === view.limit ? `The newest ${view.limit}` : counted(view.found.length, 'article')}</p>
        </div>
        ${view.query !== '' && html`<aside aria-label="Subscribe">${subscribeBox(site, { title: `the search ${view.query}`, routes })}</aside>`}
        <div class="stories">
          ${view.query !== '' && view.found.length === 0 && html`<p class="empty">Nothing holds all of these words. Try fewer of them, or a shorter part of a word.</p>`}
          ${view.found.map((lead) => storyItem({ storyId: lead.articleId, lead, others: [], pinned: false }, path, 'h2'))}
        </div>
      </div>`
  )
}
