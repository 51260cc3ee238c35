import type { FastifyInstance } from 'fastify'
import { ASSETS } from '../assets.ts'
import { encodeRepresentation } from '../encode-representation.ts'
import { getRoute } from '../get-route.ts'
import { sendRepresentation } from '../send-representation.ts'

const YEAR_MS = 365 * 86_400_000

/** The style sheet and the icons, named by their content and cached for ever. */
export function assetRoutes(app: FastifyInstance): void {
  for (const { route, contentType, bytes } of Object.values(ASSETS)) {
    const stored = encodeRepresentation(bytes, { contentType, changedAt: 0, maxAgeMs: YEAR_MS, immutable: true })
    getRoute(app, route, async (request, reply) => sendRepresentation(request, reply, await stored))
  }
  const icon = encodeRepresentation(ASSETS.icon.bytes, { contentType: ASSETS.icon.contentType, changedAt: 0, maxAgeMs: 86_400_000 })
  getRoute(app, '/favicon.ico', async (request, reply) => sendRepresentation(request, reply, await icon))
}
