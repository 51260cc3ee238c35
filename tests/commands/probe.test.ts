import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load-config.ts'
import { runCourant } from '../support/process.ts'

let dir: string
let list: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'courant-probe-'))
  list = join(dir, 'list.html')
  const rows = [1, 2, 3, 4, 5].map(
    (n) => `<li><a href="./2024-04/0${n}/c_${n}.htm">District council opens computing centre number ${n}</a><span>2024-04-0${n}</span></li>`
  )
  writeFileSync(list, `<html><body><div id="nav"><a href="/">Home</a></div><ul class="news">${rows.join('')}</ul></body></html>`)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('a list page without a feed: the printed YAML is a configuration that loads, and the page is kept', async () => {
  const saved = join(dir, 'saved.html')
  const { code, stdout } = await runCourant(['probe', list, '--url', 'https://news.example.org/list.html', '--save', saved])
  expect(code).toBe(0)
  expect(stdout).toContain('5 items, 5 with a date')
  expect(readFileSync(saved)).toEqual(readFileSync(list))
  const result = loadConfig([{ path: 'sources/new.yaml', text: stdout.slice(stdout.indexOf('source:')) }], {}, () => '')
  if (result.kind !== 'loaded') throw new Error(JSON.stringify(result.mistakes))
  expect(result.config.sources[0]!.feeds[0]).toMatchObject({
    url: 'https://news.example.org/list.html',
    page: { article: { follow: true } }
  })
  expect(await runCourant(['probe', list, '--save', saved])).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot save') })
})

test('a page that offers a feed names it first; nothing at all is a finding', async () => {
  const page = join(dir, 'page.html')
  writeFileSync(
    page,
    '<html><head><link rel="alternate" type="application/atom+xml" title="News" href="/news.atom"></head><body></body></html>'
  )
  const { stdout } = await runCourant(['probe', page, '--url', 'https://news.example.org/', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    feed: null,
    offered: [{ url: 'https://news.example.org/news.atom', title: 'News', from: 'link' }]
  })
  writeFileSync(page, '<p>nothing here</p>')
  expect(await runCourant(['probe', page])).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was found') })
})
