import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { CourantError } from '../errors.ts'
import type { AppDeps } from './app-deps.ts'
import { HttpError } from './http-error.ts'
import { errorPage } from './pages/error-page.ts'
import { knowsMethod } from './refuse-methods.ts'
import { present } from './serving.ts'

// prettier-ignore
const TITLES: Readonly<Record<number, string>> = {
  400: 'This request cannot be read', 401: 'A token is needed', 403: 'Not allowed', 404: 'Not found',
  405: 'Not possible here', 406: 'No such form', 409: 'In conflict with what holds', 413: 'Too large', 415: 'Not a form of this', 414: 'Address too long',
  422: 'This makes no sense here', 429: 'Too many requests', 500: 'Something went wrong', 501: 'No such method', 503: 'Not available now'
}

const DETAILS: Readonly<Record<number, string>> = {
  400: 'The address or the body cannot be read: it is not written as its form wants it, such as a "%" that begins no character, or JSON cut short.',
  404: 'There is nothing at this address.',
  413: 'The body is larger than is read here.',
  415: 'The body is in a form that is not read here.',
  500: 'The mistake is ours and was noted. Please try again later.',
  501: 'No address here knows this method.',
  503: 'Please try again in a moment.'
}

/** Has every refusal and every mistake of an application answered by `sendError`. */
export function answerErrors(app: FastifyInstance, deps: AppDeps): void {
  app.setErrorHandler((error, request, reply) => sendError(deps, error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const status = knowsMethod(request.method) ? 404 : 501
    return sendError(deps, new HttpError(status, DETAILS[status]!), request, reply)
  })
}

/** Tells a mistake as a page to browsers and as problem details (RFC 9457) to programs, and never more than it must. */
export function sendError(deps: AppDeps, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // What the store cannot do now, such as write to a full disk, may be possible in a moment.
  const claimed = error instanceof CourantError ? 503 : (error as { statusCode?: unknown }).statusCode
  const status = typeof claimed === 'number' && claimed >= 400 && claimed <= 599 ? claimed : 500
  if (status >= 500 && status !== 501 && deps.log) deps.log.error({ err: error, path: request.routeOptions?.url }, 'request failed')
  const title = TITLES[status] ?? (status < 500 ? 'This request cannot be answered' : TITLES[500]!)
  // Only words written for the asker go out: a framework's or a database's message may tell of the inside.
  const said = error instanceof HttpError || status === 405 ? (error as Error).message : undefined
  const detail = said ?? DETAILS[status] ?? title
  reply.code(status).header('cache-control', 'no-store').header('vary', 'Accept')
  if (error instanceof HttpError) reply.headers(error.headers)
  if (wantsHtml(request)) {
    return reply.type('text/html; charset=utf-8').send(errorPage(present(deps).site, { status, title, detail }))
  }
  return reply.type('application/problem+json').send(Buffer.from(JSON.stringify({ type: 'about:blank', title, status, detail })))
}

function wantsHtml(request: FastifyRequest): boolean {
  return (
    new Negotiator({ headers: request.headers }).mediaTypes(['application/problem+json', 'application/json', 'text/html'])[0]
    === 'text/html'
  )
}
