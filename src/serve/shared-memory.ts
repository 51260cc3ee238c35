import type { Representation } from './conditional-response.ts'

/** The same document with its bytes where other threads can read them without a copy. */
export function inSharedMemory(stored: Representation): Representation {
  const codings = Object.entries(stored.codings).map(([coding, { bytes, etag }]) => [coding, { bytes: sharedBytes(bytes), etag }])
  return { ...stored, codings: Object.fromEntries(codings) as Representation['codings'] }
}

function sharedBytes(bytes: Uint8Array): Uint8Array {
  const shared = Buffer.from(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}
