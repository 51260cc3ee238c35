import { stringify } from 'yaml'
import type { z } from 'zod'
import type { manySourcesFileSchema } from './schema.ts'

/** Sources as an operator would write them: what has a default may be left out. */
export type WrittenSource = z.input<typeof manySourcesFileSchema>['sources'][number]

/**
 * Writes a sources file. What it says is read back as it is: texts that look like environment variables are escaped.
 * @param comment one line that tells where the file came from
 */
export function writeSources(sources: readonly WrittenSource[], comment: string): string {
  const literal = JSON.parse(JSON.stringify(sources), (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('${', () => '$${') : value
  ) as unknown
  const header = `# yaml-language-server: $schema=../courant.schema.json\n# ${comment.replace(/\s+/g, ' ')}\n`
  return header + stringify({ sources: literal }, { lineWidth: 0 })
}
