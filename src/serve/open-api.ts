import { z } from 'zod'
import { API_OPERATIONS } from './api-operations.ts'
import { problem } from './api-schemas.ts'
import { edit, editList, editListQuery, editRequest, editResult, undoQuery } from './edit-schemas.ts'

/** The OpenAPI 3.1 description of the interface for programs, made from the schemas it works with. */
export function openApiDocument(title: string, serverUrl: string): unknown {
  return {
    openapi: '3.1.0',
    info: { title: `${title}: interface for programs`, version: '1' },
    servers: [{ url: serverUrl }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token of the configuration with the scope named' } }
    },
    paths: { ...editPaths(), ...Object.fromEntries(API_OPERATIONS.map((operation) => [operation.path, { get: readOperation(operation) }])) }
  }
}

function readOperation({ id, path, summary, params, query, reply, joined }: (typeof API_OPERATIONS)[number]) {
  return {
    operationId: id,
    summary,
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    responses: {
      200: { description: 'As asked', content: { 'application/json': { schema: jsonSchema(reply, 'output') } } },
      400: refusal(400),
      429: refusal(429),
      ...(joined ? { 302: { description: 'It became part of another one, which the Location names' } } : {}),
      ...(path.includes('{') ? { 404: refusal(404) } : {}),
      ...(id === 'listChanges' ? { 410: refusal(410) } : {})
    }
  }
}

/** The part that needs a token. */
function editPaths() {
  const path = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
  const said = (schema: z.ZodType) => ({ 'application/json': { schema: jsonSchema(schema, 'output') } })
  const operation = (
    operationId: string,
    scope: 'read' | 'curate',
    summary: string,
    status: 200 | 201,
    reply: z.ZodType,
    errors: readonly number[]
  ) => ({
    operationId,
    summary,
    security: [{ token: [scope] }],
    responses: {
      [status]: { description: 'As asked', content: said(reply) },
      ...Object.fromEntries([401, 403, 429, ...errors].map((code) => [code, refusal(code)]))
    }
  })
  return {
    '/edits': {
      get: {
        ...operation('listEdits', 'read', "Editors' decisions, newest first, undone ones too", 200, editList, [400]),
        parameters: parameters(editListQuery, 'query')
      },
      post: {
        ...operation(
          'makeEdit',
          'curate',
          'Pins, hides, adds, retitles, summarises, merges or splits',
          201,
          editResult,
          [400, 404, 409, 413, 415, 422]
        ),
        requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(editRequest, 'input') } } }
      }
    },
    '/edits/{id}': {
      get: { ...operation('getEdit', 'read', 'One edit', 200, edit, [404]), parameters: path },
      delete: {
        ...operation('undoEdit', 'curate', 'Takes an edit back', 200, editResult, [404, 409, 422]),
        parameters: [...path, ...parameters(undoQuery, 'query')]
      }
    },
    '/articles/{id}/edits': {
      get: { ...operation('listArticleEdits', 'read', 'Edits of one article, newest first', 200, editList, [404]), parameters: path }
    }
  }
}

function refusal(status: number) {
  return { description: REFUSALS[status], content: { 'application/problem+json': { schema: jsonSchema(problem, 'output') } } }
}

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'No token, or an unknown one',
  403: 'The token has not this scope',
  404: 'There is no such thing',
  409: 'It holds already',
  410: 'The journal has not come so far: the number is of another database, or of this one before a backup was restored',
  413: 'The body is too large',
  415: 'The body is no JSON',
  422: 'It makes no sense; "detail" says why',
  429: 'Too many requests'
}

function parameters(schema: z.ZodObject, place: 'path' | 'query') {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as { properties?: Record<string, unknown>; required?: string[] }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property
  }))
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>
  return rest
}
