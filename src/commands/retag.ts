import { createLog } from '../log.ts'
import { retagArticles } from '../poll/retag-articles.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { startProgress } from './progress.ts'
import { requireConfig } from './read-config.ts'
import { createRuntime } from './runtime.ts'
import { printJson } from './terminal.ts'

export const retagCommand: AddCommand = (program, terminal, done) => {
  program
    .command('retag')
    .description('apply the present topics to stored articles, journalled')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--json', 'print JSON')
    .action(async (options: { config: string; json?: true }) => {
      const config = requireConfig(options.config, terminal)
      await using opened = await openStore(config.service.store, terminal.now())
      await using runtime = await createRuntime(config, opened.store, createLog('error'), terminal)
      const total = await opened.store.countArticles()
      const progress = startProgress(terminal, total, 'articles')
      try {
        const result = await retagArticles(opened.store, runtime.articleContext, (count) => progress.step('', count), terminal.signal)
        if (options.json) printJson(terminal, { ...result, whole: result.articles >= total })
        else
          terminal.out(`${result.articles} of ${total} articles retagged: ${result.added} added to topics, ${result.withdrawn} withdrawn\n`)
        done(terminal.signal.aborted ? 1 : 0)
      } finally {
        progress.stop()
      }
    })
}
