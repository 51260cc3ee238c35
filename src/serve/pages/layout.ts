import type { Addresses } from '../addresses.ts'
import { ASSETS } from '../assets.ts'
import { type Html, html, renderPage } from './html.ts'

/** What every page knows of the place it stands in. */
export interface Site {
  readonly title: string
  readonly addresses: Addresses
  readonly mode: 'live' | 'static'
}

export interface PageHead {
  readonly title: string
  readonly description?: string
  /** Route of this page, for `rel=canonical`. */
  readonly route: string
  readonly section?: 'topics' | 'sources' | 'status' | 'search'
  /** Feeds that tell what this page tells. */
  readonly feeds?: readonly { readonly type: string; readonly title: string; readonly href: string }[]
  /** Pages beyond the first of a list, and error pages, stay out of search engines. */
  readonly noindex?: boolean
  readonly query?: string
  /** Where browsers go on to at once. */
  readonly leadsTo?: string
}

/** A whole page around its main part. */
export function layout(site: Site, head: PageHead, main: Html): string {
  const { path } = site.addresses
  const title = head.title === site.title ? site.title : `${head.title} — ${site.title}`
  const nav = [
    ['topics', '/', 'Topics'],
    ['sources', '/sources', 'Sources'],
    ...(site.mode === 'live' ? [['status', '/status', 'Status']] : [])
  ] as const
  return renderPage(html`
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${head.description && html`<meta name="description" content=${head.description} />`}
        ${head.leadsTo !== undefined && html`<meta http-equiv="refresh" content=${`0; url=${head.leadsTo}`} />`}
        ${head.noindex && html`<meta name="robots" content="noindex" />`}
        <link rel="canonical" href=${site.addresses.absolute(head.route)} />
        <link rel="stylesheet" href=${path(ASSETS.stylesheet.route)} />
        <link rel="icon" type="image/svg+xml" href=${path(ASSETS.icon.route)} />
        ${(head.feeds ?? []).map(({ type, title: feedTitle, href }) => html`<link rel="alternate" type=${type} title=${feedTitle} href=${href} />`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the news</a>
        <header class="site">
          <div class="wrap">
            <a class="name" href=${path('/')}><img src=${path(ASSETS.icon.route)} alt="" width="24" height="24" /><bdi>${site.title}</bdi></a>
            <nav aria-label="Main">
              <ul>
                ${nav.map(([section, route, label]) => html`<li><a href=${path(route)} aria-current=${section === head.section ? 'page' : undefined}>${label}</a></li>`)}
              </ul>
            </nav>
            ${site.mode === 'live' && html`
              <form class="search" role="search" action=${path('/search')} method="get">
                <label for="q" class="hidden">Search the articles</label>
                <input id="q" name="q" type="search" placeholder="Search in any script" maxlength="200" dir="auto" value=${head.query ?? ''} />
                <button type="submit">Search</button>
              </form>`}
          </div>
        </header>
        <main id="main" class="wrap">${main}</main>
        <footer class="site">
          <div class="wrap">
            <p><a href=${path('/opml.xml')}>All topics as a subscription list (OPML)</a>${site.mode === 'live' && html` <a href=${path('/api/openapi.json')}>For programs</a> <a href=${path('/status.atom')}>Feed of troubled sources</a>`}</p>
            <p>Headlines and texts belong to those who published them; each links to where it stands. Times are UTC.</p>
          </div>
        </footer>
      </body>
    </html>`)
}
