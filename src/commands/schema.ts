import { configJsonSchema } from '../config/json-schema.ts'
import type { AddCommand } from './program.ts'
import { printJson } from './terminal.ts'

export const schemaCommand: AddCommand = (program, terminal) => {
  program
    .command('schema')
    .description('print the JSON Schema of the YAML, for editors')
    .option('--json', 'JSON is what is printed anyway')
    .option('--config <dir>', 'not read; the schema is the same for every configuration', 'config')
    .action(() => printJson(terminal, configJsonSchema()))
}
