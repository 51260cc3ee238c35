import { createHash } from 'node:crypto'
import type { FeedPieces } from '../publish/topic-feed.ts'
import type { CodedForm, FeedDelta } from './conditional-response.ts'

/** Earlier states a reader may have and be told the difference from. */
const STATES_MAX = 24
/** A difference larger than this part of the whole is not worth it: the whole goes out compressed. */
const PART_MAX = 0.5

/**
 * Remembers which item of a document changed in which of its last states, for readers that ask for what is new only (RFC 3229 with the
 * instance manipulation `feed`).
 */
export function createFeedHistory() {
  let states: readonly { readonly number: number; readonly etags: ReadonlySet<string> }[] = []
  let items: ReadonlyMap<string, { readonly digest: string; readonly changedIn: number }> = new Map()
  let newest = 0

  return {
    /**
     * Takes note of a new state.
     * @param etags of the document in each coding
     * @returns what to tell readers of earlier states
     */
    add(pieces: FeedPieces, etags: readonly string[]): FeedDelta {
      newest++
      items = new Map(pieces.items.map(({ id, text }) => {
        const digest = createHash('sha1').update(text).digest('base64')
        const known = items.get(id)
        return [id, known?.digest === digest ? known : { digest, changedIn: newest }]
      }))
      states = [...states, { number: newest, etags: new Set(etags) }].slice(-STATES_MAX)
      return deltaOf(pieces, states, items)
    }
  }
}

function deltaOf(
  { head, items, between, tail }: FeedPieces,
  states: readonly { readonly number: number; readonly etags: ReadonlySet<string> }[],
  changes: ReadonlyMap<string, { readonly changedIn: number }>
): FeedDelta {
  const texts = items.map(({ id, text }) => ({ text: Buffer.from(text), changedIn: changes.get(id)!.changedIn }))
  const whole = texts.reduce((sum, { text }) => sum + text.length, 0)
  const forms = new Map<number, CodedForm | null>()
  return {
    formOf(etag) {
      const base = states.find(({ etags }) => etags.has(etag))
      if (!base) return null
      const known = forms.get(base.number)
      if (known !== undefined) return known
      const changed = texts.filter(({ changedIn }) => changedIn > base.number).map(({ text }) => text)
      const isSmall = changed.reduce((sum, text) => sum + text.length, 0) <= whole * PART_MAX
      const bytes = Buffer.concat([Buffer.from(head), ...changed.flatMap((text, index) => (index === 0 ? [text] : [Buffer.from(between), text])), Buffer.from(tail)])
      const form = isSmall ? { bytes, etag } : null
      forms.set(base.number, form)
      return form
    }
  }
}
