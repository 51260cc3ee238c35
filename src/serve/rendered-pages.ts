import type { Representation } from './conditional-response.ts'
import { encodeRepresentation } from './encode-representation.ts'

export interface Page {
  readonly body: string
  readonly contentType: string
  /** Link header values. */
  readonly links?: readonly string[]
}

const PAGES_MAX = 400
const PAGE_MAX_AGE_MS = 60_000

export type RenderedPages = ReturnType<typeof createRenderedPages>

/** Pages and plots, kept until what they show has another version; made by one request however many wait. */
export function createRenderedPages(now: () => number) {
  const pages = new Map<string, { version: string; identity: string; stored: Promise<Representation | null> }>()

  return {
    /**
     * @param key names the page; version names the state it shows
     * @param make gives the page, or null when there is none
     */
    find(key: string, version: string, make: () => Promise<Page | null>): Promise<Representation | null> {
      const known = pages.get(key)
      if (known?.version === version) return known.stored
      const slot = { version, identity: known?.identity ?? '', stored: Promise.resolve<Representation | null>(null) }
      slot.stored = render(make, slot, known?.stored ?? null)
      slot.stored.then(
        (stored) => stored === null && forget(key, slot),
        () => forget(key, slot)
      )
      pages.delete(key)
      pages.set(key, slot)
      if (pages.size > PAGES_MAX) pages.delete(pages.keys().next().value!)
      return slot.stored
    }
  }

  async function render(make: () => Promise<Page | null>, slot: { identity: string }, before: Promise<Representation | null> | null) {
    const page = await make()
    if (page === null) return null
    const old = before === null ? null : await before.catch(() => null)
    if (old !== null && page.body === slot.identity) return old
    slot.identity = page.body
    const { body, contentType, links } = page
    return encodeRepresentation(body, { contentType, changedAt: now(), maxAgeMs: PAGE_MAX_AGE_MS, ...(links ? { links } : {}) })
  }

  function forget(key: string, slot: object): void {
    if (pages.get(key) === slot) pages.delete(key)
  }
}
