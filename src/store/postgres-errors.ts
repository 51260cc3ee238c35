import { CourantError, messageOf } from '../errors.ts'

/**
 * What PostgreSQL or the way to it reports, as an error that operators and workers understand: the server is away or busy, its
 * disk is full, or its files are damaged. A statement that is wrong in itself stays what it is: that is our bug.
 * @param place where the database is, without its password
 */
export function asStoreError(error: unknown, place: string): unknown {
  if (error instanceof CourantError || error instanceof TypeError || error instanceof RangeError) return error
  const code = sqlStateOf(error)
  if (code === '53100')
    return new CourantError('STORE_FULL', `the disk of ${place} is full; free some room, Courant goes on by itself`, { cause: bare(error) })
  if (code === 'XX001' || code === 'XX002') {
    return new CourantError('STORE_CORRUPT', `the database ${place} is damaged: ${messageOf(error)}; restore it from your backup`, {
      cause: bare(error)
    })
  }
  return code === null || isPlanTooOld(error) || PASSING.test(code) ? unreachable(error, place) : error
}

/** Whether a connection kept a plan that the schema, changed by a newer version, has made useless. */
export function isPlanTooOld(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === '0A000' && messageOf(error).includes('cached plan')
}

/** Why a database could not be opened, with what to do about it. */
export function asOpenError(error: unknown, place: string): CourantError {
  if (error instanceof CourantError) return error
  const code = sqlStateOf(error) ?? ''
  const cure = Object.entries(CURES).find(([prefix]) => code.startsWith(prefix))?.[1]
  if (cure !== undefined) {
    return new CourantError('STORE_UNOPENABLE', `cannot use the database ${place}: ${messageOf(error)}; ${cure}`, { cause: bare(error) })
  }
  const message = `cannot reach the database ${place}: ${messageOf(error)}; start it, or correct the address under store: in courant.yaml`
  return new CourantError('STORE_UNREACHABLE', message, { cause: bare(error) })
}

/**
 * Classes and codes of conditions that pass: connections (08), a standby that takes no writes (25006), a session that was idle for too
 * long (25P03), deadlocks (40), resources (53), locks (55P03), cancelled statements and shutdowns (57).
 */
const PASSING = /^(08|25006|25P03|40|53|55P03|57)/

const CURES: Readonly<Record<string, string>> = {
  '28': 'set the right user and password under store: in courant.yaml, and let pg_hba.conf admit this machine',
  '3D': 'make it with createdb, or name another one under store: in courant.yaml',
  '42501': 'let this user create tables in it'
}

function unreachable(error: unknown, place: string): CourantError {
  return new CourantError(
    'STORE_UNREACHABLE',
    `the database ${place} does not answer: ${messageOf(error)}; Courant goes on by itself once it does`,
    { cause: bare(error) }
  )
}

/** The five characters by which the server names a condition; null for what happened on the way to it. */
function sqlStateOf(error: unknown): string | null {
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown }
  return typeof code === 'string' && typeof severity === 'string' ? code : null
}

/** An error of the package may carry the client, and with it the password. */
function bare(error: unknown): Error {
  const plain = Object.assign(new Error(messageOf(error)), { code: (error as { code?: unknown } | undefined)?.code })
  return error instanceof Error && error.stack !== undefined ? Object.assign(plain, { stack: error.stack }) : plain
}
