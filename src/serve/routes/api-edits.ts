import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Curation } from '../../curate/curation.ts'
import { editRecord, makeEdit, resultRecord } from '../edit-records.ts'
import { editListQuery, editRequest, undoQuery } from '../edit-schemas.ts'
import { HttpError, notFound } from '../http-error.ts'
import { bounds, readInput } from '../read-query.ts'
import { refuseOtherMethods } from '../refuse-methods.ts'
import { present, type Serving } from '../serving.ts'
import type { TokenGate } from '../token-gate.ts'

const BODY_BYTES_MAX = 32_768
const byId = z.object({ id: bounds.id })

/** `/api/v1/edits`: editors' decisions, with a token. Who may not is told so before a body is read. */
export function apiEditRoutes(app: FastifyInstance, serving: Serving, gate: TokenGate): void {
  const { store } = serving
  const editors = new WeakMap<FastifyRequest, string>()

  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/v1/edits',
    onRequest: admitting('read'),
    handler: async (request, reply) => {
      const { article, before, limit } = readInput(editListQuery, request.query)
      return sendEdits(reply, limit, {
        ...(article === undefined ? {} : { articleId: article }),
        ...(before === undefined ? {} : { before })
      })
    }
  })
  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/v1/articles/:id/edits',
    onRequest: admitting('read'),
    handler: async (request, reply) => {
      const { id } = readInput(byId, request.params, 404)
      if ((await store.articlesById([id])).length === 0) throw notFound('There is no such article.')
      return sendEdits(reply, LISTED_MAX, { articleId: id })
    }
  })
  app.route({
    method: 'POST',
    url: '/api/v1/edits',
    bodyLimit: BODY_BYTES_MAX,
    onRequest: admitting('curate'),
    handler: async (request, reply) => {
      const editor = editorOf(request)
      if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
        throw new HttpError(415, 'An edit is sent as application/json.')
      const result = resultRecord(await makeEdit(curationOf(serving), readInput(editRequest, request.body, 422), editor))
      logEdit(serving, 'edit made', editor, result.edit)
      return reply
        .code(201)
        .header('location', present(serving).addresses.absolute(`/api/v1/edits/${result.edit.id}`))
        .send(result)
    }
  })
  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/v1/edits/:id',
    onRequest: admitting('read'),
    handler: async (request, reply) => {
      const found = await store.findEdit(readInput(byId, request.params, 404).id)
      if (!found) throw notFound('There is no such edit.')
      return reply.send(editRecord(found))
    }
  })
  app.route({
    method: 'DELETE',
    url: '/api/v1/edits/:id',
    onRequest: admitting('curate'),
    handler: async (request, reply) => {
      const editor = editorOf(request)
      const { why } = readInput(undoQuery, request.query, 422)
      const result = resultRecord(await curationOf(serving).undo(readInput(byId, request.params, 404).id, { by: editor, why }))
      logEdit(serving, 'edit undone', editor, result.edit)
      return reply.send(result)
    }
  })
  refuseOtherMethods(app, '/api/v1/edits', ['GET', 'HEAD', 'POST'])
  refuseOtherMethods(app, '/api/v1/articles/:id/edits', ['GET', 'HEAD'])
  refuseOtherMethods(app, '/api/v1/edits/:id', ['GET', 'HEAD', 'DELETE'])

  function admitting(scope: 'read' | 'curate') {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      reply.header('cache-control', 'no-store')
      editors.set(request, gate.admitBearer(request, scope))
    }
  }

  function editorOf(request: FastifyRequest): string {
    return editors.get(request)!
  }

  async function sendEdits(reply: FastifyReply, limit: number, filter: { articleId?: string; before?: number }): Promise<FastifyReply> {
    const edits = await store.listEdits(limit, filter)
    return reply.send({ edits: edits.map(editRecord), next: edits.length === limit ? edits.at(-1)!.madeAt : null })
  }
}

const LISTED_MAX = 200

/** The editor's room; a process that serves without one says so. @throws HttpError 503 */
export function curationOf({ curation }: Serving): Curation {
  if (!curation) throw new HttpError(503, 'This process does not take edits.')
  return curation
}

/** Who did what, for the operator. */
export function logEdit({ log }: Serving, message: 'edit made' | 'edit undone', editor: string, edit: ReturnType<typeof editRecord>): void {
  if (log) log.info({ editor, edit: edit.id, kind: edit.kind, article: edit.article, topic: edit.topic ?? undefined }, message)
}
