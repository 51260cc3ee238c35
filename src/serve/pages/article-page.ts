import { counted, durationName, languageName } from '../names.ts'
import { joinSentence } from '../join-sentence.ts'
import { regionName } from '../region-names.ts'
import { minuteName } from '../../text/minute-name.ts'
import type { Reason } from '../reason-sentence.ts'
import { type Html, html, safeHtml } from './html.ts'
import { layout, type Site } from './layout.ts'
import { reasonText } from './story-item.ts'
import { foreign, joined, languageLabel, name, time } from './text.ts'
import { directionOf } from '../../text/direction.ts'

/** A text with the places marked that brought it into a topic. */
export type MarkedText = readonly { readonly text: string; readonly marked: boolean }[]

export interface CopyView {
  readonly sourceName: string
  readonly title: string
  readonly language: string
  readonly url: string | null
  readonly publishedAt: number | null
  readonly firstSeenAt: number
  readonly joinReason: string | null
}

export interface RevisionView {
  readonly revision: number
  readonly seenAt: number
  readonly fields: readonly { readonly field: string; readonly parts: readonly { readonly text: string; readonly change: 'added' | 'removed' | 'same' }[] }[]
}

export interface ArticleView {
  readonly id: string
  readonly tagUri: string
  readonly title: MarkedText
  readonly summary: MarkedText
  readonly plainTitle: string
  readonly contentHtml: string
  /** When summary and text were let go of. */
  readonly expiredAt: number | null
  readonly language: string
  readonly languageFrom: string
  readonly confidence: number
  readonly url: string | null
  readonly source: { readonly id: string; readonly name: string; readonly homepage: string | null; readonly licence: string | null }
  readonly authors: readonly string[]
  readonly regions: readonly string[]
  readonly publishedAt: number | null
  readonly publishedFrom: 'feed' | 'page' | 'url' | null
  readonly firstSeenAt: number
  readonly changedAt: number
  readonly revision: number
  readonly topics: readonly {
    readonly route: string
    readonly title: { readonly text: string; readonly language: string }
    readonly score: number
    readonly shown: boolean
    readonly reasons: readonly Reason[]
    readonly snippets: readonly MarkedText[]
  }[]
  readonly copies: readonly CopyView[]
  readonly story: { readonly route: string; readonly articles: number; readonly languages: readonly string[]; readonly reason: string | null } | null
  readonly revisions: readonly RevisionView[]
  /** What an editor wrote anew: `before` is what the source wrote. */
  readonly rewritten: readonly { readonly field: 'Title' | 'Summary'; readonly before: string; readonly why: string; readonly at: number }[]
}

const ORIGIN_OF_TIME = { feed: '', page: ', as its page says', url: ', as its address says' } as const

