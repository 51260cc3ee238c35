import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface NginxServer extends AsyncDisposable {
  readonly port: number
  readonly urlOf: (feed: number) => string
}

/** Serves small feeds that never change by nginx (Debian) on loopback: `/0.xml` and so on, each with an item of its own. */
export async function startNginx(feeds: number): Promise<NginxServer> {
  const { port, ...nginx } = await serveFiles((root) => {
    for (let feed = 0; feed < feeds; feed++) {
      const item = `<item><title>Notice ${feed} of the ${feed % 977}th council</title><link>http://town${feed}.example/1</link></item>`
      writeFileSync(join(root, `${feed}.xml`), `<rss version="2.0"><channel><title>Feed ${feed}</title>${item}</channel></rss>`)
    }
  })
  return { port, urlOf: (feed) => `http://127.0.0.1:${port}/${feed}.xml`, ...nginx }
}

/** Serves files by nginx (Debian), one process, as it is installed but for the log. */
export async function serveFiles(write: (root: string) => void): Promise<AsyncDisposable & { readonly port: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'courant-nginx-'))
  const port = await freePort()
  mkdirSync(join(dir, 'www'))
  write(join(dir, 'www'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`).join(' ')
  writeFileSync(
    join(dir, 'nginx.conf'),
    `
    ${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log;
    events { worker_connections 256; }
    http { access_log off; keepalive_requests 1000000; ${temporary} sendfile on; tcp_nopush on; types { application/rss+xml xml; }
      server { listen 127.0.0.1:${port}; root ${dir}/www; } }`
  )
  const nginx = spawn('nginx', ['-c', join(dir, 'nginx.conf'), '-p', dir], { stdio: ['ignore', 'ignore', 'inherit'] })
  await answering(`http://127.0.0.1:${port}/`)
  return {
    port,
    async [Symbol.asyncDispose]() {
      nginx.kill('SIGQUIT')
      await once(nginx, 'exit')
      rmSync(dir, { recursive: true, force: true })
    }
  }
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(url).then(
        () => true,
        () => false
      )
    )
      return
    await sleep(50)
  }
  throw new Error('nginx does not answer')
}

/** nginx takes no port 0. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
