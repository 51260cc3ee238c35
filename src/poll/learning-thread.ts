import { parentPort, workerData } from 'node:worker_threads'
import { learnTranslations } from '../dedupe/learn-translations.ts'
import { encodeTranslations } from '../dedupe/learned-lexicon.ts'
import type { ParallelText } from '../dedupe/lexicon.ts'
import { seedLexicon } from '../dedupe/lexicon-seed.ts'

const texts = workerData as readonly ParallelText[]
const language = texts[0]?.language ?? ''
parentPort!.postMessage(encodeTranslations(learnTranslations(texts, seedLexicon().get(language))))
