import type { FormatEnding } from '../addresses.ts'
import { ASSETS } from '../assets.ts'
import { type Html, html } from './html.ts'
import type { Site } from './layout.ts'

const FORMAT_NAMES: Readonly<Record<FormatEnding, string>> = { atom: 'Atom', rss: 'RSS', json: 'JSON Feed' }

/** A button for each format, and an address to copy into a reader. */
export function subscribeBox(site: Site, { title, routes }: { readonly title: string; readonly routes: Readonly<Partial<Record<FormatEnding, string>>> }): Html {
  const { path, absolute } = site.addresses
  const formats = Object.entries(routes) as [FormatEnding, string][]
  return html`
    <section class="subscribe" id="subscribe" aria-labelledby="subscribe-title">
      <h2 id="subscribe-title"><img src=${path(ASSETS.feedIcon.route)} alt="" width="16" height="16" /> Subscribe</h2>
      <p class="buttons">${formats.map(([ending, route]) => html`<a class="button" href=${path(route)} type=${`application/${ending === 'json' ? 'feed+json' : `${ending}+xml`}`} aria-label=${`${FORMAT_NAMES[ending]} feed of ${title}`}>${FORMAT_NAMES[ending]}</a>`)}</p>
      <label for="feed-address">Or copy this address into your reader</label>
      <input id="feed-address" class="address" type="text" readonly value=${absolute(formats[0]![1])} dir="ltr" />
    </section>`
}
