import { formatMistake } from '../config/load-config.ts'
import type { AddCommand } from './program.ts'
import { readConfig } from './read-config.ts'
import { printJson } from './terminal.ts'

export const checkCommand: AddCommand = (program, terminal, done) => {
  program
    .command('check')
    .description('validate all YAML: every mistake at once as file:line:column, what is wrong, what would be right')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--json', 'print mistakes and warnings as JSON')
    .action((options: { config: string; json?: true }) => {
      const result = readConfig(options.config, terminal)
      const mistakes = result.kind === 'refused' ? result.mistakes : []
      const warnings = result.kind === 'loaded' ? result.warnings : []
      if (options.json) printJson(terminal, { ok: mistakes.length === 0, mistakes, warnings })
      else {
        for (const mistake of mistakes) terminal.out(`${formatMistake(mistake)}\n`)
        for (const warning of warnings) terminal.out(`${formatMistake(warning)} (warning)\n`)
        terminal.out(result.kind === 'loaded' ? `${summary(result.config)}: all is right\n` : `${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}\n`)
      }
      done(mistakes.length > 0 ? 2 : 0)
    })
}

function summary({ sources, topics }: { sources: readonly { feeds: readonly unknown[] }[]; topics: readonly unknown[] }): string {
  const feeds = sources.reduce((sum, source) => sum + source.feeds.length, 0)
  return `${sources.length} sources, ${feeds} feeds, ${topics.length} topics`
}
