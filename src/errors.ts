/** Codes of the errors an operator can meet; docs/errors.md explains each, and a test holds it complete. */
export type ErrorCode =
  | 'CONFIG_INVALID'
  | 'CONFIG_UNREADABLE'
  | 'STORE_UNOPENABLE'
  | 'STORE_FOREIGN'
  | 'STORE_NEWER'
  | 'STORE_CORRUPT'
  | 'STORE_IN_USE'
  | 'STORE_BUSY'
  | 'STORE_FULL'
  | 'STORE_UNREACHABLE'
  | 'STORE_UNFINISHED'
  | 'GUARD_FAILED'
  | 'PORT_IN_USE'
  | 'USAGE'

/** Something that stops a command, said in one message that an operator can act on. The command exits with 2. */
export class CourantError extends Error {
  override readonly name = 'CourantError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** Says what an unknown thrown value is, for a message. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
