import { createHmac, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { EditOutcome } from '../../curate/curation.ts'
import { beginSession, type DeskSession, isSame, readSession, SESSION_MS } from '../desk-session.ts'
import { deskView } from '../desk-view.ts'
import { editRecord, makeEdit } from '../edit-records.ts'
import { editRequest } from '../edit-schemas.ts'
import { HttpError } from '../http-error.ts'
import { deskLoginPage, deskPage, type DeskView } from '../pages/desk-page.ts'
import { bounds, readInput } from '../read-query.ts'
import { refuseOtherMethods } from '../refuse-methods.ts'
import { present, type Serving } from '../serving.ts'
import type { TokenGate } from '../token-gate.ts'
import { curationOf, logEdit } from './api-edits.ts'

const FORM = 'application/x-www-form-urlencoded'
const FORM_BYTES_MAX = 32_768
const COOKIE = 'courant_desk'

const deskQuery = z.object({ topic: bounds.id.optional(), article: z.string().max(2_000).optional(), done: bounds.id.optional() })
const undoForm = z.object({ edit: bounds.id, why: z.string() })

type Form = Readonly<Record<string, string>>

/** `/desk`: what editors work at, behind their token. Forms and a signed cookie alone; every form carries a word that only the session knows. */
export function deskRoutes(app: FastifyInstance, serving: Serving, gate: TokenGate): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body))))
    )
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      // Browsers say where a form came from; one of another site is not looked at.
      const from = request.headers['sec-fetch-site']
      if (request.method === 'POST' && from !== undefined && from !== 'same-origin' && from !== 'none') {
        throw new HttpError(403, 'This form came from another site.')
      }
    })

    scope.get('/desk', async (request, reply) => {
      const session = await sessionOf(request)
      if (!session) return sendHtml(reply, 200, deskLoginPage(present(serving).site, null))
      const { topic, article, done } = readInput(deskQuery, request.query)
      return sendDesk(
        reply,
        session,
        { topic, article },
        done === undefined ? null : { good: true, text: 'Done. Feeds and pages show it within seconds.' }
      )
    })

    refuseOtherMethods(scope, '/desk', ['GET', 'HEAD'])
    for (const url of ['/desk/login', '/desk/logout', '/desk/edits', '/desk/undo']) refuseOtherMethods(scope, url, ['POST'])

    scope.post('/desk/login', async (request, reply) => {
      const token = formOf(request).token ?? ''
      try {
        const editor = gate.admit(token.trim(), 'curate', request.ip)
        if (serving.log) serving.log.info({ editor, address: request.ip }, 'desk opened')
        const key = await keyOf(editor)
        const cookie = beginSession(editor, randomBytes(16).toString('base64url'), key!, serving.now())
        return reply.header('set-cookie', setCookie(cookie, SESSION_MS / 1_000)).redirect(path('/desk'), 303)
      } catch (error) {
        if (!(error instanceof HttpError)) throw error
        const { 'www-authenticate': _, ...headers } = error.headers
        return sendHtml(reply.headers(headers), error.statusCode, deskLoginPage(present(serving).site, error.message))
      }
    })

    scope.post('/desk/logout', async (request, reply) => {
      await requireSession(request)
      return reply.header('set-cookie', setCookie('', 0)).redirect(path('/desk'), 303)
    })

    scope.post('/desk/edits', async (request, reply) => {
      const session = await requireSession(request)
      const form = formOf(request)
      const outcome = await made(session.editor, form)
      if (outcome.kind === 'done') logEdit(serving, 'edit made', session.editor, editRecord(outcome.edit))
      return answer(reply, session, form, outcome)
    })

    scope.post('/desk/undo', async (request, reply) => {
      const session = await requireSession(request)
      const { edit, why } = readInput(undoForm, request.body, 422)
      const outcome = await curationOf(serving).undo(edit, { by: session.editor, why })
      if (outcome.kind === 'done') logEdit(serving, 'edit undone', session.editor, editRecord(outcome.edit))
      return answer(reply, session, formOf(request), outcome)
    })
  })

  /** A form says by its button what it is for; of its fields only those count. */
  async function made(editor: string, form: Form): Promise<EditOutcome> {
    const { kind = '', article, url, topic, title, summary, into, entry, why } = form
    const fields: Readonly<Record<string, object>> = {
      pin: { kind, topic },
      hide: { kind, topic },
      'hide-everywhere': { kind: 'hide' },
      retitle: { kind, title },
      summarise: { kind, summary },
      merge: { kind, into: into === undefined ? undefined : ((await serving.store.findArticleBy(into.trim()))?.id ?? 'none') },
      split: { kind, entry },
      add: { kind, url: url?.trim(), topic }
    }
    return makeEdit(curationOf(serving), readInput(editRequest, { article, why, ...(fields[kind] ?? { kind }) }, 422), editor)
  }

  function answer(reply: FastifyReply, session: DeskSession, { topic }: Form, outcome: EditOutcome): FastifyReply | Promise<FastifyReply> {
    if (outcome.kind === 'done') {
      const query = new URLSearchParams({ ...(topic === undefined ? {} : { topic }), done: outcome.edit.id })
      return reply.redirect(path(`/desk?${query}`), 303)
    }
    return sendDesk(
      reply.code(outcome.reason === 'invalid' ? 422 : outcome.reason === 'unknown' ? 404 : 409),
      session,
      { topic },
      { good: false, text: `Not done: ${outcome.message}.` }
    )
  }

  async function sendDesk(
    reply: FastifyReply,
    session: DeskSession,
    asked: { topic?: string | undefined; article?: string | undefined },
    said: DeskView['said']
  ): Promise<FastifyReply> {
    const article = asked.article === undefined ? null : await serving.store.findArticleBy(asked.article.trim())
    const missed =
      asked.article !== undefined && article === null ? { good: false, text: 'No article is known by that id or address.' } : null
    const view = await deskView(serving, asked.topic ?? null, article)
    return sendHtml(reply, missed ? 404 : reply.statusCode, deskPage(present(serving).site, { ...view, ...session, said: missed ?? said }))
  }

  async function sessionOf(request: FastifyRequest): Promise<DeskSession | null> {
    const pairs = request.headers.cookie?.split(';').map((pair) => pair.trim()) ?? []
    const cookie = pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1)
    if (cookie === undefined) return null
    const secret = await secretOf()
    return readSession(cookie, (editor) => sessionKey(editor, secret), serving.now())
  }

  /** @throws HttpError 401 or 403 */
  async function requireSession(request: FastifyRequest): Promise<DeskSession> {
    const session = await sessionOf(request)
    if (!session) throw new HttpError(401, 'The desk was closed meanwhile; open it again with your token.')
    if (!isSame(formOf(request).csrf ?? '', session.csrf))
      throw new HttpError(403, 'This form is not one of your desk; open the desk again.')
    return session
  }

  async function keyOf(editor: string): Promise<Uint8Array | null> {
    return sessionKey(editor, await secretOf())
  }

  function sessionKey(editor: string, secret: string): Uint8Array | null {
    const digest = gate.digestOf(editor, 'curate')
    return digest && createHmac('sha256', secret).update(digest).digest()
  }

  function secretOf(): Promise<string> {
    return serving.store.instanceSecret('desk', randomBytes(32).toString('base64url'))
  }

  function setCookie(value: string, maxAgeSeconds: number): string {
    const secure = serving.config().service.server.public_url.startsWith('https:') ? '; Secure' : ''
    return `${COOKIE}=${value}; Path=${path('/desk')}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`
  }

  function path(route: string): string {
    return present(serving).addresses.path(route)
  }
}

function formOf({ body }: FastifyRequest): Form {
  return (body ?? {}) as Form
}

function sendHtml(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(body)
}
