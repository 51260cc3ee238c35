import { Command, CommanderError } from 'commander'
import { CourantError } from '../errors.ts'
import { readVersion } from './read-version.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** A command: adds itself to the program; `done` takes its exit code. */
export type AddCommand = (program: Command, terminal: Terminal, done: (code: ExitCode) => void) => void

/** Each is loaded when it is called, because most of them need few of the rooms; the help loads them all. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  run: async () => (await import('./run.ts')).runCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  poll: async () => (await import('./poll.ts')).pollCommand,
  probe: async () => (await import('./probe.ts')).probeCommand,
  inspect: async () => (await import('./inspect.ts')).inspectCommand,
  enrich: async () => (await import('./enrich.ts')).enrichCommand,
  why: async () => (await import('./why.ts')).whyCommand,
  backtest: async () => (await import('./backtest.ts')).backtestCommand,
  retag: async () => (await import('./retag.ts')).retagCommand,
  eval: async () => (await import('./eval.ts')).evalCommand,
  curate: async () => (await import('./curate.ts')).curateCommand,
  publish: async () => (await import('./publish.ts')).publishCommand,
  sources: async () => (await import('./sources.ts')).sourcesCommand,
  topics: async () => (await import('./list.ts')).topicsCommand,
  articles: async () => (await import('./list.ts')).articlesCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  db: async () => (await import('./db.ts')).dbCommand,
  webhooks: async () => (await import('./webhooks.ts')).webhooksCommand,
  token: async () => (await import('./token.ts')).tokenCommand,
  schema: async () => (await import('./schema.ts')).schemaCommand,
  demo: async () => (await import('./demo.ts')).demoCommand
}

/**
 * Runs one command line.
 * @returns 0 done, 1 a finding, 2 wrong use or something that stops the command; the message is on standard error
 */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const program = new Command('courant')
    .description('Polls regional and government news in any language, deduplicates and tags it, and republishes curated topic feeds.')
    .version(readVersion())
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(add --help for what is right)')
  const named = argv[0] !== undefined && Object.hasOwn(COMMANDS, argv[0]) ? COMMANDS[argv[0]] : undefined
  for (const load of named ? [named] : Object.values(COMMANDS)) (await load())(program, terminal, (code) => (exitCode = code))
  for (const command of program.commands) inheritSettings(command, program)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof CourantError) {
      terminal.err(`${error.message}\n`)
      return 2
    }
    throw error
  }
}

function inheritSettings(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent)
  for (const inner of command.commands) inheritSettings(inner, command)
}
