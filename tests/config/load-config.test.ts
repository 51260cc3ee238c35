import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConfigFile, formatMistake, loadConfig } from '../../src/config/load-config.ts'

const env = { WORDS: 'some-words', PORT: '9000', YES: 'true', TOKEN: 'a-token-of-more-than-24-characters' }

function readSecret(path: string): string {
  const files: Record<string, string> = { short: 'tooshort\n', empty: '\n', token: 'a-secret-of-more-than-24-characters\r\n' }
  if (files[path] === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
  return files[path]
}

function load(files: Readonly<Record<string, string>>, checkTopic?: Parameters<typeof loadConfig>[3]) {
  return loadConfig(
    Object.entries(files).map(([path, text]): ConfigFile => ({ path, text })),
    env,
    readSecret,
    checkTopic
  )
}

function mistakesOf(files: Readonly<Record<string, string>>, checkTopic?: Parameters<typeof loadConfig>[3]) {
  const result = load(files, checkTopic)
  return result.kind === 'refused' ? result.mistakes.map(formatMistake) : []
}

function loaded(files: Readonly<Record<string, string>>) {
  const result = load(files)
  if (result.kind === 'refused') throw new Error(result.mistakes.map(formatMistake).join('\n'))
  return { ...result, warnings: result.warnings.map(formatMistake) }
}

const source = 'source: { id: a, name: A }\nfeeds:\n  - { id: a, url: "https://example.org/a.xml" }\n'
const topic = 'topic: { id: t, title: { en: T } }\nterms: { en: { strong: [word] } }\n'

const broken = JSON.parse(readFileSync(new URL('../fixtures/config/broken-files.json', import.meta.url), 'utf8')) as {
  name: string
  files: Record<string, string>
  mistakes: string[]
}[]

describe('a broken configuration', () => {
  test.each(broken)('$name', ({ files, mistakes }) => {
    expect(mistakesOf(files)).toEqual(mistakes)
  })

  test('is refused for the mistakes of all its files, in the order of files and lines', () => {
    const mistakes = mistakesOf({
      'courant.yaml': 'log: { level: x }\nprot: 1\n',
      'sources/a.yaml': '{',
      'topics/t.yaml': topic.replace('id: t', 'id: T')
    })
    expect(mistakes.map((mistake) => mistake.split(': ')[0])).toEqual([
      'courant.yaml:1:15',
      'courant.yaml:2:1',
      'sources/a.yaml:1:2',
      'topics/t.yaml:1:14'
    ])
  })

  test('for headers that no request can have', () => {
    const headers = `source: { id: a, name: A }\nfeeds:\n  - id: a\n    url: "https://example.org/a.xml"\n    fetch: { headers: { "X Y": z, X-Line: "a\\nb", X-Key: "ключ" } }\n`
    const mistakes = mistakesOf({ 'sources/a.yaml': headers, 'topics/t.yaml': topic })
    expect(mistakes.map((mistake) => mistake.replace(/^sources\/a.yaml:5:\d+: /, ''))).toEqual([
      expect.stringContaining('a header has a name of letters, digits and hyphens'),
      expect.stringContaining('a header has a value of one line'),
      expect.stringContaining('a header has a value of one line')
    ])
  })

  test('does not call unknown what a broken file may hold', () => {
    const mistakes = mistakesOf({ 'sources/a.yaml': '{', 'topics/t.yaml': `${topic}where: { sources: [a] }\n` })
    expect(mistakes).toHaveLength(1)
  })

  test('never shows the value of a variable or of a secret file', () => {
    const text =
      'store: ${TOKEN}\nserver: { public_url: "${TOKEN}", port: "${TOKEN}" }\nlog: { level: "${TOKEN}" }\nfetch: { allow: ["${TOKEN}"] }\n'
    const shown = mistakesOf({ 'courant.yaml': text, 'topics/t.yaml': topic.replace('id: t', 'id: "${TOKEN}!"') }).join('\n')
    expect(shown).not.toContain('24-characters')
    expect(shown.split('\n')).toHaveLength(5)
  })
})

describe('hostile YAML', () => {
  const bomb = Array.from({ length: 9 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`)
  test.each([
    { name: 'aliases that multiply', text: `a0: &a0 [x]\n${bomb.join('\n')}\n`, says: /aliases|too many values/ },
    { name: 'many aliases', text: `a: &a x\nb: [${Array(200).fill('*a').join(', ')}]\n`, says: /more than 100 aliases/ },
    { name: 'deep flow', text: '['.repeat(900_000), says: /32 levels/ },
    { name: 'deep flow maps', text: '{a: '.repeat(200_000), says: /32 levels/ },
    { name: 'deep blocks', text: Array.from({ length: 1_300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), says: /32 levels/ },
    { name: 'deep sequences on one line', text: '- '.repeat(400_000), says: /32 levels/ },
    { name: 'a great many values', text: `[${'a,'.repeat(400_000)}]`, says: /too many values/ },
    { name: 'a great many keys', text: Array.from({ length: 30_000 }, (_, key) => `k${key}: 1`).join('\n'), says: /unknown key/ },
    { name: 'a file too large', text: `# ${'x'.repeat(1_000_000)}`, says: /larger than 1000000 bytes/ },
    { name: 'a file too large in bytes alone', text: `# ${'界'.repeat(400_000)}`, says: /larger than 1000000 bytes/ },
    { name: 'a long value', text: `log: { level: ${'x'.repeat(500_000)} }`, says: /^.{1,400}$/ },
    { name: 'an endless variable', text: `title: "${'${'.repeat(400_000)}"\nlog: 1`, says: /log/ },
    { name: 'a comment that never ends a quote', text: `title: "${'\\'.repeat(900_000)}`, says: /not valid YAML/ }
  ])('$name', ({ text, says }) => {
    const [first] = mistakesOf({ 'courant.yaml': text })
    expect(first).toMatch(says)
  })

  test('__proto__ reaches no prototype', () => {
    mistakesOf({ 'courant.yaml': '__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\n' })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('a text that never ends is told where the file ends', () => {
    expect(mistakesOf({ 'courant.yaml': '[{}"\n' }).map((mistake) => mistake.slice(0, 'courant.yaml:1:4'.length))).toEqual([
      'courant.yaml:1:4',
      'courant.yaml:2:1'
    ])
  })

  test('any text is loaded or refused, and every place lies in the file', () => {
    const pieces = fc.array(
      fc.constantFrom(
        'server:',
        '\n',
        '  ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '&a',
        '*a',
        '!!int',
        '|',
        '>',
        '? ',
        ': ',
        '#',
        'port: 1',
        '---',
        '...',
        '%YAML 1.1',
        '\t',
        '\r',
        '\u0000',
        '\uFEFF',
        '界',
        '${',
        '}',
        '<<'
      )
    )
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((parts) => parts.join('')),
          fc.string()
        ),
        fc.constantFrom('courant.yaml', 'sources/a.yaml', 'topics/t.yaml'),
        (text, path) => {
          const result = load({ [path]: text })
          if (result.kind === 'loaded') return
          const lines = text.split('\n')
          for (const { line, column, message } of result.mistakes) {
            expect(message).not.toBe('')
            expect(line).toBeGreaterThanOrEqual(1)
            expect(line).toBeLessThanOrEqual(lines.length)
            expect(column).toBeGreaterThanOrEqual(1)
            expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1)
          }
        }
      ),
      { numRuns: 500 }
    )
  })
})

