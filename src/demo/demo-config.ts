import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoPublisher } from './demo-publisher.ts'

export interface DemoConfigOptions {
  /** Value of `store`: an SQLite file or an address. */
  readonly store: string
  readonly port: number
  readonly host?: string
  /** Topic files as `readShippedTopics` gives them. */
  readonly topics: readonly DemoConfigFile[]
}

export interface DemoConfigFile {
  readonly path: string
  readonly text: string
}

/**
 * Makes the configuration that polls the demo's publishers every five seconds.
 * @returns files as `loadConfig` takes them
 */
export function demoConfig(
  { address, feeds }: Pick<DemoPublisher, 'address' | 'feeds'>,
  options: DemoConfigOptions
): readonly DemoConfigFile[] {
  const host = options.host ?? '127.0.0.1'
  const service = {
    title: 'Courant demo',
    server: { host, port: options.port, public_url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${options.port}` },
    store: options.store,
    polling: { min_interval: '1s', max_interval: '10s', per_host: 8, host_spacing: '0ms' },
    fetch: { allow: [address] }
  }
  const sources = feeds.map(({ source, url }) => ({
    id: source.id,
    name: source.name,
    region: source.region,
    timezone: source.timezone,
    role: source.role,
    feeds: [
      {
        id: source.id,
        url,
        language: source.language,
        schedule: 'every 5s',
        ...(source.format === 'page' && {
          page: {
            item: 'ul.list li',
            title: 'a',
            link: 'a@href',
            date: 'span',
            article: { title: 'h1', body: '.article', date: 'Updated: {yyyy-MM-dd}' }
          }
        })
      }
    ]
  }))
  // JSON is YAML.
  return [
    { path: 'courant.yaml', text: JSON.stringify(service, null, 2) },
    { path: 'sources/demo.yaml', text: JSON.stringify({ sources }, null, 2) },
    ...options.topics
  ]
}

/**
 * Reads the topics that come with Courant.
 * @throws when the folder cannot be read
 */
export function readShippedTopics(): readonly DemoConfigFile[] {
  const folder = join(import.meta.dirname, '..', '..', 'config', 'topics')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ path: `topics/${name}`, text: readFileSync(join(folder, name), 'utf8') }))
}
