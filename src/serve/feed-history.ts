import { type FeedPieces, joined } from '../publish/topic-feed.ts'
import type { CodedForm, FeedDelta } from './conditional-response.ts'

/** Earlier states a reader may have and be told the difference from. */
const STATES_MAX = 24
/** A difference larger than this part of the whole is not worth it: the whole goes out compressed. */
const PART_MAX = 0.5

interface State {
  readonly number: number
  readonly etags: ReadonlySet<string>
}

type Changes = ReadonlyMap<string, { readonly bytes: Buffer; readonly changedIn: number }>

/**
 * Remembers which item of a document changed in which of its last states, for readers that ask for what is new only (RFC 3229 with the
 * instance manipulation `feed`).
 */
export function createFeedHistory() {
  let states: readonly State[] = []
  let changes: Changes = new Map()
  let newest = 0

  return {
    /**
     * Takes note of a new state.
     * @param etags of the document in each coding
     * @returns what to tell readers of earlier states
     */
    add(pieces: FeedPieces, etags: readonly string[]): FeedDelta {
      newest++
      changes = new Map(
        pieces.items.map(({ id, bytes }) => {
          const known = changes.get(id)
          return [id, known?.bytes.equals(bytes) ? { bytes, changedIn: known.changedIn } : { bytes, changedIn: newest }]
        })
      )
      states = [...states, { number: newest, etags: new Set(etags) }].slice(-STATES_MAX)
      return deltaOf(pieces, states, changes)
    }
  }
}

function deltaOf(pieces: FeedPieces, states: readonly State[], changes: Changes): FeedDelta {
  const forms = new Map<number, CodedForm | null>()
  return {
    formOf(etag) {
      const base = states.find(({ etags }) => etags.has(etag))
      if (!base) return null
      const known = forms.get(base.number)
      if (known !== undefined) return known
      const changed = pieces.items.filter(({ id }) => changes.get(id)!.changedIn > base.number)
      const form = lengthOf(changed) <= lengthOf(pieces.items) * PART_MAX ? { bytes: joined(pieces, changed), etag } : null
      forms.set(base.number, form)
      return form
    }
  }
}

function lengthOf(items: FeedPieces['items']): number {
  return items.reduce((sum, { bytes }) => sum + bytes.length, 0)
}