describe('a right configuration', () => {
  test('needs nothing but a feed and a topic', () => {
    const { config, warnings } = loaded({ 'config/sources/a.yaml': source, 'config/topics/t.yaml': topic })
    expect(warnings).toEqual([])
    expect(config.service.polling.min_interval).toBe(900_000)
    expect(config.service.fetch.wire_bytes_max).toBe(8_000_000)
    expect(config.sources).toMatchObject([
      { id: 'a', owner: 'a', role: 'authority', feeds: [{ id: 'a', schedule: 'adaptive', paused: false }] }
    ])
    expect(config.topics).toMatchObject([
      { topic: { id: 't' }, threshold: 2, weights: { strong: 3 }, feed: { items: 50, collapse: 'story' } }
    ])
  })

  test('keeps the owner that is given, in both forms of a file', () => {
    const many =
      'sources:\n  - { id: b, name: B, owner: family, feeds: [{ id: b, url: "https://example.org/b" }] }\n'
      + '  - { id: c, name: C, feeds: [{ id: c, url: "https://example.org/c" }] }\n'
    expect(
      loaded({ 'sources/m.yaml': many, 'sources/a.yaml': source, 'topics/t.yaml': topic }).config.sources.map(({ id, owner }) => [
        id,
        owner
      ])
    ).toEqual([
      ['b', 'family'],
      ['c', 'c'],
      ['a', 'a']
    ])
  })

  test('fills variables and secret files in, each with its type', () => {
    const service = `
title: "$\${PORT} \${NOBODY:-Notícias} \${PORT}"
server: { port: "\${PORT}" }
language: { eld: "\${YES}" }
tokens:
  - { name: one, token: "\${TOKEN}", scopes: [read] }
  - { name: two, token_file: token, scopes: [curate] }
`
    const { config } = loaded({ 'courant.yaml': service, 'sources/a.yaml': source, 'topics/t.yaml': topic })
    expect(config.service.title).toBe('${PORT} Notícias 9000')
    expect(config.service.server.port).toBe(9_000)
    expect(config.service.language.eld).toBe(true)
    expect(config.service.tokens.map(({ token }) => token)).toEqual([env.TOKEN, 'a-secret-of-more-than-24-characters'])
  })

  test('reads YAML 1.2: no is a language, a date is a text, an alias is a copy', () => {
    const text =
      'source: { id: a, name: &name 2024-01-01, note: *name }\n' + 'feeds:\n  - { id: a, url: "https://example.org/", language: no }\n'
    const { config } = loaded({ 'sources/a.yaml': text, 'topics/t.yaml': topic })
    expect(config.sources[0]).toMatchObject({ name: '2024-01-01', note: '2024-01-01', feeds: [{ language: 'no' }] })
  })

  test('has a hash that tells its files apart', () => {
    const hash = (files: Record<string, string>) => loaded(files).config.hash
    const first = hash({ 'sources/a.yaml': source, 'topics/t.yaml': topic })
    expect(hash({ 'sources/a.yaml': source, 'topics/t.yaml': topic })).toBe(first)
    expect(hash({ 'sources/a.yaml': `${source}# more\n`, 'topics/t.yaml': topic })).not.toBe(first)
    expect(hash({ 'sources/b.yaml': source, 'topics/t.yaml': topic })).not.toBe(first)
  })
})

