/** ISO 15924 code to number of letters. Scripts without a letter in the text are left out. */
export type ScriptCounts = Readonly<Record<string, number>>

/**
 * Counts the letters of a text by script.
 * @returns letters (Unicode general category L) per ISO 15924 code; letters of no script of their own are not counted
 */
export function countScripts(text: string): ScriptCounts {
  const counts: Record<string, number> = {}
  let current = ''
  let run = 0
  for (let index = 0; index < text.length; index++) {
    const cp = text.codePointAt(index)!
    if (cp > 0xffff) index++
    const script = scriptOf(cp)
    if (script === current) {
      run++
      continue
    }
    if (current !== '') counts[current] = (counts[current] ?? 0) + run
    current = script
    run = 1
  }
  if (current !== '') counts[current] = (counts[current] ?? 0) + run
  return counts
}

/**
 * The script a text is mostly written in. A letter weighs what it says: a Han character or a Hangul syllable more than a Latin letter,
 * and Latin names inside another script less than the text around them.
 * @returns an ISO 15924 code; `Jpan` for kana with or without Han, `Hani` for Han alone; null for a text without letters
 */
export function mainScript(text: string, counts: ScriptCounts = countScripts(text)): string | null {
  const kana = (counts['Hira'] ?? 0) + (counts['Kana'] ?? 0)
  const han = counts['Hani'] ?? 0
  const eastAsian = kana * 1.5 + han * 2.5
  let best: string | null = eastAsian > 0 ? (kana > KANA_SHARE_MIN * (kana + han) ? 'Jpan' : 'Hani') : null
  let bestWeight = eastAsian
  for (const [script, letters] of Object.entries(counts)) {
    if (script === 'Hani' || script === 'Hira' || script === 'Kana') continue
    const weight = letters * (script === 'Latn' ? 0.6 : script === 'Hang' ? 2.5 : 1)
    if (weight > bestWeight) {
      best = script
      bestWeight = weight
    }
  }
  return best
}

/** True for scripts written without spaces between words, where a word border cannot be seen. Takes an ISO 15924 code. */
export function isSpacelessScript(script: string): boolean {
  return SPACELESS.has(script)
}

/**
 * The script of one letter.
 * @returns an ISO 15924 code, or '' for what is no letter or belongs to no script of its own
 */
export function scriptOf(cp: number): string {
  if (cp < 0x80) return (cp >= 0x61 && cp <= 0x7a) || (cp >= 0x41 && cp <= 0x5a) ? 'Latn' : ''
  const page = pages[cp >> 8] ?? readPage(cp >> 8)
  return SCRIPTS[page[cp & 0xff]!]!
}

export function isHan(cp: number): boolean {
  return cp >= 0x2e80 && scriptOf(cp) === 'Hani'
}

/** Hiragana and katakana, the long vowel mark and half-width forms included. */
export function isKana(cp: number): boolean {
  if (cp < 0x3040) return false
  const script = scriptOf(cp)
  return script === 'Hira' || script === 'Kana'
}

export function isHangul(cp: number): boolean {
  return cp >= 0x1100 && scriptOf(cp) === 'Hang'
}

/** Letters and marks of Thai, Lao, Khmer, Myanmar or Tibetan: scripts without spaces beside Han and kana. */
export function isSoutheastAsian(cp: number): boolean {
  return (
    (cp >= 0x0e00 && cp <= 0x109f) || (cp >= 0x1780 && cp <= 0x17ff) || (cp >= 0xa9e0 && cp <= 0xa9ff) || (cp >= 0xaa60 && cp <= 0xaa7f)
  )
}

/** A letter or mark of a script written without spaces, beside which no word border can be expected. */
export function isSpaceless(cp: number): boolean {
  return cp >= 0x0e00 && (isSoutheastAsian(cp) || isHan(cp) || isKana(cp))
}

const KANA_SHARE_MIN = 0.03

// prettier-ignore
const SPACELESS = new Set([
  'Hani', 'Hans', 'Hant', 'Jpan', 'Hira', 'Kana', 'Hrkt', 'Bopo', 'Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt', 'Lana', 'Talu', 'Java', 'Bali',
  'Yiii'
])

// prettier-ignore
const SCRIPTS = [
  '', 'Latn', 'Cyrl', 'Arab', 'Hani', 'Hira', 'Kana', 'Hang', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym',
  'Sinh',
  'Thai', 'Laoo', 'Tibt', 'Mymr', 'Khmr', 'Grek', 'Armn', 'Geor', 'Hebr', 'Ethi', 'Mong', 'Syrc', 'Thaa', 'Nkoo', 'Cher', 'Cans', 'Bopo',
  'Yiii', 'Tfng', 'Olck', 'Mtei', 'Java', 'Bali', 'Sund', 'Vaii', 'Adlm', 'Cakm', 'Rohg', 'Lana', 'Tale', 'Talu', 'Limb', 'Lisu', 'Saur',
  'Osge', 'Dsrt', 'Hmnp', 'Copt', 'Goth', 'Glag', 'Zzzz'
]
const MATCHERS = SCRIPTS.map((script) => (script === '' || script === 'Zzzz' ? null : new RegExp(`^\\p{Script=${script}}`, 'u')))
const LETTER = /^\p{L}/u
const SCRIPTLESS = /^[\p{Script=Zyyy}\p{Script=Zinh}]/u

const pages: (Uint8Array | undefined)[] = []

// Read from the runtime's own Unicode tables, 256 code points at a time and only where a text has been.
function readPage(number: number): Uint8Array {
  const page = new Uint8Array(256)
  let last = 1
  for (let low = 0; low < 256; low++) {
    const character = String.fromCodePoint((number << 8) | low)
    if (character === 'ー' || character === 'ｰ') page[low] = SCRIPTS.indexOf('Kana')
    else if (LETTER.test(character) && !SCRIPTLESS.test(character)) {
      if (!MATCHERS[last]!.test(character)) {
        const found = MATCHERS.findIndex((matcher) => matcher !== null && matcher.test(character))
        if (found === -1) {
          page[low] = SCRIPTS.length - 1
          continue
        }
        last = found
      }
      page[low] = last
    }
  }
  pages[number] = page
  return page
}
