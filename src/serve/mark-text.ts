import type { TermHit } from '../model/entry.ts'
import type { MarkedText } from './pages/article-page.ts'

type Place = Pick<TermHit, 'offset' | 'length'>

const SNIPPETS_MAX = 3
const CONTEXT_UNITS = 90

/** Marks places in a text; places that overlap become one, places outside the text are left out. */
export function markText(text: string, places: readonly Place[]): MarkedText {
  if (text === '') return []
  const parts: { text: string; marked: boolean }[] = []
  let done = 0
  for (const { start, end } of merged(text, places)) {
    if (start > done) parts.push({ text: text.slice(done, start), marked: false })
    parts.push({ text: text.slice(start, end), marked: true })
    done = end
  }
  if (done < text.length) parts.push({ text: text.slice(done), marked: false })
  return parts
}

/** The first marked places of a long text, each with the words around it. */
export function snippetsOf(text: string, places: readonly Place[]): readonly MarkedText[] {
  const snippets: MarkedText[] = []
  let shownTo = -1
  for (const { start } of merged(text, places)) {
    if (start < shownTo || snippets.length >= SNIPPETS_MAX) continue
    const from = borderBefore(text, Math.max(0, start - CONTEXT_UNITS))
    const to = borderBefore(text, Math.min(text.length, start + CONTEXT_UNITS * 2))
    shownTo = to
    const inside = places
      .map(({ offset, length }) => ({ offset: offset - from, length }))
      .filter(({ offset, length }) => offset >= 0 && offset + length <= to - from)
    const marked = markText(text.slice(from, to), inside)
    snippets.push([
      ...(from > 0 ? [{ text: '…', marked: false }] : []),
      ...marked,
      ...(to < text.length ? [{ text: '…', marked: false }] : [])
    ])
  }
  return snippets
}

function merged(text: string, places: readonly Place[]): readonly { readonly start: number; readonly end: number }[] {
  const sorted = places
    .map(({ offset, length }) => ({ start: offset, end: offset + length }))
    .filter(({ start, end }) => start >= 0 && end > start && end <= text.length)
    .sort((one, other) => one.start - other.start)
  const out: { start: number; end: number }[] = []
  for (const place of sorted) {
    const last = out.at(-1)
    if (last && place.start <= last.end) last.end = Math.max(last.end, place.end)
    else out.push({ ...place })
  }
  return out
}

/** Not within a surrogate pair, and after a space when there is one near by. */
function borderBefore(text: string, index: number): number {
  if (index <= 0 || index >= text.length) return index
  const space = text.lastIndexOf(' ', index)
  if (space > index - 20) return space + 1
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index
}
