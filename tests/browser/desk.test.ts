import type { FastifyInstance } from 'fastify'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/serve/app.ts'
import type { Store } from '../../src/store/store.ts'
import { aStoreEditor } from '../support/editor.ts'
import { isMissing } from '../support/outside-program.ts'
import { aConfig, aFilledStore } from '../support/store-builder.ts'

const BROWSER = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TOKEN = 'd'.repeat(30)

/** The desk as an editor's browser shows it; left out where there is none, except in CI. */
describe.skipIf(isMissing('chromium'))('the desk in a browser', () => {
  let store: Store
  let app: FastifyInstance
  let browser: Browser
  let origin: string

  beforeAll(async () => {
    store = await aFilledStore(undefined, Date.now())
    const config = aConfig({ public_url: 'http://localhost' }, { tokens: [{ name: 'desk', token: TOKEN, scopes: ['curate'] }] })
    app = createApp({ store, config: () => config, now: Date.now, log: false, curation: aStoreEditor(store, config) })
    origin = await app.listen({ host: '127.0.0.1', port: 0 })
    browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
    await store?.close()
  })

  test.each([
    { width: 1280, scheme: 'light' as const },
    { width: 1280, scheme: 'dark' as const },
    { width: 360, scheme: 'light' as const }
  ])('at $width pixels, $scheme: an editor opens it, pins and undoes; axe finds nothing, nothing is cut off', async ({ width, scheme }) => {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: true })
    const expectSound = async (): Promise<void> => {
      await page.addScriptTag({ content: AXE })
      const violations = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html}`))'
      )
      expect(violations).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    }
    try {
      await page.goto(`${origin}/desk`)
      await expectSound()
      await page.getByLabel('Token').fill(TOKEN)
      await page.getByRole('button', { name: 'Open the desk' }).click()
      const first = page.getByRole('article').first()
      await first.getByLabel('Why').first().fill('worth reading first')
      await first.getByRole('button', { name: 'Pin' }).click()
      await page.getByRole('status').getByText('Done').waitFor()
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })')
      await expectSound()
      await page.getByLabel('Why undo it').first().fill('it was not')
      await page.getByRole('button', { name: 'Undo' }).first().click()
      await page.getByText('Undone').first().waitFor()
      await page.getByRole('button', { name: 'Close the desk' }).click()
      await page.getByLabel('Token').waitFor()
    } finally {
      await page.close()
    }
  })
})
