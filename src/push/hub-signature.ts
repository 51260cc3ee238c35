import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** The methods of X-Hub-Signature (WebSub section 7.1). Old hubs know SHA-1 alone. */
const METHODS: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512'])

/** The value of X-Hub-Signature for a body. */
export function hubSignature(secret: string, body: Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** Takes a body as it comes and tells at its end whether the signature is of it. */
export interface SignatureCheck {
  update(chunk: Uint8Array): void
  /** @returns whether the sender knew the secret; in the same time whatever differs */
  matches(): boolean
}

/**
 * Starts to check a pushed body.
 * @param header the value of X-Hub-Signature, such as "sha256=…"
 * @returns null when the header is missing, or names no method we know
 */
export function checkSignature(header: string | undefined, secret: string): SignatureCheck | null {
  const [, method, given] = /^(\w{4,6})=([0-9a-fA-F]{40,128})$/.exec(header?.trim() ?? '') ?? []
  if (method === undefined || given === undefined || !METHODS.has(method.toLowerCase())) return null
  const hmac = createHmac(method.toLowerCase(), secret)
  return {
    update: (chunk) => void hmac.update(chunk),
    matches: () => timingSafeEqual(sha256(hmac.digest('hex')), sha256(given.toLowerCase()))
  }
}

/** Of equal length whatever was sent, as comparing in constant time needs. */
function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
