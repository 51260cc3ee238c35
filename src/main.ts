import { runProgram } from './commands/program.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

process.exitCode = await runProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  input: process.stdin,
  errIsTerminal: process.stderr.isTTY === true,
  env: process.env,
  signal: stop.signal,
  now: Date.now,
  random: Math.random
})
