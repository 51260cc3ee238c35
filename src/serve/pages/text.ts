import { directionOf } from '../../text/direction.ts'
import { languageName } from '../names.ts'
import { minuteName } from '../../text/minute-name.ts'
import { type Html, html } from './html.ts'

/** Text of a known language, told apart from the text around it in direction and font. */
export function foreign(text: Html, language: string, plain = typeof text === 'string' ? text : ''): Html {
  return html`<bdi lang=${language === 'und' ? '' : language} dir=${directionOf(language, plain)}>${text}</bdi>`
}

/** Names of sources and authors: of no known language, so only kept apart. */
export function name(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

/** A time for people and for programs. Takes milliseconds since 1970 UTC. */
export function time(at: number, shown = minuteName(at)): Html {
  return html`<time datetime=${new Date(at).toISOString()}>${shown}</time>`
}

/** The name of a text's language, as it stands at each headline. */
export function languageLabel(language: string): Html {
  return html`<span class="language" title=${language}>${languageName(language)}</span>`
}

/** Puts something between the parts of a line, leaving out empty ones. */
export function joined(parts: readonly Html[], separator: Html = html`<span class="dot" aria-hidden="true"> · </span>`): Html {
  return parts.filter((part) => part !== null && part !== '' && part !== false).map((part, index) => (index === 0 ? part : [separator, part]))
}
