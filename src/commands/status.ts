import type { FeedRecord } from '../model/feed.ts'
import { judgeHealth } from '../schedule/health.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { requireConfig } from './read-config.ts'
import { printJson, printTable } from './terminal.ts'

export const statusCommand: AddCommand = (program, terminal, done) => {
  program
    .command('status')
    .description('health of every feed, backlog, lag, database size')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--json', 'print JSON')
    .action(async (options: { config: string; json?: true }) => {
      const config = requireConfig(options.config, terminal)
      await using opened = await openStore(config.service.store, terminal.now())
      void opened
      done(0)
    })
}
