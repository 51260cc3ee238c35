import { CourantError } from '../errors.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { requireConfig } from './read-config.ts'
import { printJson, printTable } from './terminal.ts'

interface Options {
  readonly config: string
  readonly json?: true
}

const LETTERS_MAX = 1_000

export const webhooksCommand: AddCommand = (program, terminal, done) => {
  const webhooks = program.command('webhooks').description('how webhooks are doing; send dead letters again')
  const withOptions = (name: string, description: string) =>
    webhooks
      .command(name)
      .description(description)
      .option('--config <dir>', 'folder of the configuration', 'config')
      .option('--json', 'print JSON')

  withOptions('list', 'each webhook with what it has not got yet, and its dead letters').action(async (options: Options) => {
    const config = requireConfig(options.config, terminal)
    await using opened = await openStore(config.service.store, terminal.now())
    const states = await opened.store.webhookStates()
    const letters = await opened.store.deadLetters(null, LETTERS_MAX)
    if (options.json) {
      printJson(
        terminal,
        states.map(({ id, url, behind, deadLetters, disabledAt, deliveredAt, failedAt, lastFailure }) => ({
          id,
          url,
          behind,
          deadLetters,
          disabledAt: iso(disabledAt),
          deliveredAt: iso(deliveredAt),
          failedAt: iso(failedAt),
          lastFailure,
          letters: letters
            .filter(({ webhookId }) => webhookId === id)
            .map(({ seq, attempts, failure, diedAt, retry }) => ({ seq, attempts, failure, diedAt: iso(diedAt), retry }))
        }))
      )
    } else {
      printTable(
        terminal,
        ['webhook', 'state', 'behind', 'dead', 'last failure'],
        states.map(({ id, disabledAt, behind, deadLetters, lastFailure }) => [
          id,
          disabledAt === null ? 'on' : 'disabled',
          String(behind),
          String(deadLetters),
          lastFailure ?? ''
        ])
      )
      for (const { webhookId, seq, failure } of letters) terminal.out(`${webhookId}: event ${seq} is a dead letter: ${failure}\n`)
    }
    done(states.some(({ disabledAt, deadLetters }) => disabledAt !== null || deadLetters > 0) ? 1 : 0)
  })

  withOptions(
    'retry [webhook]',
    'send dead letters once more, and to a webhook that was disabled: the daemon does it at once, or when it starts'
  ).action(async (id: string | undefined, options: Options) => {
    const config = requireConfig(options.config, terminal)
    await using opened = await openStore(config.service.store, terminal.now())
    const { store } = opened
    const states = (await store.webhookStates()).filter((state) => id === undefined || state.id === id)
    if (states.length === 0)
      throw new CourantError(
        'USAGE',
        id === undefined ? 'there are no webhooks' : `there is no webhook "${id}"; courant webhooks list shows them`
      )
    const letters = await store.retryDeadLetters(id ?? null)
    for (const state of states) await store.resumeWebhook(state.id, terminal.now())
    if (options.json) printJson(terminal, { webhooks: states.map((state) => state.id), letters })
    else terminal.out(`${letters} dead letters are sent once more\n`)
  })
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
