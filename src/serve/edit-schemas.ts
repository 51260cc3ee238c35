import { z } from 'zod'
import { EDIT_KINDS } from '../model/edit.ts'
import { bounds } from './read-query.ts'

/*
 * What programs send and get of edits: the one schema of it, from which routes, types and the OpenAPI document are made. How long texts may be,
 * and what goes together, the editor's room decides and says.
 */

/** Beyond every limit of an editor's text: what is longer is not looked at. */
const TEXT_UNITS_MAX = 10_000
const text = z.string().max(TEXT_UNITS_MAX)
const time = z.iso.datetime().describe('ISO 8601 UTC')

export const editRequest = z.strictObject({
  kind: z.enum(EDIT_KINDS),
  article: bounds.id.optional().describe('Id of the article; needed but for an add of an address'),
  url: z.string().max(2_000).optional().describe('Of an add: the address of a page, which is fetched unless it is known'),
  topic: bounds.id.optional().describe('Needed by pin and add, possible for hide, which else means every topic'),
  title: text.optional().describe('Of a retitle'),
  summary: text.optional().describe('Of a summarise'),
  into: bounds.id.optional().describe('Of a merge: the article that this one becomes part of'),
  entry: bounds.id.optional().describe('Of a split: the copy that becomes an article of its own'),
  why: text.describe('The reason; readers may see it')
})

export const edit = z.strictObject({
  id: z.string(),
  kind: z.enum(EDIT_KINDS),
  article: z.string(),
  topic: z.string().nullable().describe('Null for every topic'),
  payload: z
    .record(z.string(), z.string())
    .describe('The text of a retitle or summarise; the article a merge or split leads into, the entry of a split'),
  by: z.string(),
  why: z.string(),
  made: time,
  undone: time.nullable(),
  undoneBy: z.string().nullable(),
  undoneWhy: z.string().nullable()
})

export const editList = z.strictObject({ edits: z.array(edit), next: z.int().nullable().describe('Send it as "before" for the next page') })

export const editListQuery = z.object({ article: bounds.id.optional(), before: bounds.seq.optional(), limit: bounds.limit })

export const editResult = z.strictObject({
  edit,
  changes: z
    .array(z.strictObject({ topic: z.string(), article: z.string(), kind: z.enum(['added', 'revised', 'withdrawn']) }))
    .describe('What topics show otherwise now')
})

export const undoQuery = z.strictObject({ why: text.describe('Why it is taken back') })

export type EditRequest = z.infer<typeof editRequest>
