import { z } from 'zod'
import { API_OPERATIONS } from './api-operations.ts'
import { problem } from './api-schemas.ts'

/** The OpenAPI 3.1 description of the interface for programs, made from the schemas it works with. */
export function openApiDocument(title: string, serverUrl: string): unknown {
  return {
    openapi: '3.1.0',
    info: { title: `${title}: interface for programs`, version: '1' },
    servers: [{ url: serverUrl }],
    paths: Object.fromEntries(API_OPERATIONS.map(({ id, path, summary, params, query, reply }) => [path, {
      get: {
        operationId: id,
        summary,
        parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
        responses: {
          200: { description: 'As asked', content: { 'application/json': { schema: jsonSchema(reply, 'output') } } },
          400: { description: 'The query cannot be read', content: { 'application/problem+json': { schema: jsonSchema(problem, 'output') } } },
          ...(path.includes('{') ? { 404: { description: 'There is no such thing', content: { 'application/problem+json': { schema: jsonSchema(problem, 'output') } } } } : {})
        }
      }
    }]))
  }
}

function parameters(schema: z.ZodObject, place: 'path' | 'query') {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as { properties?: Record<string, unknown>; required?: string[] }
  return Object.entries(properties).map(([name, property]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: property }))
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>
  return rest
}
