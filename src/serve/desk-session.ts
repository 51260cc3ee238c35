import { createHmac, timingSafeEqual } from 'node:crypto'

/** How long an editor stays at the desk without giving the token again. */
export const SESSION_MS = 12 * 3_600_000
const COOKIE_UNITS_MAX = 1_000

export interface DeskSession {
  /** Name of the token it was begun with. */
  readonly editor: string
  /** What each form sends back: nobody else can know it (double-submit is not needed, for it is signed with the session). */
  readonly csrf: string
}

/**
 * Begins a session: signed, not stored, so that any process of the instance knows it. It ends with its time, and when the token it was begun
 * with changes or leaves the configuration.
 * @param key known to this instance and token alone
 * @returns the value of the cookie
 */
export function beginSession(editor: string, nonce: string, key: Uint8Array, now: number): string {
  const content = [Buffer.from(editor).toString('base64url'), String(now + SESSION_MS), nonce].join('.')
  return `${content}.${sign(`session ${content}`, key)}`
}

/**
 * Reads a session.
 * @param keyOf the key of an editor's token; null when there is none any more
 * @returns null when it is none, is over, or was signed with another key
 */
export function readSession(cookie: string | undefined, keyOf: (editor: string) => Uint8Array | null, now: number): DeskSession | null {
  const parts = cookie !== undefined && cookie.length <= COOKIE_UNITS_MAX ? cookie.split('.') : []
  if (parts.length !== 4) return null
  const [name, endsAt, nonce, signature] = parts as [string, string, string, string]
  const editor = Buffer.from(name, 'base64url').toString()
  const key = keyOf(editor)
  if (key === null || !isSame(signature, sign(`session ${name}.${endsAt}.${nonce}`, key)) || !(Number(endsAt) > now)) return null
  return { editor, csrf: sign(`csrf ${name}.${endsAt}.${nonce}`, key) }
}

/** Compares in a time that says nothing of either. */
export function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function sign(text: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
