import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countScripts } from '../../src/text/scripts.ts'
import { until } from '../support/process.ts'

/** The demo as a newcomer runs it: one command, no network, a page that fills. */
const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/main.ts'), 'demo', '--port', '0'], {
  stdio: ['ignore', 'ignore', 'pipe']
})
let origin: string

beforeAll(async () => {
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  origin = await until(async () => /open (http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1])
})
afterAll(async () => {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  expect(await ended).toEqual([0, null])
})

async function page(path: string): Promise<string> {
  const response = await fetch(origin + path)
  return response.ok ? response.text() : ''
}

test('the topic page shows headlines in eleven scripts, each with its language and its reason', async () => {
  const shown = await until(async () => {
    const html = await page('/topics/ai-native-industry')
    const headlines = [...html.matchAll(/<h[23][^>]*>(.*?)<\/h[23]>/gs)].map(([, text]) => text!.replace(/<[^>]*>/g, '')).join(' ')
    const everything = html.replace(/<head>.*?<\/head>/s, '').replace(/<[^>]*>/g, ' ')
    return Object.keys(countScripts(everything)).length >= 11 && headlines !== '' ? html : null
  })
  expect(shown).toContain('Here because')
  expect(shown).toMatch(/lang="ar" dir="rtl"|dir="rtl" lang="ar"/)
})

test('new items arrive while one watches, and the broken sources are on the status page', async () => {
  const newest = async (): Promise<number> => {
    const lines = (await page('/api/v1/changes?after=0&limit=200')).match(/"seq":\s*\d+/g) ?? []
    return lines.length
  }
  const before = await newest()
  expect(before).toBeGreaterThan(0)
  await until(async () => (await newest()) > before)
  // The page is made anew each minute.
  await until(async () => (await page('/status')).includes('instead of a feed'))
}, 150_000)
