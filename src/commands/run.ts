import { runDaemon } from './daemon.ts'
import type { AddCommand } from './program.ts'
import { readConfig, requireConfig } from './read-config.ts'

export const runCommand: AddCommand = (program, terminal) => {
  program
    .command('run')
    .description('the daemon: poll, publish, serve')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .action(async (options: { config: string }) => {
      await runDaemon({
        config: requireConfig(options.config, terminal, (line) => terminal.err(`${line}\n`)),
        readAgain: () => readConfig(options.config, terminal),
        watchDir: options.config,
        terminal,
        onListening: (origin) => terminal.err(`Courant is running: open ${origin}\n`)
      })
    })
}
