import { html } from './html.ts'
import { layout, type Site } from './layout.ts'

/** What people read when something is not there or went wrong. */
export function errorPage(site: Site, error: { readonly status: number; readonly title: string; readonly detail: string }): string {
  return layout(
    site,
    { title: error.title, route: '/', noindex: true },
    html`<div class="intro error"><p class="kicker">${error.status}</p><h1>${error.title}</h1><p class="scope">${error.detail}</p><p><a href=${site.addresses.path('/')}>To all topics</a></p></div>`
  )
}
