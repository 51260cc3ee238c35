/** One change of the address that a feed is polled at. */
export interface Move {
  readonly from: string
  readonly to: string
  readonly at: number
  /** `redirect`: a permanent redirect was believed; `return`: what it led to failed, and the configured address is asked again. */
  readonly why: 'redirect' | 'return'
}

/** The redirects of a feed: the one that is watched, and the moves that were made, newest last. Plain JSON. */
export interface MoveLedger {
  readonly watched: { readonly to: string; readonly sights: number; readonly firstAt: number } | null
  readonly made: readonly Move[]
}

/** A permanent redirect is believed at its second sight, when its target could be read both times. */
const SIGHTS_OF_A_MOVE = 2
/** After so many failures in a row at the address it moved to, the configured one is asked again. */
const FAILURES_BEFORE_RETURN = 3
const MOVES_KEPT_MAX = 10

const NO_MOVES: MoveLedger = { watched: null, made: [] }

/** Reads what was stored. @returns an empty ledger when it is none of ours */
export function readMoves(json: string | null): MoveLedger {
  if (json === null) return NO_MOVES
  const value = JSON.parse(json) as Partial<MoveLedger>
  return Array.isArray(value.made) ? { watched: value.watched ?? null, made: value.made } : NO_MOVES
}

/** @returns the text for a column, null when there is nothing to keep */
export function writeMoves(ledger: MoveLedger): string | null {
  return ledger.watched === null && ledger.made.length === 0 ? null : JSON.stringify(ledger)
}

/**
 * Notes where a poll that could be read was redirected for good: seen twice in a row to the same target, it is followed from then on.
 * @param permanentUrl the end of a chain of permanent redirects alone, null when there was none (RFC 9110, sections 15.4.2 and 15.4.9)
 * @returns the address to poll next time
 */
export function afterReadable(
  ledger: MoveLedger,
  url: string,
  permanentUrl: string | null,
  now: number
): { url: string; ledger: MoveLedger } {
  if (permanentUrl === null || permanentUrl === url) return { url, ledger: { ...ledger, watched: null } }
  const { watched } = ledger
  const sights = watched?.to === permanentUrl ? watched.sights + 1 : 1
  if (sights < SIGHTS_OF_A_MOVE) return { url, ledger: { ...ledger, watched: { to: permanentUrl, sights, firstAt: now } } }
  return moved(ledger, { from: url, to: permanentUrl, at: now, why: 'redirect' })
}

/** Notes a failed poll: an address that a redirect led to and that fails is given up for the configured one. */
export function afterFailureAt(
  ledger: MoveLedger,
  url: string,
  configuredUrl: string,
  failuresInRow: number,
  now: number
): { url: string; ledger: MoveLedger } {
  if (url === configuredUrl || failuresInRow < FAILURES_BEFORE_RETURN) return { url, ledger }
  return moved(ledger, { from: url, to: configuredUrl, at: now, why: 'return' })
}

function moved(ledger: MoveLedger, move: Move): { url: string; ledger: MoveLedger } {
  return { url: move.to, ledger: { watched: null, made: [...ledger.made, move].slice(-MOVES_KEPT_MAX) } }
}
