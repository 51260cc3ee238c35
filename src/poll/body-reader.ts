import type { LanguageDetector } from '../language/detect-language.ts'
import type { Failure } from '../model/failure.ts'
import { readBody, type ReadingJob, type ReadingResults } from './read-body.ts'

/** What a job came to: its result, or why it was stopped. */
export type ReadingOutcome<Job extends ReadingJob> = ReadingResults[Job['task']] | { readonly kind: 'failed'; readonly failure: Failure }

/** Reads fetched bodies, in this thread or in others. */
export interface BodyReader {
  /** @throws the signal's reason once it has ended; what `readBody` throws, for a bug */
  read<Job extends ReadingJob>(job: Job, signal?: AbortSignal): Promise<ReadingOutcome<Job>>
}

/** Reads in the calling thread, for commands that read one document and for tests: nothing stops a job. */
export function inlineReader(detector: LanguageDetector): BodyReader {
  return { read: async <Job extends ReadingJob>(job: Job) => (await readBody(job, detector)) as ReadingOutcome<Job> }
}
