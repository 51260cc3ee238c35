import type { Entry } from '../model/entry.ts'
import { directionOf } from '../text/direction.ts'
import { languageName } from './names.ts'

export interface ItemParts {
  readonly entry: Entry
  readonly alsoBy: readonly { readonly name: string; readonly url: string }[]
  /** Other articles of the same story. */
  readonly others: readonly { readonly title: string; readonly url: string; readonly language: string; readonly sourceName: string }[]
  readonly sourceName: string
  readonly why: string
  /** Our own page about the article. */
  readonly articleUrl: string
}

const OTHERS_MAX = 12

/** The body of a feed item: the text as its source published it, then who else tells it and why it is here. Safe HTML. */
export function itemHtml({ entry, alsoBy, others, sourceName, why, articleUrl }: ItemParts): string {
  const body = entry.contentHtml !== '' ? entry.contentHtml : entry.summary !== '' ? `<p>${escapeHtml(entry.summary)}</p>` : ''
  const lines = [`Source: ${entry.url === null ? escapeHtml(sourceName) : link(entry.url, sourceName)}`]
  if (alsoBy.length > 0) lines.push(`Also published by: ${alsoBy.map(({ name, url }) => link(url, name)).join(', ')}`)
  if (why !== '') lines.push(`Here because: ${escapeHtml(why)}`)
  lines.push(link(articleUrl, 'Provenance and history'))
  const story = others.length === 0 ? '' : `<p>The same story:</p><ul>${others.slice(0, OTHERS_MAX).map(storyLine).join('')}</ul>`
  return `${body}${story}<p dir="ltr" lang="en">${lines.join('<br>')}</p>`
}

function storyLine({ title, url, language, sourceName }: ItemParts['others'][number]): string {
  return `<li><a href="${escapeHtml(url)}"><bdi lang="${escapeHtml(language)}" dir="${directionOf(language, title)}">${escapeHtml(title)}</bdi></a> (<bdi>${escapeHtml(sourceName)}</bdi>, ${escapeHtml(languageName(language))})</li>`
}

function link(url: string, text: string): string {
  return `<a href="${escapeHtml(url)}"><bdi>${escapeHtml(text)}</bdi></a>`
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!)
}
