import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const DEBIAN_DIR = '/usr/lib/postgresql'
/** PostgreSQL refuses to run as root; Debian has this user everywhere. */
const NOBODY = 65_534

export interface PostgresServer extends AsyncDisposable {
  /** Makes a fresh database, as a copy of `template` where that is given. @returns its address */
  createDatabase(options?: { readonly name?: string; readonly template?: string }): Promise<string>
  /** Runs one statement as the owner of everything. @returns what psql prints, without a header */
  sql(statement: string, database?: string): Promise<string>
  /** As after a power cut, unless `fast`: every connection breaks at once. */
  stop(how?: 'fast' | 'immediate'): Promise<void>
  start(): Promise<void>
  /** Of the process that started all others. */
  pid(): number
}

/** Where Debian keeps the server; null where it is not installed, and in CI that is an error. */
export function postgresBinaries(): string | null {
  const versions = existsSync(DEBIAN_DIR) ? readdirSync(DEBIAN_DIR).sort((one, other) => Number(other) - Number(one)) : []
  const dir = versions.map((version) => join(DEBIAN_DIR, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
  if (dir === undefined && process.env.CI) throw new Error('no PostgreSQL server is installed; install the Debian package postgresql')
  return dir ?? null
}

/**
 * Starts a PostgreSQL server of its own on a socket in a temporary folder: no port that could be taken, no network. Nothing is
 * synced to the disk, so that it is fast; what a killed process of Courant leaves is the same.
 * @param settings lines of postgresql.conf
 * @param tlsPort a port of loopback on which it answers too, encrypted by the certificate of the tests
 */
export async function startPostgres(settings = '', tlsPort?: number): Promise<PostgresServer> {
  const binaries = postgresBinaries()
  if (binaries === null) throw new Error('no PostgreSQL server is installed')
  const root = mkdtempSync(join(tmpdir(), 'courant-pg-'))
  const data = join(root, 'data')
  const asRoot = process.getuid?.() === 0
  if (asRoot) chownSync(root, NOBODY, NOBODY)
  // Whoever kills the tests ends the server with them.
  const asUser = ['--pdeathsig', 'QUIT', ...(asRoot ? ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'] : []), '--']
  chmodSync(root, 0o755)
  const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', HOME: root }
  const initdb = join(binaries, 'initdb')
  await run('setpriv', [...asUser, initdb, '-D', data, '-U', 'courant', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'], {
    env
  })
  const port = tlsPort ?? 5_432 // names the socket, and nothing else where no port is asked for
  writeFileSync(
    join(data, 'postgresql.conf'),
    `listen_addresses = ''\nunix_socket_directories = '${root}'\nfsync = off\nfull_page_writes = off\nshared_buffers = 64MB\n`
      + `max_connections = 200\nautovacuum_naptime = 10\n${tlsPort === undefined ? '' : tlsSettings(data, tlsPort)}${settings}\n`
  )
  let server: ChildProcess | undefined
  let databases = 0

  async function sql(statement: string, database = 'postgres'): Promise<string> {
    const { stdout } = await run(
      join(binaries!, 'psql'),
      ['-h', root, '-p', String(port), '-U', 'courant', '-d', database, '-qAtX', '-v', 'ON_ERROR_STOP=1', '-c', statement],
      { env }
    )
    return stdout.trim()
  }

  async function start(): Promise<void> {
    const child = spawn('setpriv', [...asUser, join(binaries!, 'postgres'), '-D', data], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    server = child
    let log = ''
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (chunk: Buffer) => {
        log = (log + chunk.toString()).slice(-10_000)
        if (log.includes('ready to accept connections')) resolve()
      })
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${log}`)))
    })
  }

  async function stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }

  await start()
  return {
    sql,
    start,
    stop,
    pid: () => server!.pid!,
    async createDatabase({ name = `courant_${++databases}`, template } = {}) {
      await sql(`create database ${name}${template === undefined ? '' : ` template ${template}`}`)
      return `postgres://courant@localhost:${port}/${name}?host=${encodeURIComponent(root)}`
    },
    async [Symbol.asyncDispose]() {
      await stop('immediate')
      rmSync(root, { recursive: true, force: true })
    }
  }
}

/** The server takes its key only when nobody else may read it. */
function tlsSettings(data: string, port: number): string {
  for (const name of ['key.pem', 'certificate.pem']) {
    const path = join(data, name)
    copyFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), path)
    chmodSync(path, 0o600)
    if (process.getuid?.() === 0) chownSync(path, NOBODY, NOBODY)
  }
  return `listen_addresses = '127.0.0.1'\nport = ${port}\nssl = on\nssl_cert_file = 'certificate.pem'\nssl_key_file = 'key.pem'\n`
}
