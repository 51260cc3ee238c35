import { html } from './html.ts'
import { layout, type Site } from './layout.ts'

/** A page at an address that leads on to another one, for sites of files: they cannot redirect. Browsers go there at once, people can follow the link. */
export function leadOnPage(site: Site, path: string): string {
  return layout(
    site,
    { title: 'It stands elsewhere now', route: path.slice(site.addresses.path('').length), noindex: true, leadsTo: path },
    html`<div class="intro"><h1>It stands elsewhere now</h1><p class="scope">This became part of another page.</p><p><a class="button strong" href=${path}>To where it stands</a></p></div>`
  )
}
