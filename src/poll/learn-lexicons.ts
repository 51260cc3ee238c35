import { Worker } from 'node:worker_threads'
import { decodeTranslations, parallelTextsMax, parallelTextsMin, withLearned } from '../dedupe/learned-lexicon.ts'
import type { Lexicon, ParallelText } from '../dedupe/lexicon.ts'
import type { Database } from '../store/database.ts'
import { countParallelTexts, lexiconStatement, readLexicons, readParallelTexts } from '../store/neighbours.ts'
import type { Store } from '../store/store.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** What one language was taught. */
export interface LearnedLexicon {
  readonly language: string
  readonly texts: number
  readonly words: number
}

/** Learns from texts of one language, off the main loop. @returns translations as bytes */
export type Train = (texts: readonly ParallelText[]) => Promise<Uint8Array>

/**
 * Learns the lexicon of each language anew from its newest parallel texts: 100 at least, 1,000 at most.
 * @param signal ends it between two languages
 * @returns what was learned, by language
 */
export async function learnLexicons(
  database: Database,
  train: Train,
  now: number,
  signal?: AbortSignal
): Promise<readonly LearnedLexicon[]> {
  const learned: LearnedLexicon[] = []
  for (const [language, count] of [...(await countParallelTexts(database))].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (signal?.aborted) break
    if (count < parallelTextsMin) continue
    const texts = await readParallelTexts(database, language, parallelTextsMax)
    const translations = await train(texts)
    await database.batch([lexiconStatement(language, translations, now)])
    learned.push({ language, texts: texts.length, words: decodeTranslations(translations).size })
  }
  return learned
}

/** A lexicon whose learned part is exchanged while it is used. */
export interface LiveLexicon extends Lexicon {
  /** Takes over what was learned, by this process or another. */
  refresh(database: Database): Promise<void>
}

/** @param seed what stands below what is learned */
export function createLiveLexicon(seed: Lexicon): LiveLexicon {
  let current = seed
  return {
    get: (language) => current.get(language),
    async refresh(database) {
      const stored = await readLexicons(database)
      current = withLearned(seed, new Map(stored.map(({ language, translations }) => [language, decodeTranslations(translations)])))
    }
  }
}

/**
 * Once a day one of all processes that share the database learns; each takes over what was learned within the hour.
 * @returns what the ticker calls: it mostly does nothing, and gives what was learned when something was
 */
export function createLexiconLearning(
  store: Pick<Store, 'database' | 'takeJob'>,
  lexicon: LiveLexicon,
  { now, signal }: { readonly now: () => number; readonly signal: AbortSignal },
  train: Train = trainInThread
): () => Promise<readonly LearnedLexicon[]> {
  let refreshAt = 0
  return async () => {
    const at = now()
    // A clock that was put back must not stop it for as long.
    if (at < refreshAt && refreshAt - at <= HOUR_MS) return []
    refreshAt = at + HOUR_MS
    const learned = (await store.takeJob('lexicon', at, DAY_MS)) === null ? [] : await learnLexicons(store.database, train, at, signal)
    await lexicon.refresh(store.database)
    return learned
  }
}

/** About a second of work for the most texts there are. */
const TRAINING_MS_MAX = 120_000

/** Trains in a thread of its own, which ends with it. */
export async function trainInThread(texts: readonly ParallelText[]): Promise<Uint8Array> {
  const file = new URL(`./learning-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)
  const thread = new Worker(file, { workerData: texts, resourceLimits: { maxOldGenerationSizeMb: 256 } })
  const done = Promise.withResolvers<Uint8Array>()
  const timer = setTimeout(() => done.reject(new Error(`a lexicon was not learned within ${TRAINING_MS_MAX} ms`)), TRAINING_MS_MAX)
  thread.once('message', done.resolve).once('error', done.reject)
  thread.once('exit', () => done.reject(new Error('the thread that learns a lexicon ended without one')))
  try {
    return await done.promise
  } finally {
    clearTimeout(timer)
    await thread.terminate()
  }
}
