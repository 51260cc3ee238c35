import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseFeed } from '../../src/parse/parse-feed.ts'

/* Each document in tests/fixtures/feeds, fetched from BASE, gives what stands beside it: a new pair is a new test. */

const FOLDER = join(import.meta.dirname, '../fixtures/feeds')
const BASE = 'https://served.example/feeds/feed.xml'
const DOCUMENTS = readdirSync(FOLDER).filter((name) => !name.endsWith('.json'))

test.each(DOCUMENTS)('%s', async (name) => {
  const result = await parseFeed(readFileSync(join(FOLDER, name)), { url: BASE })
  const wanted: unknown = JSON.parse(readFileSync(join(FOLDER, name.replace(/\.\w+$/, '.json')), 'utf8'))
  expect(result.kind === 'parsed' ? result.document : result).toEqual(wanted)
})
