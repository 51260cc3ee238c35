import type { Reason } from '../reason-sentence.ts'
import { counted } from '../names.ts'
import { regionName } from '../region-names.ts'
import { minuteName } from '../../text/minute-name.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { foreign, joined, languageLabel, name, time } from './text.ts'

/** One headline in a list. */
export interface Headline {
  readonly articleId: string
  readonly title: string
  readonly summary: string
  readonly language: string
  readonly at: number
  /** Whether `at` is when its source says it was published, or only when we first saw it. */
  readonly atFrom: 'published' | 'first seen'
  readonly sourceId: string
  readonly sourceName: string
  readonly alsoBy: readonly string[]
  readonly regions: readonly string[]
  /** Why it is in the topic, the weightiest first. */
  readonly reasons: readonly Reason[]
}

/** One story in a list: its leading article, and the others that tell it. */
export interface StoryView {
  readonly storyId: string
  readonly lead: Headline
  readonly others: readonly Headline[]
  readonly pinned: boolean
}

const OTHERS_SHOWN = 12

/** A story as lists show it. */
export function storyItem(story: StoryView, path: (route: string) => string, level: 'h2' | 'h3' = 'h3'): Html {
  const { lead, others } = story
  const more = others.length - OTHERS_SHOWN
  return html`
    <article class="story">
      <p class="kicker">${joined([languageLabel(lead.language), ...lead.regions.slice(0, 3).map((code) => html`<span>${regionName(code)}</span>`), story.pinned && html`<span class="pinned">Chosen by the editors</span>`])}</p>
      <${level} class="headline"><a href=${path(`/articles/${lead.articleId}`)}>${foreign(lead.title || 'Without a title', lead.title ? lead.language : 'en')}</a></${level}>
      ${lead.summary !== '' && html`<p class="summary">${foreign(lead.summary, lead.language)}</p>`}
      ${byline(lead)}
      ${lead.reasons.length > 0 && html`<p class="reason">Here because ${joined(lead.reasons.slice(0, 2).map(reasonText), '; ')}</p>`}
      ${others.length > 0 && html`
        <ul class="others" aria-label="The same story elsewhere">
          ${variedFirst(others, lead.language).slice(0, OTHERS_SHOWN).map((other) => html`
            <li>
              <a href=${path(`/articles/${other.articleId}`)}>${foreign(other.title || 'Without a title', other.title ? other.language : 'en')}</a>
              <span class="meta">${joined([languageLabel(other.language), name(other.sourceName), time(other.at)])}</span>
            </li>`)}
        </ul>
        <p class="whole"><a href=${path(`/stories/${story.storyId}`)}>${more > 0 ? `The whole story: ${counted(others.length + 1, 'article')}` : `The story on a time line: ${counted(others.length + 1, 'article')}`}</a></p>`}
    </article>`
}

/** One headline of each other language before a second of any. */
function variedFirst(headlines: readonly Headline[], known: string): readonly Headline[] {
  const seen = new Set([known])
  const fresh = headlines.filter(({ language }) => !seen.has(language) && seen.add(language))
  return [...fresh, ...headlines.filter((headline) => !fresh.includes(headline))]
}

/** One reason as a phrase, the words found in their own direction. */
export function reasonText({ found, rest }: Reason): Html {
  return found === null ? rest : html`<span>“<bdi class="found">${found}</bdi>” ${rest}</span>`
}

/** Who published it and when. */
export function byline(headline: Headline): Html {
  const also = headline.alsoBy.slice(0, 3)
  const rest = headline.alsoBy.length - also.length
  return html`<p class="meta">${joined([
    html`<span class="source">${name(headline.sourceName)}</span>`,
    headline.atFrom === 'published' ? time(headline.at) : time(headline.at, `first seen ${minuteName(headline.at)}`),
    also.length > 0 && html`<span>also by ${joined(also.map(name), ', ')}${rest > 0 ? ` and ${rest} more` : ''}</span>`
  ])}</p>`
}
