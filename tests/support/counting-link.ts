import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface CountingLink extends AsyncDisposable {
  /** Where a client finds the socket. */
  readonly directory: string
  /** How often something was sent to the server after it had answered all before. */
  ways(): number
}

/**
 * Stands between one client and a PostgreSQL server and counts how often is waited for an answer.
 * @param target the server's socket
 * @param port names the socket, as clients look for it
 */
export async function startCountingLink(target: string, port: number): Promise<CountingLink> {
  const directory = mkdtempSync(join(tmpdir(), 'courant-link-'))
  const sockets = new Set<Socket>()
  let ways = 0
  const server = createServer((client) => {
    const upstream = connect(target)
    let asked = false
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client]
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => other.destroy())
    }
    client.on('data', (bytes) => {
      if (!asked) ways++
      asked = true
      upstream.write(bytes)
    })
    upstream.on('data', (bytes) => {
      asked = false
      client.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(join(directory, `.s.PGSQL.${port}`), resolve))
  return {
    directory,
    ways: () => ways,
    async [Symbol.asyncDispose]() {
      sockets.forEach((socket) => socket.destroy())
      await new Promise((resolve) => server.close(resolve))
      rmSync(directory, { recursive: true, force: true })
    }
  }
}
