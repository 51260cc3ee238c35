import { z } from 'zod'
import { serviceFileSchema, sourcesFileSchema, topicFileSchema } from './schema.ts'

/**
 * Prints the schema as JSON Schema (draft 2020-12) for editors: one document for all files, in which the keys at the
 * top of a file tell its kind. Environment variables in place of numbers are texts, which an editor marks.
 */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const kinds = z.object({ service: serviceFileSchema, sources: sourcesFileSchema, topic: topicFileSchema })
  const { $schema, properties, $defs } = z.toJSONSchema(kinds, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.format
    }
  })
  const kind = (name: string) => ({ $ref: `#/$defs/${name}` })
  return {
    $schema,
    title: 'Courant configuration',
    if: { type: 'object', required: ['topic'] },
    then: kind('topic'),
    else: {
      if: { type: 'object', anyOf: [{ required: ['source'] }, { required: ['sources'] }, { required: ['feeds'] }] },
      then: kind('sources'),
      else: kind('service')
    },
    $defs: { ...$defs, ...properties }
  }
}
