import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatMistake, loadConfig } from '../config/load-config.ts'
import { demoConfig, readShippedTopics } from '../demo/demo-config.ts'
import { startDemoPublisher } from '../demo/demo-publisher.ts'
import { CourantError } from '../errors.ts'
import { runDaemon } from './daemon.ts'
import type { AddCommand } from './program.ts'

export const demoCommand: AddCommand = (program, terminal) => {
  program
    .command('demo')
    .description('show all of it without a network: publishers in fourteen scripts on loopback, polled as one watches')
    .option('--port <port>', 'port of the pages; 0 takes a free one', readPort, 8080)
    .option('--config <dir>', 'not read; the demo brings its own configuration', 'config')
    .action(async ({ port }: { port: number }) => {
      const dir = mkdtempSync(join(tmpdir(), 'courant-demo-'))
      try {
        const publisher = await startDemoPublisher(terminal)
        const files = demoConfig(publisher, {
          store: join(dir, 'demo.db'),
          port: port === 0 ? await freePort() : port,
          topics: readShippedTopics()
        })
        const result = loadConfig(files, terminal.env, () => '')
        if (result.kind === 'refused') throw new Error(result.mistakes.map(formatMistake).join('\n'))
        await runDaemon({
          config: result.config,
          terminal,
          onStarted: (origin) => terminal.err(`Courant is running: open ${origin}/topics/ai-native-industry (stop with Ctrl-C)\n`)
        })
      } finally {
        rmSync(dir, { recursive: true, force: true })
      }
    })
}

/** Absolute addresses name the port, so it must be known before the daemon listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

function readPort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CourantError('USAGE', `${text} is no port; give a number from 0 to 65535`)
  return port
}
