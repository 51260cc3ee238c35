import type { Config } from '../config/schema.ts'
import type { Curation } from '../curate/curation.ts'
import type { Logger } from '../log.ts'
import type { Store } from '../store/store.ts'

/** What the application works with; nothing of it opens a socket. */
export interface AppDeps {
  readonly store: Store
  /** The configuration now in force: it may change while the application runs. */
  readonly config: () => Config
  readonly now: () => number
  /** `false` in tests: nothing is logged. */
  readonly log: Logger | false
  /** Told that something waits to be pushed, so that it need not wait for the next tick. */
  readonly onPushWork?: () => void
  /** Told that a hub announced something, so that its feed is polled now. */
  readonly onPushedFeed?: () => void
  /** Carries out what editors ask for; left out where nothing is edited. */
  readonly curation?: Curation
  /** The mistakes of a configuration that was refused while an older one stays in force; null when there is none. */
  readonly refusedConfig?: () => string | null
  /** Why the store refuses writes just now; null when it takes them. */
  readonly storeTrouble?: () => string | null
  /** Whether it listens for the thread in front alone, which says who asks and watches over connections. */
  readonly isBehindFront?: boolean
  /** `static` leaves out what only a running server can answer: search, filters, the interface for programs. */
  readonly site?: 'live' | 'static'
}
