import type { FastifyInstance } from 'fastify'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/serve/app.ts'
import type { Store } from '../../src/store/store.ts'
import { isMissing } from '../support/outside-program.ts'
import { aConfig, aFilledStore } from '../support/store-builder.ts'

const BROWSER = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// prettier-ignore
const PAGES = [
  '/', '/topics/ai-native-industry', '/topics/ai-native-industry?language=ar', '/topics/public-health', '/articles/a-ar-1', '/articles/a-en-1', '/stories/s-centre',
  '/sources', '/status', '/search?q=park', '/search', '/nothing'
]

/** Pages as a browser shows them; left out where there is none, except in CI. */
describe.skipIf(isMissing('chromium'))('pages in a browser', () => {
  let store: Store
  let app: FastifyInstance
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    const now = Date.now()
    store = await aFilledStore(undefined, now)
    const config = aConfig()
    app = createApp({ store, config: () => config, now: () => now, log: false })
    origin = await app.listen({ host: '127.0.0.1', port: 0 })
    browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
    await store?.close()
  })

  const LOOKS = PAGES.flatMap((path) => [
    { path, width: 1280, scheme: 'light' as const },
    { path, width: 1280, scheme: 'dark' as const },
    { path, width: 360, scheme: 'light' as const }
  ])

  test.each(LOOKS)('$path at $width pixels, $scheme: axe finds nothing, nothing is cut off', async ({ path, width, scheme }) => {
    // The page's own policy lets no script in: axe is let past it, the page itself has none.
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: true })
    try {
      const errors: string[] = []
      page.on('pageerror', ({ message }) => errors.push(message))
      page.on(
        'response',
        (response) => response.status() >= 400 && !response.url().endsWith(path) && errors.push(`${response.status()} ${response.url()}`)
      )
      await page.goto(origin + path)
      await page.addScriptTag({ content: AXE })
      const violations = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html}`))'
      )
      expect(violations).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      expect(errors).toEqual([])
    } finally {
      await page.close()
    }
  })

  test('two clicks from the front page lead to a feed', async () => {
    const page = await browser.newPage()
    await page.goto(origin)
    await page.getByRole('link', { name: 'AI native industry' }).first().click()
    const link = page.getByRole('link', { name: 'Atom feed of AI native industry' })
    const answer = await fetch(new URL((await link.getAttribute('href'))!, origin))
    expect(answer.headers.get('content-type')).toContain('application/atom+xml')
    await page.close()
  })
})
