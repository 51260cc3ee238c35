import { runProgram } from './commands/program.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
// Who reads our output may have seen enough, as `head` has: that ends the work, and nothing is wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  stop.abort()
})

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
