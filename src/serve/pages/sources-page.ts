import { counted } from '../names.ts'
import { regionName } from '../region-names.ts'
import { type Html, html } from './html.ts'
import { layout, type Site } from './layout.ts'
import { foreign, joined, name, time } from './text.ts'

export interface FeedView {
  readonly id: string
  readonly title: string
  readonly language: string | null
  readonly state: string
  readonly message: string
  readonly lastPolledAt: number | null
  readonly nextPollAt: number
  readonly lastOutcome: string | null
}

export interface SourceView {
  readonly id: string
  readonly name: string
  readonly homepage: string | null
  readonly region: string | null
  readonly role: string
  readonly entries: number
  readonly lastMonth: number
  readonly plotRoute: string
  readonly feeds: readonly FeedView[]
}

/** Every source: how it is doing, how often it publishes, what its last poll brought. */
export function sourcesPage(site: Site, sources: readonly SourceView[]): string {
  const byRegion = sources.toSorted((one, other) => compare(one.region ?? '~', other.region ?? '~') || compare(one.name, other.name))
  return layout(
    site,
    { title: 'Sources', description: `The ${counted(sources.length, 'source')} that are read here, and how each is doing`, route: '/sources', section: 'sources' },
    html`
      <div class="intro"><h1>Sources</h1><p class="scope">${counted(sources.length, 'source')}, ${counted(sources.reduce((sum, { feeds }) => sum + feeds.length, 0), 'feed')}. Each is judged by its own rhythm: the bars are what it published on each of the last 30 days.</p></div>
      <ul class="sources">${byRegion.map((source) => sourceItem(site, source))}</ul>`
  )
}

function sourceItem(site: Site, source: SourceView): Html {
  const { path } = site.addresses
  return html`
    <li class="source-card" id=${source.id}>
      <div>
        <p class="kicker">${source.region === null ? 'No region' : regionName(source.region)}</p>
        <h2>${source.homepage ? html`<a href=${source.homepage} rel="external">${name(source.name)}</a>` : name(source.name)}</h2>
        <p class="meta">${joined([ROLES[source.role] ?? source.role, counted(source.entries, 'entry', 'entries')])}</p>
      </div>
      <img class="rhythm" src=${path(source.plotRoute)} width="240" height="48" loading="lazy" alt=${`${counted(source.lastMonth, 'entry', 'entries')} in the last 30 days`} />
      <ul class="feeds">${source.feeds.map((feed) => html`
        <li>
          <p>${stateLabel(feed.state)} ${foreign(feed.title, feed.language ?? 'und')}</p>
          <p class="meta">${feed.message}</p>
          ${feed.lastPolledAt !== null && html`<p class="meta">${joined([html`<span>last poll ${time(feed.lastPolledAt)}${feed.lastOutcome && `: ${OUTCOMES[feed.lastOutcome] ?? feed.lastOutcome}`}</span>`])}</p>`}
        </li>`)}</ul>
    </li>`
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

const ROLES: Readonly<Record<string, string>> = { authority: 'Issuing authority', media: 'Press', mirror: 'Mirror' }
const OUTCOMES: Readonly<Record<string, string>> = { updated: 'something new', same: 'nothing new', unchanged: 'not changed', 'rate-limited': 'asked to wait', failed: 'failed' }

const KINDS: Readonly<Record<string, 'good' | 'idle' | 'bad'>> = { ok: 'good', new: 'idle', paused: 'idle', quiet: 'idle', moved: 'idle', stale: 'bad' }

/** The state of a feed, told by a word and by colour. */
export function stateLabel(state: string): Html {
  return html`<span class=${`state ${KINDS[state] ?? 'bad'}`}>${state}</span>`
}
