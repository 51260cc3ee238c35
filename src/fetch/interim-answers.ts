/** Of 103 Early Hints and their like (RFC 9110, section 15.2): each is parsed on the main loop, and they may come without end. */
const INTERIM_MAX = 20

/** Counts the answers before the answer. @returns what undici calls for each, and a signal that aborts, with the code TOO_MANY_INTERIM, when they are too many */
export function limitInterim(): { readonly onInfo: () => void; readonly signal: AbortSignal } {
  const controller = new AbortController()
  let count = 0
  return {
    signal: controller.signal,
    onInfo() {
      count++
      if (count > INTERIM_MAX)
        controller.abort(Object.assign(new Error(`more than ${INTERIM_MAX} interim answers`), { code: 'TOO_MANY_INTERIM' }))
    }
  }
}
