import { createReadStream } from 'node:fs'
import { CourantError } from '../errors.ts'
import { type EnrichInput, enrichInputSchema } from '../poll/draft-input.ts'
import { startEnricher } from '../poll/enrich-items.ts'
import { enrichByConfig } from './config-enricher.ts'
import { readJsonLines } from './json-lines.ts'
import type { AddCommand } from './program.ts'
import { requireConfig } from './read-config.ts'

export const enrichCommand: AddCommand = (program, terminal) => {
  program
    .command('enrich')
    .description('JSON lines of items in, enriched JSON lines out: language, article, story, topics with why, regions')
    .argument('[file]', 'a file of JSON lines in time order; standard input when left out')
    .option('--config <dir>', 'folder of the configuration, for topics and sources', 'config')
    .option('--json', 'JSON lines are what is printed anyway')
    .action(async (file: string | undefined, options: { config: string }) => {
      await using enricher = startEnricher()
      const config = requireConfig(options.config, terminal)
      for await (const enriched of enrichByConfig(enricher, readInputs(file, terminal.input), config)) {
        terminal.out(enriched.map((one) => `${JSON.stringify(one)}\n`).join(''))
        if (terminal.signal.aborted) return
      }
    })
}

async function* readInputs(file: string | undefined, standardInput: AsyncIterable<Uint8Array>): AsyncGenerator<EnrichInput> {
  const name = file ?? 'standard input'
  for await (const { line, value } of readJsonLines(file === undefined ? standardInput : createReadStream(file), name)) {
    const input = enrichInputSchema.safeParse(value)
    if (!input.success) {
      const [issue] = input.error.issues
      throw new CourantError(
        'USAGE',
        `${name}:${line}: ${issue!.path.join('.') || 'the line'}: ${issue!.message}; a line is like {"id":"1","title":"…"}`
      )
    }
    yield input.data
  }
}
