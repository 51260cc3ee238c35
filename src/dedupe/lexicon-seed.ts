import { readFileSync } from 'node:fs'
import type { Lexicon } from './lexicon.ts'
import { openLexicon } from './lexicon-bytes.ts'

/**
 * The lexicon that Courant comes with, read once a process from the file beside this one; a language is unpacked when it is first asked
 * for. It holds words of news and everyday life, countries and languages; better ones are learned from the parallel announcements of the
 * sources themselves.
 */
export function seedLexicon(): Lexicon {
  return (shared ??= openLexicon(readFileSync(new URL('lexicon-seed.bin', import.meta.url))))
}

let shared: Lexicon | undefined
