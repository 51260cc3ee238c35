import { pino, type Logger } from 'pino'

export type { Logger } from 'pino'

/** Paths that may hold a secret, wherever they stand in a logged record. */
const SECRET_KEYS = ['authorization', 'cookie', 'password', 'secret', 'token', 'bearer', 'proxy-authorization', 'set-cookie', 'x-api-key']

/**
 * The one logger: JSON lines on standard error, secrets taken out. Records first, message second, message constant
 * and in the past tense; the fields are those of docs/operation.md.
 */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]), censor: '[redacted]' },
      serializers: { url: withoutSecrets, err: pino.stdSerializers.err }
    },
    pino.destination({ fd: 2, sync: true })
  )
}

/** An address as it may be logged: no user, no password, no query (tokens live there). */
function withoutSecrets(text: unknown): string {
  const url = URL.parse(String(text))
  return url ? `${url.origin}${url.pathname}` : '[no address]'
}
