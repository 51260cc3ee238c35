import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib'

export interface BodyLimits {
  readonly wireBytesMax: number
  readonly decodedBytesMax: number
  /** Asks whether so many bytes more may be held: at once (null), or when what is given resolves; nothing is read on until then. */
  readonly take?: (bytes: number) => Promise<void> | null
}

export interface Body {
  readonly bytes: Uint8Array
  readonly wireBytes: number
}

/** 8 MiB, as much as zstd may ask of a reader on the web (RFC 9659); a frame that wants more is refused before the memory is taken. */
const ZSTD_WINDOW_LOG_MAX = 23

/**
 * Reads a body to its end, undoing at most one content coding and counting while it goes: what comes over the wire
 * and what it decodes to are both limited, chunk by chunk, so that a bomb costs no memory. A coded body that ends
 * early is an error, because its validators would hide the missing rest for ever.
 * @throws an error with `code` BODY_TOO_LARGE, BAD_ENCODING, CODING_CUT, or what the stream or the decoder threw
 */
export async function readBody(body: Readable, coding: string | undefined, limits: BodyLimits): Promise<Body> {
  const names = (coding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  let wireBytes = 0
  let decodedBytes = 0
  const chunks: Uint8Array[] = []

  async function* counted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      wireBytes += chunk.byteLength
      if (wireBytes > limits.wireBytesMax) throw coded('BODY_TOO_LARGE', `more than ${limits.wireBytesMax} bytes over the wire`)
      yield chunk
    }
  }
  async function collect(source: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of source) {
      decodedBytes += chunk.byteLength
      if (decodedBytes > limits.decodedBytesMax) throw coded('BODY_TOO_LARGE', `more than ${limits.decodedBytesMax} bytes once decoded`)
      const room = limits.take?.(chunk.byteLength) ?? null
      if (room !== null) await room
      chunks.push(chunk)
    }
  }

  if (names.length > 1) {
    body.destroy()
    throw coded('BAD_ENCODING', `${names.length} codings on top of each other, where one is enough`)
  }
  const name = names[0]
  if (name === undefined) await pipeline(body, counted, collect)
  else if (name === 'deflate') await pipeline(body, counted, inflated, collect)
  else {
    const decoder = decoderOf(name)
    if (decoder === null) {
      body.destroy()
      throw coded('BAD_ENCODING', `"${name.slice(0, 40)}" was not offered; gzip, br and zstd are`)
    }
    await pipeline(body, counted, decoder, collect)
  }
  return { bytes: Buffer.concat(chunks, decodedBytes), wireBytes }
}

/** Each piece is a way to a thread and back, which takes long while the main loop is busy; the usual 16 KiB make a thousand of 16 MB. */
const CHUNK_BYTES = 65_536

function decoderOf(name: string) {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ chunkSize: CHUNK_BYTES })
    case 'br':
      return createBrotliDecompress({ chunkSize: CHUNK_BYTES })
    case 'zstd':
      return createZstdDecompress({ chunkSize: CHUNK_BYTES, params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG_MAX } })
    default:
      return null
  }
}

/** HTTP's deflate is the zlib format, but some servers send it raw: the first two bytes tell. */
async function* inflated(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 2) {
    const { value, done } = await iterator.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  if (head.length === 0) return
  const zlibHeader = head.length >= 2 && (head[0]! & 0x0f) === 8 && head.readUInt16BE(0) % 31 === 0
  const decoder = zlibHeader ? createInflate({ chunkSize: CHUNK_BYTES }) : createInflateRaw({ chunkSize: CHUNK_BYTES })
  const feeding = pipeline(async function* () {
    yield head
    for (;;) {
      const { value, done } = await iterator.next()
      if (done) return
      yield value
    }
  }, decoder)
  // Reported by the loop below; this keeps the same error from being unhandled meanwhile.
  feeding.catch(() => undefined)
  try {
    for await (const chunk of decoder) yield chunk as Uint8Array
    await feeding
  } finally {
    decoder.destroy()
    await iterator.return?.()
  }
}

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
