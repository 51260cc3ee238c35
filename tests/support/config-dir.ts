import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface ConfigDir extends Disposable {
  /** Of everything: configuration, database, inputs. */
  readonly root: string
  /** For `--config`. */
  readonly dir: string
  readonly store: string
  /** Writes a file below the root. @returns its path */
  write(path: string, text: string): string
}

const TOPIC = 'topic: { id: bridges, title: { en: Bridges } }\nterms: { en: { strong: [bridge, bridges] } }\n'

/** A configuration on disk that a test adds to: a service, one topic, and sources as YAML lines below `sources:`. @param address of its store; a file in its folder when left out */
export function aConfigDir(service: string, sources: string, address?: string): ConfigDir {
  const root = mkdtempSync(join(tmpdir(), 'courant-test-'))
  const write = (path: string, text: string): string => {
    const full = join(root, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
    return full
  }
  const store = address ?? join(root, 'courant.db')
  write('config/courant.yaml', `store: ${store}\n${service}\n`)
  write('config/topics/bridges.yaml', TOPIC)
  write('config/sources/all.yaml', `sources:\n${sources}\n`)
  return { root, dir: join(root, 'config'), store, write, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}

/** A source of one feed, as one line of YAML. */
export function sourceLine(id: string, url: string, extra = ''): string {
  return `  - { id: ${id}, name: ${id}, feeds: [{ id: ${id}-news, url: "${url}"${extra} }] }`
}
