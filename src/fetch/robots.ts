import robotsParser from 'robots-parser'
import type { FetchRequest } from '../model/fetch-outcome.ts'
import type { Fetcher } from './fetch-document.ts'

export interface RobotsOptions {
  /** The guarded fetcher's `fetchDocument`. */
  readonly fetchDocument: Fetcher['fetchDocument']
  readonly now: () => number
}

export interface Robots {
  /**
   * Tells whether the site lets a crawler named Courant fetch an address (RFC 9309). Asked for article pages only: a
   * feed was put into the configuration by a person.
   * @param base what article requests of this feed share (proxy, TLS), without credentials
   */
  mayFetch(url: string, base?: Pick<FetchRequest, 'insecureTls' | 'proxy'>, signal?: AbortSignal): Promise<boolean>
}

/** The package is CommonJS and its types say otherwise. */
type ParseRobots = (url: string, text: string) => { isAllowed(url: string, product: string): boolean | undefined }
const parseRobots = robotsParser as unknown as ParseRobots

const PRODUCT = 'Courant'
const KEPT_MS = 24 * 3_600_000
/** While robots.txt cannot be had, it is asked for again this often. */
const RETRY_MS = 30 * 60_000
const SITES_MAX = 2_000
const ROBOTS_BYTES_MAX = 512 * 1_024
/** Matching a wildcard costs up to the length of the path for each of its letters, so a file may hold only so many. */
const WILDCARD_BYTES_MAX = 16_384
const URL_BYTES_MAX = 2_048

interface Site {
  readonly allows: (url: string) => boolean
  readonly until: number
}

/** Keeps what each site's robots.txt says for a day. A site that has none allows; one that cannot be asked does not. */
export function createRobots({ fetchDocument, now }: RobotsOptions): Robots {
  const sites = new Map<string, Promise<Site>>()

  async function ask(origin: string, base: Pick<FetchRequest, 'insecureTls' | 'proxy'>, signal?: AbortSignal): Promise<Site> {
    const url = `${origin}/robots.txt`
    const outcome = await fetchDocument({ ...base, url, accept: 'text' }, { signal })
    const until = now() + KEPT_MS
    if (outcome.kind === 'document') {
      const robots = parseRobots(url, prepare(outcome.bytes))
      return { allows: (page) => robots.isAllowed(page, PRODUCT) ?? true, until }
    }
    const status = (outcome.kind === 'failed' && outcome.status) || 0
    const refused = status >= 400 && status <= 499 && status !== 429
    if (refused || (outcome.kind === 'failed' && outcome.failure.kind === 'empty')) return { allows: () => true, until }
    // An address that is not fetched says nothing: what is asked for is refused there too, and with the true reason.
    if (outcome.kind === 'failed' && outcome.failure.kind === 'refused-address') return { allows: () => true, until: now() + RETRY_MS }
    return { allows: () => false, until: now() + RETRY_MS }
  }

  return {
    async mayFetch(url, base = {}, signal) {
      const parsed = URL.parse(url)
      if (parsed === null || url.length > URL_BYTES_MAX) return false
      const known = await sites.get(parsed.origin)?.catch(() => undefined)
      if (known !== undefined && known.until > now()) return known.allows(parsed.href)
      if (sites.size >= SITES_MAX) sites.delete(sites.keys().next().value!)
      const asked = ask(parsed.origin, base, signal)
      sites.set(parsed.origin, asked)
      asked.catch(() => sites.get(parsed.origin) === asked && sites.delete(parsed.origin))
      return (await asked).allows(parsed.href)
    }
  }
}

/** The first 512 KiB (RFC 9309 asks for 500), without lines whose wildcards would cost more than they may. */
function prepare(bytes: Uint8Array): string {
  let wildcardBytes = 0
  return Buffer.from(bytes.subarray(0, ROBOTS_BYTES_MAX))
    .toString('utf8')
    .split(/\r\n|\r|\n/)
    .filter((line) => {
      if (!/^\s*(dis)?allow\s*:/i.test(line) || !line.includes('*')) return true
      wildcardBytes += line.length
      return wildcardBytes <= WILDCARD_BYTES_MAX
    })
    .join('\n')
}
