import type { HubCounts } from '../../store/hub.ts'
import type { WebhookState } from '../../store/webhooks.ts'
import { counted, durationName } from '../names.ts'
import { type Html, html } from './html.ts'
import { layout, type Site } from './layout.ts'
import { type FeedView, stateLabel } from './sources-page.ts'
import { name, time } from './text.ts'

export interface StatusView {
  readonly now: number
  readonly states: readonly (readonly [state: string, count: number])[]
  readonly troubled: readonly { readonly sourceName: string; readonly feed: FeedView }[]
  readonly lastDay: { readonly polls: number; readonly failed: number; readonly added: number }
  readonly due: number
  readonly nextAt: number | null
  readonly articles: number
  readonly journal: number
  readonly medianLagMs: number | null
  readonly refusedConfig: string | null
  /** Why nothing can be written just now. */
  readonly storeTrouble: string | null
  readonly hub: HubCounts
  readonly webhooks: readonly WebhookState[]
  /** Feeds whose hubs tell us of their news. */
  readonly pushedFeeds: number
}

/** How the service is doing, for those who run it and those who rely on it. */
export function statusPage(site: Site, view: StatusView): string {
  const { path } = site.addresses
  return layout(
    site,
    {
      title: 'Status',
      route: '/status',
      section: 'status',
      feeds: [{ type: 'application/atom+xml', title: 'Troubled sources (Atom)', href: site.addresses.absolute('/status.atom') }]
    },
    html`
      <div class="intro"><h1>Status</h1><p class="meta">As of ${time(view.now)}</p></div>
      ${view.storeTrouble !== null && html`<section class="panel warning" aria-labelledby="store"><h2 id="store">Nothing can be written</h2><p>Polling waits until it can; what is published stays up.</p><pre>${view.storeTrouble}</pre></section>`}
      ${view.refusedConfig !== null && html`<section class="panel warning" aria-labelledby="refused"><h2 id="refused">A changed configuration was refused</h2><p>The one before it stays in force.</p><pre>${view.refusedConfig}</pre></section>`}
      <dl class="figures">
        ${figure('Polls in the last day', view.lastDay.polls.toLocaleString('en'), view.lastDay.failed === 0 ? 'none failed' : `${view.lastDay.failed.toLocaleString('en')} failed`)}
        ${figure('New in the last day', view.lastDay.added.toLocaleString('en'), `${counted(view.articles, 'article')} kept`)}
        ${figure('Median lag', view.medianLagMs === null ? 'not known' : durationName(view.medianLagMs), 'from publication to first sight, last two days')}
        ${figure('Due now', view.due.toLocaleString('en'), view.nextAt === null ? 'nothing is planned' : html`next at ${time(view.nextAt)}`)}
      </dl>
      <div class="plots">
      <figure class="plot"><figcaption>New entries and failed polls per hour, last 48 hours</figcaption><img src=${path('/plots/hours.svg')} width="720" height="200" alt=${`${view.lastDay.added} new entries in ${view.lastDay.polls} polls in the last day; ${view.lastDay.failed} polls failed.`} /></figure>
      <figure class="plot"><figcaption>Lag from publication to first sight, median per hour</figcaption><img src=${path('/plots/lag.svg')} width="720" height="200" alt=${view.medianLagMs === null ? 'No lag is known yet.' : `The median lag of the last two days is ${durationName(view.medianLagMs)}.`} /></figure>
      </div>
      <section aria-labelledby="feeds"><h2 class="day" id="feeds">Feeds</h2><p class="states">${view.states.map(([state, count]) => html`<span>${stateLabel(state)} ${count}</span> `)}</p></section>
      <section aria-labelledby="troubled">
        <h2 class="day" id="troubled">What needs a look</h2>
        ${view.troubled.length === 0 ? html`<p>Nothing: every feed does as it used to.</p>` : html`
          <ul class="troubled">${view.troubled.map(({ sourceName, feed }) => html`
            <li><p>${stateLabel(feed.state)} <strong>${name(sourceName)}</strong> <code>${feed.id}</code></p><p class="meta">${feed.message}</p></li>`)}</ul>`}
      </section>
      <section aria-labelledby="push">
        <h2 class="day" id="push">Push</h2>
        <p>${counted(view.hub.subscriptions, 'subscription')} of the hub, ${counted(view.hub.retrying, 'delivery', 'deliveries')} to be tried again; ${counted(view.pushedFeeds, 'feed')} pushed to us.</p>
        ${view.webhooks.length > 0 && html`<ul class="troubled">${view.webhooks.map(webhookItem)}</ul>`}
      </section>`
  )
}

/** Addresses and failures stay with the operator's commands: they may hold what is not for everybody. */
function webhookItem({ id, behind, deadLetters, disabledAt, failedAt, attempts }: WebhookState): Html {
  const state = disabledAt !== null ? 'disabled: its receiver says that it is gone' : attempts > 0 && failedAt !== null ? html`failing, last at ${time(failedAt)}` : 'on'
  return html`<li><p>Webhook <code>${id}</code>: ${state}</p><p class="meta">${counted(behind, 'change')} behind, ${counted(deadLetters, 'dead letter')}</p></li>`
}

function figure(term: string, value: string, note: Html): Html {
  return html`<div><dt>${term}</dt><dd><strong>${value}</strong><span class="meta">${note}</span></dd></div>`
}
