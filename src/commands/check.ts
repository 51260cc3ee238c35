import { formatMistake } from '../config/load-config.ts'
import { checkOnline, type OnlineFinding } from './check-online.ts'
import type { AddCommand } from './program.ts'
import { readConfig } from './read-config.ts'
import { printJson, printTable, type Terminal } from './terminal.ts'

export const checkCommand: AddCommand = (program, terminal, done) => {
  program
    .command('check')
    .description('validate all YAML: every mistake at once as file:line:column, what is wrong, what would be right')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--online', 'ask every feed once too, without keeping anything')
    .option('--json', 'print mistakes, warnings and what was found online as JSON')
    .action(async (options: { config: string; online?: true; json?: true }) => {
      const result = readConfig(options.config, terminal)
      const mistakes = result.kind === 'refused' ? result.mistakes : []
      const warnings = result.kind === 'loaded' ? result.warnings : []
      const online = result.kind === 'loaded' && options.online ? await checkOnline(result.config, terminal) : null
      if (options.json) printJson(terminal, { ok: mistakes.length === 0, mistakes, warnings, ...(online && { online }) })
      else {
        for (const mistake of mistakes) terminal.out(`${formatMistake(mistake)}\n`)
        for (const warning of warnings) terminal.out(`${formatMistake(warning)} (warning)\n`)
        terminal.out(
          result.kind === 'loaded'
            ? `${summary(result.config)}: all is right\n`
            : `${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}\n`
        )
        if (online) printFindings(online, terminal)
      }
      done(mistakes.length > 0 ? 2 : online !== null && online.length > 0 ? 1 : 0)
    })
}

function printFindings(findings: readonly OnlineFinding[], terminal: Terminal): void {
  if (findings.length > 0)
    printTable(
      terminal,
      ['feed', 'what', 'message'],
      findings.map(({ feed, what, message }) => [feed, what, message])
    )
  terminal.out(
    findings.length === 0
      ? 'online: every feed can be read\n'
      : `online: ${new Set(findings.map(({ feed }) => feed)).size} feeds to look at\n`
  )
}

function summary({ sources, topics }: { sources: readonly { feeds: readonly unknown[] }[]; topics: readonly unknown[] }): string {
  const feeds = sources.reduce((sum, source) => sum + source.feeds.length, 0)
  return `${sources.length} sources, ${feeds} feeds, ${topics.length} topics`
}
