import { readFileSync } from 'node:fs'
import { CourantError, messageOf } from '../errors.ts'
import { createFetcher } from '../fetch/fetch-document.ts'
import type { Failure } from '../model/failure.ts'
import type { ParseContext } from '../parse/parse-feed.ts'
import { requireConfig } from './read-config.ts'
import { fetcherOptions } from './runtime.ts'
import type { Terminal } from './terminal.ts'

/** Bytes with what is known of them, ready to be parsed. */
export interface ReadDocument {
  readonly bytes: Uint8Array
  readonly context: ParseContext
}

/**
 * Reads a file, or fetches an http(s) address within the limits of the configuration.
 * @param base the address a file was fetched from
 * @returns the failure when the address cannot be fetched
 * @throws CourantError USAGE when the file cannot be read
 */
export async function readDocument(target: string, base: string, configDir: string, terminal: Terminal): Promise<ReadDocument | Failure> {
  if (!/^https?:\/\//i.test(target)) return { bytes: readFile(target), context: { url: base, now: terminal.now() } }
  const fetcher = createFetcher(fetcherOptions(requireConfig(configDir, terminal), terminal.now))
  try {
    const outcome = await fetcher.fetchDocument({ url: target, accept: 'feed' }, { signal: terminal.signal })
    if (outcome.kind === 'failed') return outcome.failure
    if (outcome.kind === 'unchanged') throw new Error('a request without validators was answered as unchanged')
    return {
      bytes: outcome.bytes,
      context: {
        url: outcome.finalUrl,
        now: terminal.now(),
        contentType: outcome.contentType ?? undefined,
        contentLanguage: outcome.contentLanguage ?? undefined
      }
    }
  } finally {
    await fetcher.close()
  }
}

/**
 * @returns the bytes of a file
 * @throws CourantError USAGE when it cannot be read
 */
export function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new CourantError('USAGE', `cannot read ${path}: ${messageOf(error)}`, { cause: error })
  }
}
