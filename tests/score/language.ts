/*
 * Scores the language rule on labelled headlines. Run by hand: node tests/score/language.ts [FILE] [--eld] [--worst]
 * FILE: JSON lines {text, lang, class}; the development set beside the repository when left out.
 */
import { readFileSync } from 'node:fs'
import { francAll } from 'franc'
import { createDetector } from '../../src/language/detect-language.ts'
import { siblingsOf } from '../../src/language/language-codes.ts'
import { rememberLanguage } from '../../src/language/language-memory.ts'
import type { LanguageMemory } from '../../src/language/language-memory.ts'
import { loadEld } from '../../src/language/ngram-eld.ts'

interface Row {
  readonly text: string
  readonly lang: string
  readonly class: string
}

const flags = process.argv.slice(2)
const file = flags.find((flag) => !flag.startsWith('--')) ?? new URL('../../../shared/eval/langid-dev.jsonl', import.meta.url)
const rows = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)
const detector = createDetector({ eld: flags.includes('--eld') ? await loadEld() : null })
const perLanguage = Map.groupBy(rows, (row) => row.lang)
const core = [...perLanguage].filter(([, own]) => own.length > 24).map(([lang]) => lang)
console.log(`${rows.length} rows, ${perLanguage.size} languages, ${core.length} core`)

let seed = 1
const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
const headlines = rows.filter((row) => row.class === 'headline')

score('headline', headlines, (row) => guess(row.text))
score(
  'sentence',
  rows.filter((row) => row.class === 'sentence'),
  (row) => guess(row.text)
)
score(
  'summary',
  rows.filter((row) => row.class === 'summary'),
  (row) => guess(row.text.split('\n')[0]!, row.text.split('\n').slice(1).join('\n'))
)
score(
  'capitals',
  headlines.filter((row) => row.text.toUpperCase() !== row.text),
  (row) => guess(row.text.toUpperCase())
)
score('dressed', headlines, (row) =>
  guess(`${row.text}${[' - The Daily News', ' | BBC News', ' - Reuters', ' - China Daily'][Math.floor(random() * 4)]}`)
)
score('tag right', headlines, (row) => guess(row.text, '', row.lang))
score('tag wrong', headlines, (row) => guess(row.text, '', lie(row.lang)))
score('tag mixed', headlines, (row) => guess(row.text, '', random() < 0.9 ? row.lang : lie(row.lang)))
for (const [name, tag] of [
  ['memory, no tag', () => null],
  ['memory, tag lies', (lang: string) => lie(lang)],
  ['memory, tag right', (lang: string) => lang]
] as const)
  scoreMemory(name, tag)
scoreForeign()

const junk = [
  '',
  ' ',
  '12345',
  '!!!',
  '???',
  '2026-01-01',
  'a',
  'X',
  'ok',
  '—',
  '100 %',
  '🎉🎉',
  'https://example.org/a',
  'www.example.org',
  'IMG_2034.JPG',
  'a@b.example',
  '#news',
  '@handle',
  'v1.2.3',
  '<br>',
  '&nbsp;&nbsp;',
  'A B C D',
  '1st',
  'asdfghjkl',
  'qwrtzx bcdfg',
  'xxxxxxxx',
  'zzz zzz zzz',
  'xkcd qqq wvx',
  '::::',
  '\u200b',
  '€ 300',
  '0x1f',
  'A1 B2 C3',
  '...'
]
const labelled = junk.filter((text) => guess(text) !== 'und')
console.log(
  `junk       ${junk.length - labelled.length}/${junk.length} left alone; labelled: ${labelled.map((text) => `${JSON.stringify(text)} ${guess(text)}`).join(', ')}`
)
calibration()
speed()

function guess(title: string, text = '', declared: string | null = null): string {
  return detector.detect({ title, text, declared }).language
}

function lie(lang: string): string {
  if (random() < 0.7 && lang !== 'en') return 'en-us'
  let other = lang
  while (other === lang) other = core[Math.floor(random() * core.length)]!
  return other
}

