import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'

const MAIN = join(import.meta.dirname, '../../src/main.ts')
const run = promisify(execFile)

export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command of Courant as a process of its own, to its end. */
export async function runCourant(args: readonly string[], input?: string): Promise<Finished> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  child.stdin.end(input ?? '')
  const [code] = (await once(child, 'close')) as [number]
  return { code, stdout, stderr }
}

export interface RunningDaemon extends AsyncDisposable {
  readonly process: ChildProcess
  readonly stderr: () => string
  /** Resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/**
 * Starts the daemon and waits until it says that it answers.
 * @param options.through a program that starts it, such as a tracer, with its arguments; it must become or be the daemon's process
 * @param options.only the role it has alone
 * @param options.main another version of the program
 */
export async function startDaemon(
  configDir: string,
  {
    through = [],
    only,
    main = MAIN
  }: { readonly through?: readonly string[]; readonly only?: 'poll' | 'serve'; readonly main?: string } = {}
): Promise<RunningDaemon> {
  const role = only === undefined ? [] : ['--only', only]
  const [file, ...args] = [...through, process.execPath, main, 'run', '--config', configDir, ...role]
  const child = spawn(file!, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      if (stderr.includes('Courant is running')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the daemon ended with ${code}: ${stderr}`)))
  })
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const ended = once(child, 'exit')
    child.kill(signal)
    return ((await ended) as [number | null])[0]
  }
  return { process: child, stderr: () => stderr, stop, [Symbol.asyncDispose]: async () => void (await stop()) }
}

/** Runs a program of the system, such as a feed reader, and gives what it prints. */
export async function runProgram(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(file, [...args], { env: { ...process.env, LC_ALL: 'C.UTF-8', ...env }, maxBuffer: 16_000_000 })
  return stdout
}

/** A port that is free now, and that no outgoing connection will be given meanwhile: those come from 32768 on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000)
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch {
      continue // somebody listens there
    }
    server.close()
    await once(server, 'close')
    return port
  }
}

/** Asks again and again until the answer is there; the test's own time limit ends it. */
export async function until<T>(ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
