import type { FastifyInstance } from 'fastify'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createApp } from '../../src/serve/app.ts'
import type { Store } from '../../src/store/store.ts'
import { aConfig, aFilledStore, NOON } from '../support/store-builder.ts'

let store: Store
let app: FastifyInstance
let trouble: string | null = null
beforeAll(async () => {
  store = await aFilledStore()
  const config = aConfig()
  app = createApp({ store, config: () => config, now: () => NOON, log: false, storeTrouble: () => trouble })
})
afterAll(async () => {
  await app.close()
  await store.close()
})

const ops = (name: string): string => readFileSync(new URL(`../../docs/ops/${name}`, import.meta.url), 'utf8')

test('metrics name routes, never addresses', async () => {
  await app.inject('/articles/a-en-1')
  const { headers, body } = await app.inject('/metrics')
  expect(headers['content-type']).toContain('text/plain')
  expect(body).toMatch(/courant_http_requests_total\{route="\/articles\/:id",status="200"\} \d/)
  expect(body).toContain('courant_feeds{state="ok"} ')
  expect(body).not.toContain('a-en-1')
})

test('items that no format can carry are counted once, in whatever forms a feed is asked for', async () => {
  const count = async () => /courant_feed_items_left_out\{topic="ai-native-industry"\} (\d+)/.exec((await app.inject('/metrics')).body)?.[1]
  expect(await count()).toBe('0')
  const [article] = await store.articlesById(['a-ko-1'])
  const rename = (tagUri: string) =>
    store.database.batch([{ sql: 'update article set tag_uri = $1 where id = $2', values: [tagUri, 'a-ko-1'] }])
  await rename('no id at all')
  for (const name of ['ai-native-industry.atom', 'ai-native-industry.rss', 'ai-native-industry/ko.json'])
    expect((await app.inject(`/topics/${name}`)).statusCode).toBe(200)
  expect(await count()).toBe('1')
  await rename(article!.tagUri)
})

test('a store that refuses writes is told in metrics, for readiness and on the status page', async () => {
  expect((await app.inject('/metrics')).body).toContain('courant_store_refuses 0')
  trouble = 'the disk is full'
  expect((await app.inject('/metrics')).body).toContain('courant_store_refuses 1')
  expect((await app.inject('/readyz')).json()).toMatchObject({ status: 'ready', trouble: 'the disk is full' })
  expect((await app.inject('/status')).body).toContain('the disk is full')
  trouble = null
  expect((await app.inject('/readyz')).json()).not.toHaveProperty('trouble')
  expect((await app.inject('/status')).body).not.toContain('the disk is full')
})

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly annotations: { readonly summary: string; readonly description: string }
}
const RULES = (parse(ops('alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules)
const PANELS = (JSON.parse(ops('grafana-dashboard.json')) as { panels: { title: string; targets: { expr: string }[] }[] }).panels

test.each([
  ...RULES.map(({ alert, expr }) => ({ name: `alert ${alert}`, expressions: [expr] })),
  ...PANELS.map(({ title, targets }) => ({ name: `panel ${title}`, expressions: targets.map(({ expr }) => expr) }))
])('$name asks for metrics that are there', async ({ expressions }) => {
  const { body } = await app.inject('/metrics')
  const there = new Set([...body.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name!).concat('up'))
  const asked = expressions.flatMap((expr) =>
    [...expr.matchAll(/\b(?:courant|process|nodejs)_\w+|\bup\b/g)].map(([name]) => name.replace(/_bucket$/, ''))
  )
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((name) => !there.has(name))).toEqual([])
})

test('each alert says what it is and what to do', () => {
  expect(RULES.length).toBeGreaterThan(5)
  for (const { annotations } of RULES) expect(Object.values(annotations).every((text) => text.length > 10)).toBe(true)
})