function score(name: string, of: readonly Row[], answer: (row: Row) => string): void {
  const parts = [core, [...perLanguage.keys()]].map((languages) => {
    const strict: number[] = []
    const group: number[] = []
    for (const lang of languages) {
      const own = of.filter((row) => row.lang === lang)
      if (own.length === 0) continue
      const answers = own.map(answer)
      strict.push(answers.filter((found) => found === lang).length / own.length)
      group.push(answers.filter((found) => siblingsOf(lang).includes(found)).length / own.length)
      const wrong = answers.filter((found) => found !== lang)
      if (flags.includes('--worst') && languages === core && wrong.length / own.length > 0.1)
        console.log(`  ${lang} ${percent(1 - wrong.length / own.length)} ${wrong.join(' ')}`)
    }
    return `strict ${percent(mean(strict))} group ${percent(mean(group))}`
  })
  console.log(`${name.padEnd(18)} core ${parts[0]} | all ${parts[1]}`)
}

function scoreMemory(name: string, tagOf: (lang: string) => string | null): void {
  const strict: number[] = []
  for (const lang of core) {
    const own = headlines.filter((row) => row.lang === lang)
    const declared = tagOf(lang)
    let memory: LanguageMemory | null = null
    let right = 0
    let counted = 0
    own.forEach((row, index) => {
      const judgement = detector.judge({ title: row.text, text: '', declared, sourceMemory: memory })
      memory = rememberLanguage(memory, judgement.shares)
      if (index < 10) return
      counted++
      if (judgement.guess.language === lang) right++
    })
    strict.push(right / counted)
  }
  console.log(`${name.padEnd(18)} core strict ${percent(mean(strict))} (from the 11th item)`)
}

function scoreForeign(): void {
  const english = headlines.filter((row) => row.lang === 'en')
  let foreignRight = 0
  let foreign = 0
  let ownRight = 0
  let ownCount = 0
  for (const lang of core.filter((tag) => tag !== 'en')) {
    let memory: LanguageMemory | null = null
    headlines
      .filter((row) => row.lang === lang)
      .forEach((row, index) => {
        const item = index % 10 < 3 ? english[(index * 7 + foreign) % english.length]! : row
        const judgement = detector.judge({ title: item.text, text: '', declared: lang, sourceMemory: memory })
        memory = rememberLanguage(memory, judgement.shares)
        const right = judgement.guess.language === item.lang ? 1 : 0
        if (item === row) {
          ownCount++
          ownRight += right
        } else {
          foreign++
          foreignRight += right
        }
      })
  }
  console.log(`30 % English items in a foreign feed: English ${percent(foreignRight / foreign)}, the rest ${percent(ownRight / ownCount)}`)
}

function calibration(): void {
  const found = headlines
    .filter((row) => core.includes(row.lang))
    .map((row) => ({ row, guess: detector.detect({ title: row.text, text: '' }) }))
  for (const least of [0.9, 0.7, 0.5]) {
    const sure = found.filter((entry) => entry.guess.confidence >= least)
    const right = sure.filter((entry) => entry.guess.language === entry.row.lang).length
    console.log(`confidence >= ${least}: ${percent(sure.length / found.length)} of headlines, ${percent(right / sure.length)} right`)
  }
  console.log(`und: ${percent(found.filter((entry) => entry.guess.language === 'und').length / found.length)}`)
}

function speed(): void {
  for (const kind of ['headline', 'summary']) {
    const texts = rows.filter((row) => row.class === kind).map((row) => row.text)
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < 5; round++) {
      let start = performance.now()
      for (const text of texts) detector.detect({ title: text.split('\n')[0]!, text: text.split('\n').slice(1).join('\n') })
      ours.push((performance.now() - start) / texts.length)
      start = performance.now()
      for (const text of texts) francAll(text)
      theirs.push((performance.now() - start) / texts.length)
    }
    const [a, b] = [Math.min(...ours) * 1_000, Math.min(...theirs) * 1_000]
    console.log(`${kind}: ${a.toFixed(0)} us, plain franc ${b.toFixed(0)} us, ratio ${(a / b).toFixed(2)}`)
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function percent(share: number): string {
  return (share * 100).toFixed(1)
}
