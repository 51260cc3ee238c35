import type { Store } from '../store/store.ts'
import { HttpError } from './http-error.ts'
import type { Present } from './serving.ts'

/**
 * Refuses a number that the journal has not reached: it comes from another database, or from before an older backup was restored, and who
 * waited at it would miss every change until the journal is there.
 * @throws HttpError 410
 */
export async function requireReached(store: Pick<Store, 'journalHead'>, after: number): Promise<void> {
  if (after === 0) return
  const head = await store.journalHead()
  if (after > head)
    throw new HttpError(
      410,
      `The journal ends at ${head}; ${after} belongs to another database, or to this one before a backup was restored. Start again from 0 and take what comes for what is there.`
    )
}

/** Refuses a topic that is not configured: a slip of the pen would be answered with nothing for ever. @throws HttpError 400 */
export function requireTopic({ catalog }: Pick<Present, 'catalog'>, topic: string | undefined): void {
  if (topic !== undefined && !catalog.topics.has(topic))
    throw new HttpError(400, `topic: no topic has the id "${topic}"; /api/v1/topics lists them`)
}
