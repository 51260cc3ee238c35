import { workerData } from 'node:worker_threads'
import { createDetector } from '../language/detect-language.ts'
import { loadEld } from '../language/ngram-eld.ts'
import { readBody, type ReadingJob } from './read-body.ts'
import type { ReadingThreadData } from './reading-pool.ts'

const detector = startDetector(workerData as ReadingThreadData)

/** What a thread of the reading pool does with each job it is handed. */
export async function readInThread(job: ReadingJob): ReturnType<typeof readBody> {
  return readBody(job, await detector)
}

async function startDetector({ eld }: ReadingThreadData): Promise<ReturnType<typeof createDetector>> {
  return createDetector({ eld: eld ? await loadEld() : null })
}