describe('warnings', () => {
  const slower =
    ' is faster than polling.min_interval (900 s): the feed will be polled at that; '
    + 'lower polling.min_interval, or slow the schedule down'
  const feeds = (...lines: string[]) => `source: { id: a, name: A }\nfeeds:\n${lines.map((line) => `  - { ${line} }\n`).join('')}`
  test.each([
    {
      name: 'nothing to poll and nothing to publish',
      files: { 'courant.yaml': 'title: X\n' },
      warnings: [
        'courant.yaml:1:1: there is no feed to poll; write a file in the folder sources beside this one',
        'courant.yaml:1:1: there is no topic to publish; write a file in the folder topics beside this one'
      ]
    },
    {
      name: 'one address polled twice',
      files: {
        'sources/a.yaml': feeds('id: a, url: "https://example.org/x"', 'id: b, url: "HTTPS://EXAMPLE.org:443/x#top"'),
        'topics/t.yaml': topic
      },
      warnings: ['sources/a.yaml:4:19: feeds[1].url: this address is also polled by the feed at sources/a.yaml:3:19; remove one of the two']
    },
    {
      name: 'a schedule faster than the base interval',
      files: { 'sources/a.yaml': feeds('id: a, url: "https://example.org/x", schedule: every 20s'), 'topics/t.yaml': topic },
      warnings: ['sources/a.yaml:3:54: feeds[0].schedule: "every 20s"' + slower]
    },
    {
      name: 'a cron line faster than the base interval',
      files: { 'sources/a.yaml': feeds('id: a, url: "https://example.org/x", schedule: "*/10 8-18 * * 1-5"'), 'topics/t.yaml': topic },
      warnings: ['sources/a.yaml:3:54: feeds[0].schedule: "*/10 8-18 * * 1-5"' + slower]
    },
    {
      name: 'a cron line as fast as it may be',
      files: {
        'courant.yaml': 'polling: { min_interval: 10m }\n',
        'sources/a.yaml': feeds('id: a, url: "https://example.org/x", schedule: "*/10 * * * *"'),
        'topics/t.yaml': topic
      },
      warnings: []
    },
    {
      name: 'a topic that nothing can match',
      files: { 'sources/a.yaml': source, 'topics/t.yaml': 'topic: { id: t, title: { en: T } }\n' },
      warnings: ['topics/t.yaml:1:1: topic: the topic has neither terms nor a condition: nothing can match; write terms or where']
    },
    {
      name: 'less time for the whole than for its part',
      files: { 'courant.yaml': 'fetch:\n  total_timeout: 1s\n', 'sources/a.yaml': source, 'topics/t.yaml': topic },
      warnings: ['courant.yaml:2:18: fetch.total_timeout: the whole fetch gets less time than fetch.connect_timeout; make it longer']
    }
  ])('$name', ({ files, warnings }) => {
    expect(loaded(files as unknown as Record<string, string>).warnings).toEqual(warnings)
  })
})

describe('terms that the room of tags does not take', () => {
  const text = `topic: { id: t, title: { en: T } }
terms:
  en:
    strong: [fine, "regex:("]
where:
  any:
    - regex: "["
    - terms: ["*"]
`
  test('are pointed at where they stand', () => {
    const mistakes = mistakesOf({ 'sources/a.yaml': source, 'topics/t.yaml': text }, () => [
      { language: 'en', list: 'strong', term: 'regex:(', message: 'a group is not closed' },
      { language: 'where', list: 'terms', term: '*', message: 'a star alone matches everything' },
      { language: 'where', list: 'regex', term: '[', message: 'a class is not closed' }
    ])
    expect(mistakes).toEqual([
      'topics/t.yaml:4:20: terms.en.strong[1]: a group is not closed',
      'topics/t.yaml:7:14: where.any[0].regex: a class is not closed',
      'topics/t.yaml:8:15: where.any[1].terms[0]: a star alone matches everything'
    ])
  })
})