/** An article: what was published, by whom, who copied it, why it is here and how it changed. */
export function articlePage(site: Site, view: ArticleView): string {
  const { path } = site.addresses
  const shown = view.topics.filter((topic) => topic.shown)
  const near = view.topics.filter((topic) => !topic.shown)
  return layout(
    site,
    { title: view.plainTitle || 'Without a title', route: `/articles/${view.id}`, section: 'topics' },
    html`
      <article class="article">
        <header>
          <p class="kicker">${joined([languageLabel(view.language), ...view.regions.map((code) => html`<span>${regionName(code)}</span>`)])}</p>
          <h1>${view.plainTitle === '' ? 'Without a title' : foreign(marked(view.title), view.language, view.plainTitle)}</h1>
          <p class="meta">${joined([
            html`<span class="source">${view.source.homepage ? html`<a href=${view.source.homepage}>${name(view.source.name)}</a>` : name(view.source.name)}</span>`,
            view.authors.length > 0 && html`<span>${joined(view.authors.slice(0, 5).map(name), ', ')}</span>`,
            view.publishedAt === null ? time(view.firstSeenAt, `first seen ${minuteName(view.firstSeenAt)}`) : time(view.publishedAt)
          ])}</p>
        </header>
        ${view.summary.length > 0 && html`<p class="lead">${foreign(marked(view.summary), view.language, view.summary[0]!.text)}</p>`}
        ${view.contentHtml !== '' && safeHtml(view.contentHtml, { class: 'content', lang: view.language === 'und' ? '' : view.language, dir: directionOf(view.language, view.plainTitle) })}
        ${view.expiredAt !== null && html`<p>Its text was kept until ${time(view.expiredAt)}.</p>`}
        ${view.url !== null && html`<p class="read"><a class="button strong" href=${view.url} rel="external">Read it where it was published</a> <span class="meta">${new URL(view.url).host}</span></p>`}

        <section class="panel" aria-labelledby="why">
          <h2 id="why">Why it is here</h2>
          ${shown.length === 0 && html`<p>It is in no topic now.</p>`}
          ${shown.map((topic) => topicReasons(topic, path))}
          ${near.length > 0 && html`<details><summary>Near misses: ${counted(near.length, 'topic')}</summary>${near.map((topic) => topicReasons(topic, path))}</details>`}
        </section>

        ${view.copies.length > 0 && html`
          <section class="panel" aria-labelledby="also">
            <h2 id="also">Also published by</h2>
            ${copyList(view.copies.slice(0, COPIES_SHOWN_MAX), view.plainTitle)}
            ${view.copies.length > COPIES_SHOWN_MAX && html`
              <details><summary>${counted(view.copies.length - COPIES_SHOWN_MAX, 'more copy', 'more copies')}</summary>${copyList(view.copies.slice(COPIES_SHOWN_MAX), view.plainTitle)}</details>`}
          </section>`}

        ${view.story !== null && html`
          <section class="panel" aria-labelledby="story">
            <h2 id="story">The same story</h2>
            <p><a href=${path(view.story.route)}>${counted(view.story.articles, 'article')} in ${counted(view.story.languages.length, 'language')}</a>: ${view.story.languages.map(languageName).join(', ')}</p>
            ${view.story.reason && html`<p class="meta">Joined to it because ${joinSentence(view.story.reason)}</p>`}
          </section>`}

        <section class="panel" aria-labelledby="provenance">
          <h2 id="provenance">Provenance</h2>
          <dl>
            <dt>Published</dt><dd>${view.publishedAt === null ? 'its source does not say' : [time(view.publishedAt), ORIGIN_OF_TIME[view.publishedFrom ?? 'feed']]}</dd>
            <dt>First seen</dt><dd>${time(view.firstSeenAt)}${view.publishedAt !== null && view.firstSeenAt > view.publishedAt && `, ${durationName(view.firstSeenAt - view.publishedAt)} later`}</dd>
            <dt>Last changed</dt><dd>${time(view.changedAt)}, revision ${view.revision}</dd>
            <dt>Language</dt><dd>${languageName(view.language)} (<code>${view.language}</code>), known by ${LANGUAGE_ORIGINS[view.languageFrom] ?? view.languageFrom}, confidence ${view.confidence.toFixed(2)}</dd>
            ${view.rewritten.map(({ field, before, why, at }) => html`
              <dt>${field}</dt>
              <dd>written by an editor, ${time(at)}: <bdi>${why}</bdi>. Its source wrote ${before === '' ? 'none' : html`“${foreign(before, view.language)}”`}</dd>`)}
            ${view.source.licence && html`<dt>Licence</dt><dd>${view.source.licence}</dd>`}
            <dt>Id</dt><dd><code>${view.tagUri}</code></dd>
          </dl>
        </section>

        ${view.revisions.length > 0 && html`
          <section class="panel" aria-labelledby="revisions">
            <h2 id="revisions">What changed</h2>
            ${view.revisions.map((revision) => html`
              <div class="revision">
                <h3>Revision ${revision.revision}, seen ${time(revision.seenAt)}</h3>
                ${revision.fields.map(({ field, parts }) => html`
                  <p class="field">${field}</p>
                  <p class="diff" lang=${view.language === 'und' ? '' : view.language} dir=${directionOf(view.language, view.plainTitle)}>${parts.map(diffPart)}</p>`)}
              </div>`)}
          </section>`}
      </article>`
  )
}

const LANGUAGE_ORIGINS: Readonly<Record<string, string>> = {
  script: 'its script', text: 'its text', declared: 'what the feed declares', source: 'what its source usually writes', none: 'nothing'
}

/** A text that every paper carries fills no page. */
const COPIES_SHOWN_MAX = 12

function copyList(copies: readonly CopyView[], title: string): Html {
  return html`
    <ul class="copies">${copies.map((copy) => html`
      <li>
        ${copy.url === null ? name(copy.sourceName) : html`<a href=${copy.url} rel="external">${name(copy.sourceName)}</a>`}
        ${copy.title !== title && html`<span class="copy-title">${foreign(copy.title, copy.language)}</span>`}
        <span class="meta">${joined([
          copy.publishedAt === null ? time(copy.firstSeenAt, `first seen ${minuteName(copy.firstSeenAt)}`) : time(copy.publishedAt),
          copy.joinReason && html`<span>joined: ${joinSentence(copy.joinReason)}</span>`
        ])}</span>
      </li>`)}</ul>`
}

function marked(text: MarkedText): Html {
  return text.map((part) => (part.marked ? html`<mark>${part.text}</mark>` : part.text))
}

function topicReasons(topic: ArticleView['topics'][number], path: (route: string) => string): Html {
  return html`
    <h3><a href=${path(topic.route)}>${foreign(topic.title.text, topic.title.language)}</a> <span class="score">score ${topic.score.toFixed(1)}</span></h3>
    <ul class="reasons">${topic.reasons.map((reason) => html`<li>${reasonText(reason)}</li>`)}</ul>
    ${topic.snippets.map((snippet) => html`<blockquote class="snippet"><bdi>${marked(snippet)}</bdi></blockquote>`)}`
}

function diffPart({ text, change }: RevisionView['fields'][number]['parts'][number]): Html {
  if (change === 'added') return html`<ins>${text}</ins>`
  return change === 'removed' ? html`<del>${text}</del>` : text
}
