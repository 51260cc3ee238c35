import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Asset {
  /** Named by its content, so that caches may keep it for ever. */
  readonly route: string
  readonly contentType: string
  readonly bytes: Buffer
}

function readAsset(file: string, contentType: string): Asset {
  const bytes = readFileSync(join(import.meta.dirname, 'assets', file))
  const [base, ending] = file.split('.')
  return { route: `/assets/${base}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.${ending}`, contentType, bytes }
}

/** The files pages need: read once, known by name; nothing else on disk can be asked for. */
export const ASSETS = {
  stylesheet: readAsset('courant.css', 'text/css; charset=utf-8'),
  icon: readAsset('icon.svg', 'image/svg+xml'),
  /** What readers of feeds show beside a feed. */
  largeIcon: readAsset('icon-512.png', 'image/png'),
  smallIcon: readAsset('icon-64.png', 'image/png'),
  logo: readAsset('logo.png', 'image/png'),
  feedIcon: readAsset('feed.svg', 'image/svg+xml')
} as const satisfies Record<string, Asset>
