import { Option } from 'commander'
import { CourantError } from '../errors.ts'
import { isPostgresAddress } from '../model/store-address.ts'
import { runDaemon } from './daemon.ts'
import type { AddCommand } from './program.ts'
import { readConfig, requireConfig } from './read-config.ts'

export const runCommand: AddCommand = (program, terminal) => {
  program
    .command('run')
    .description('the daemon: poll, publish, serve')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .addOption(new Option('--only <role>', 'split the roles over processes that share a PostgreSQL store').choices(['poll', 'serve']))
    .action(async (options: { config: string; only?: 'poll' | 'serve' }) => {
      const config = requireConfig(options.config, terminal, (line) => terminal.err(`${line}\n`))
      if (options.only !== undefined && !isPostgresAddress(config.service.store)) {
        throw new CourantError(
          'USAGE',
          `--only ${options.only} needs a store that several processes can share, and ${config.service.store} is a SQLite file; `
            + 'name a postgres:// address under store: in courant.yaml, or leave --only out: one process then polls and serves'
        )
      }
      await runDaemon({
        config,
        ...(options.only === undefined ? {} : { only: options.only }),
        readAgain: () => readConfig(options.config, terminal),
        watchDir: options.config,
        terminal,
        onStarted: (origin) => terminal.err(`Courant is running: ${origin === null ? 'it polls, and others serve' : `open ${origin}`}\n`)
      })
    })
}
