import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeStatic } from '../../src/serve/write-static.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, bring, NOON, TEXTS } from '../support/store-builder.ts'

const LATER = NOON + 10 * 86_400_000

let dir: string
let store: Store
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'courant-site-'))
  store = await aFilledStore()
})
afterEach(async () => {
  rmSync(dir, { recursive: true, force: true })
  await store.close()
})

function write(now = LATER) {
  const config = aConfig()
  return writeStatic({ store, config: () => config, now: () => now, log: false }, dir)
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
}

const EXPECTED = [
  'topics/ai-native-industry.atom', 'topics/ai-native-industry.rss', 'topics/ai-native-industry.json', 'topics/ai-native-industry/index.html',
  'topics/ai-native-industry/zh-Hans.atom', 'topics/ai-native-industry/zh-Hans/index.html', 'topics/ai-native-industry/region/CN-BJ.json',
  'topics/ai-native-industry/archive/2026-11.atom', 'articles/a-ar-1/index.html', 'stories/s-centre/index.html', 'opml.xml', 'index.html'
]

test('pages, feeds, variants and archives stand under their own names, and every link leads to one of them', async () => {
  await write()
  expect(EXPECTED.filter((path) => !existsSync(join(dir, path)))).toEqual([])
  const pages = filesIn(dir).filter((path) => path.endsWith('.html'))
  expect(pages.length).toBeGreaterThan(20)
  const missing = new Set<string>()
  for (const page of pages) {
    for (const [, link] of readFileSync(page, 'utf8').matchAll(/(?:href|src|action)="(\/[^"#]*)/g)) {
      const path = join(dir, link!)
      const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path
      if (!existsSync(file)) missing.add(`${page.slice(dir.length)} -> ${link}`)
    }
  }
  expect([...missing]).toEqual([])
})

test('written again, only what changed is touched, nothing is removed and no draft stays', async () => {
  const first = await write()
  expect(first.same).toBe(0)
  expect((await write()).written).toBe(0)
  await bring(store, { ...TEXTS[0]!, id: 'en-9', story: 's-9' }, NOON + 3 * 3_600_000)
  const third = await write()
  expect(third.written).toBeGreaterThan(3)
  expect(third.same).toBeGreaterThan(10)
  expect(filesIn(dir).filter((path) => path.endsWith('.tmp'))).toEqual([])
})

test('interrupted, it leaves whole files', async () => {
  const config = aConfig()
  const ending = new AbortController()
  let files = 0
  const onFile = () => ++files === 5 && ending.abort()
  await expect(writeStatic({ store, config: () => config, now: () => LATER, log: false }, dir, { signal: ending.signal, onFile })).rejects.toThrow()
  expect(filesIn(dir)).toHaveLength(5)
})
