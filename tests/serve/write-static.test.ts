import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeStatic } from '../../src/serve/write-static.ts'
import type { Store } from '../../src/store/store.ts'
import { anOrder, aStoreEditor, doneOf } from '../support/editor.ts'
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
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
}

// prettier-ignore
const EXPECTED = [
  'topics/ai-native-industry.atom', 'topics/ai-native-industry.rss', 'topics/ai-native-industry.json', 'topics/ai-native-industry/index.html',
  'topics/ai-native-industry/zh-Hans.atom', 'topics/ai-native-industry/zh-Hans/index.html', 'topics/ai-native-industry/region/CN-BJ.json',
  'topics/ai-native-industry/archive/2026-11.atom', 'articles/a-ar-1/index.html', 'stories/s-centre/index.html', 'opml.xml', 'index.html', '404.html'
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
  expect(filesIn(dir).filter((path) => path.includes('.courant-draft-'))).toEqual([])
})

test('the page of an article that became part of another leads there, and one that left its topics says so', async () => {
  await write()
  const config = aConfig()
  const editor = aStoreEditor(store, config)
  doneOf(await editor.make(anOrder('a-ja-1', { kind: 'merge', topicId: null, into: 'a-fa-1', why: 'the same text' })))
  doneOf(await editor.make(anOrder('a-fa-1', { kind: 'merge', topicId: null, into: 'a-en-1', why: 'the same text' })))
  doneOf(await editor.make(anOrder('a-ko-1', { kind: 'hide', topicId: 'ai-native-industry', why: 'an advertisement' })))
  await write()
  const page = (path: string) => readFileSync(join(dir, path, 'index.html'), 'utf8')
  expect(page('articles/a-ja-1')).toContain('<meta http-equiv="refresh" content="0; url=/articles/a-fa-1"')
  expect(page('articles/a-fa-1')).toContain('<link rel="canonical" href="https://news.example.org/articles/a-en-1"')
  expect(page('articles/a-ko-1')).toContain('It is in no topic now.')
})

test('interrupted, it leaves everything as it was', async () => {
  await write()
  const before = filesIn(dir).map((path) => [path, readFileSync(path, 'base64')])
  await bring(store, { ...TEXTS[0]!, id: 'en-9', story: 's-9' }, NOON + 3 * 3_600_000)
  const config = aConfig()
  const ending = new AbortController()
  let files = 0
  const onFile = () => ++files === 60 && ending.abort()
  await expect(
    writeStatic({ store, config: () => config, now: () => LATER, log: false }, dir, { signal: ending.signal, onFile })
  ).rejects.toThrow()
  expect(files).toBe(60)
  expect(filesIn(dir).map((path) => [path, readFileSync(path, 'base64')])).toEqual(before)
})

test('what a killed run left is removed', async () => {
  mkdirSync(join(dir, '.courant-draft-old', 'topics'), { recursive: true })
  writeFileSync(join(dir, '.courant-draft-old', 'topics', 'x.atom'), '')
  await write()
  expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([])
})

test('compressed copies stand beside texts, tell the same, and go when they would be old', async () => {
  const config = aConfig()
  const deps = { store, config: () => config, now: () => LATER, log: false as const }
  await writeStatic(deps, dir, { gzip: true })
  const feed = join(dir, 'topics', 'ai-native-industry.atom')
  expect(gunzipSync(readFileSync(`${feed}.gz`))).toEqual(readFileSync(feed))
  expect(existsSync(join(dir, 'index.html.gz'))).toBe(true)
  const time = statSync(`${feed}.gz`).mtimeMs
  await writeStatic(deps, dir, { gzip: true })
  expect(statSync(`${feed}.gz`).mtimeMs).toBe(time)
  await bring(store, { ...TEXTS[0]!, id: 'en-9', story: 's-9' }, NOON + 3 * 3_600_000)
  await writeStatic(deps, dir)
  expect(existsSync(`${feed}.gz`)).toBe(false)
})
