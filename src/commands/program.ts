import { Command, CommanderError } from 'commander'
import { CourantError } from '../errors.ts'
import { backtestCommand } from './backtest.ts'
import { checkCommand } from './check.ts'
import { dbCommand } from './db.ts'
import { demoCommand } from './demo.ts'
import { enrichCommand } from './enrich.ts'
import { evalCommand } from './eval.ts'
import { inspectCommand } from './inspect.ts'
import { articlesCommand, sourcesCommand, topicsCommand } from './list.ts'
import { pollCommand } from './poll.ts'
import { publishCommand } from './publish.ts'
import { runCommand } from './run.ts'
import { retagCommand } from './retag.ts'
import { readVersion } from './runtime.ts'
import { schemaCommand } from './schema.ts'
import { statusCommand } from './status.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { whyCommand } from './why.ts'

/** A command: adds itself to the program; `done` takes its exit code. */
export type AddCommand = (program: Command, terminal: Terminal, done: (code: ExitCode) => void) => void

const COMMANDS: readonly AddCommand[] = [
  runCommand, checkCommand, pollCommand, inspectCommand, enrichCommand, evalCommand, whyCommand, publishCommand, backtestCommand, retagCommand, sourcesCommand, topicsCommand,
  articlesCommand, dbCommand, statusCommand, schemaCommand, demoCommand
]

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
  for (const addCommand of COMMANDS) addCommand(program, terminal, (code) => (exitCode = code))
  for (const command of program.commands) command.copyInheritedSettings(program)
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
