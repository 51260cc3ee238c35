import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { configJsonSchema } from '../../src/config/json-schema.ts'
import { formatMistake, loadConfig } from '../../src/config/load-config.ts'
import { readYaml } from '../../src/config/read-yaml.ts'
import { checkTopic } from '../../src/tag/compile-topics.ts'

const root = new URL('../../', import.meta.url)
const paths = [
  'config/courant.yaml',
  ...['config/sources', 'config/topics'].flatMap((dir) => readdirSync(new URL(dir, root)).map((name) => `${dir}/${name}`))
]
const files = paths.map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }))
const schema = configJsonSchema()

describe('the shipped configuration', () => {
  const result = loadConfig(
    files,
    {},
    () => {
      throw new Error('no secret is shipped')
    },
    checkTopic
  )

  test('has no mistakes and no warnings', () => {
    expect((result.kind === 'refused' ? result.mistakes : result.warnings).map(formatMistake)).toEqual([])
  })

  const sources = result.kind === 'loaded' ? result.config.sources : []
  const feeds = sources.flatMap((source) => source.feeds)

  test('tells of every source where it speaks for and its time zone, of every feed its language', () => {
    expect(sources.filter(({ region, timezone }) => !region || !timezone).map(({ id }) => id)).toEqual([])
    expect(feeds.filter(({ language }) => !language).map(({ id }) => id)).toEqual([])
  })

  test('has the numbers that docs/sources.md tells', () => {
    const text = readFileSync(new URL('docs/sources.md', root), 'utf8')
    const languages = new Set(feeds.map(({ language }) => language).filter((language) => language !== 'mul'))
    const regions = new Set(sources.map(({ region }) => region!.slice(0, 2)))
    const pages = feeds.filter(({ page }) => page).length
    expect(text).toContain(
      `${sources.length} sources, ${feeds.length - pages} feeds and ${pages} list pages, `
        + `in ${languages.size} languages, of ${regions.size} countries`
    )
  })
})

describe('the JSON Schema', () => {
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema)
  const valueOf = (text: string) => {
    const reading = readYaml(text)
    return reading.kind === 'read' ? reading.value : undefined
  }

  test.each(files)('takes $path', ({ text }) => {
    validate(valueOf(text))
    expect(validate.errors ?? []).toEqual([])
  })

  test.each([
    { name: 'an unknown key of the service', text: 'polling: { interval: 15m }' },
    { name: 'a feed without an address', text: 'source: { id: a, name: A }\nfeeds: [{ id: a }]' },
    { name: 'a listed source without feeds', text: 'sources: [{ id: a, name: A }]' },
    { name: 'an unknown list of terms', text: 'topic: { id: a, title: { en: A } }\nterms: { en: { strongest: [a] } }' },
    {
      name: 'an unknown key deep in a condition',
      text: 'topic: { id: a, title: { en: A } }\nwhere: { any: [{ none: [{ langs: [en] }] }] }'
    }
  ])('refuses $name', ({ text }) => {
    expect(validate(valueOf(text))).toBe(false)
  })

  test('is the one in config/courant.schema.json (courant schema > config/courant.schema.json)', () => {
    const shipped = JSON.parse(readFileSync(fileURLToPath(new URL('config/courant.schema.json', root)), 'utf8')) as unknown
    expect(shipped).toEqual(JSON.parse(JSON.stringify(schema)))
  })
})
