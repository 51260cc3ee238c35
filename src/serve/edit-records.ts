import type { z } from 'zod'
import type { Curation, EditOutcome } from '../curate/curation.ts'
import type { EditRecord, EditRefusal } from '../model/edit.ts'
import { isoTime, isoTimeOrNull } from './api-records.ts'
import type { edit, EditRequest, editResult } from './edit-schemas.ts'
import { HttpError } from './http-error.ts'

export function editRecord(of: EditRecord): z.infer<typeof edit> {
  return {
    id: of.id,
    kind: of.kind,
    article: of.articleId,
    topic: of.topicId,
    payload: { ...of.payload },
    by: of.madeBy,
    why: of.why,
    made: isoTime(of.madeAt),
    undone: isoTimeOrNull(of.undoneAt),
    undoneBy: of.undoneBy,
    undoneWhy: of.undoneWhy
  }
}

/** @throws HttpError where the editor is refused: 404 for what is not there, 409 for what holds already, 422 for what makes no sense */
export function resultRecord(outcome: EditOutcome): z.infer<typeof editResult> {
  if (outcome.kind === 'refused') throw new HttpError(STATUS[outcome.reason], `${outcome.message}.`)
  const changes = outcome.journal.map(({ topicId, articleId, kind }) => ({ topic: topicId, article: articleId, kind }))
  return { edit: editRecord(outcome.edit), changes }
}

const STATUS: Readonly<Record<EditRefusal['reason'], number>> = { unknown: 404, conflict: 409, invalid: 422 }

/** Carries out what a program or a form asks for. @throws HttpError 422 where its parts do not go together */
export async function makeEdit(curation: Curation, asked: EditRequest, by: string): Promise<EditOutcome> {
  const { kind, article, url, topic, title, summary, into, entry, why } = asked
  if (url !== undefined) {
    if (kind !== 'add') throw new HttpError(422, `${kind} takes no url.`)
    if (topic === undefined) throw new HttpError(422, 'add needs a topic.')
    return curation.add({ url, topicId: topic, by, why })
  }
  if (article === undefined) throw new HttpError(422, `${kind} needs an article${kind === 'add' ? ' or a url' : ''}.`)
  if (title !== undefined && summary !== undefined) throw new HttpError(422, 'One edit has a title or a summary; make two edits.')
  const text = kind === 'summarise' ? summary : title
  if ((title ?? summary) !== undefined && text === undefined)
    throw new HttpError(422, `${kind} takes no ${title === undefined ? 'summary' : 'title'}.`)
  return curation.make({ kind, articleId: article, topicId: topic ?? null, text, into, entry, by, why })
}
