import { CourantError, messageOf } from '../errors.ts'
import { writeStatic } from '../serve/write-static.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { type Progress, startProgress } from './progress.ts'
import { requireConfig } from './read-config.ts'
import { printJson } from './terminal.ts'

export const publishCommand: AddCommand = (program, terminal, done) => {
  program
    .command('publish')
    .description('write every topic feed, archive, subscription list and page as static files for a CDN or object store')
    .requiredOption('--out <dir>', 'folder to write into')
    .option('--gzip', 'write a .gz beside each text, for web servers that give out such files as they are')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--json', 'print JSON')
    .action(async (options: { out: string; config: string; gzip?: true; json?: true }) => {
      const config = requireConfig(options.config, terminal)
      await using opened = await openStore(config.service.store, terminal.now())
      let progress: Progress | undefined
      try {
        const { written, same } = await writeStatic(
          { store: opened.store, config: () => config, now: terminal.now, log: false },
          options.out,
          {
            onTotal: (files) => (progress = startProgress(terminal, files, 'files')),
            onFile: (path) => progress?.step(path),
            signal: terminal.signal,
            gzip: options.gzip ?? false
          }
        )
        if (options.json) printJson(terminal, { out: options.out, written, same })
        else terminal.out(`${written} files written to ${options.out}, ${same} were up to date\n`)
      } catch (error) {
        if (terminal.signal.aborted) return done(1) // the folder is as it was
        const { code } = error as { code?: string }
        if (code === undefined) throw error
        throw new CourantError('USAGE', `cannot write to ${options.out}: ${messageOf(error)}`, { cause: error })
      } finally {
        progress?.stop()
      }
    })
}
