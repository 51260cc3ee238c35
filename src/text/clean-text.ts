/** How many combining marks may follow one another: Vietnamese needs two, Hebrew and Tibetan up to five. */
const COMBINING_MARKS_MAX = 8

/**
 * Makes text safe to store, compare and print: NFC, one line, single spaces, nothing invisible that changes how its
 * surroundings are shown (UTS 39, UAX 9) and nothing that XML 1.0 forbids.
 * @param text anything, lone surrogates and NUL included
 * @returns well-formed text without leading or trailing white space; cleaning it again changes nothing
 */
export function cleanText(text: string): string {
  return singleSpaces(cleanCharacters(text))
}

/** One line, with one space where there was any white space and none at the ends. */
export function singleSpaces(text: string): string {
  return text.replace(UNEVEN_SPACE, ' ').trim()
}

/** A single space between words, as most are, is no match: texts are not made anew around each of them. */
const UNEVEN_SPACE = /\s{2,}|[^\S ]/g

/**
 * The same without touching white space, for text whose lines matter.
 * @returns well-formed NFC text; `\t`, `\n` and `\r` are the only control characters left
 */
export function cleanCharacters(text: string): string {
  const needs = needsOf(text)
  if (needs === NOTHING || (needs === COMPOSING && text.normalize('NFC') === text)) return text
  const printable = text
    .replace(C1, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80]!)
    .replace(SUBDIVISION_FLAG_OR_UNWANTED, (found) => (found.startsWith('\u{1F3F4}') ? found : ''))
  return cutMarks(cleanJoiners(cutMarks(printable)).normalize('NFC'))
}

/**
 * Shortens text at a word border, or within a word that is itself long at a border between user-perceived characters.
 * @param codePointsMax the length of the result at most, its ellipsis included
 * @returns the text itself when it is short enough
 */
export function clipText(text: string, codePointsMax: number): string {
  const end = unitsOf(text, codePointsMax)
  if (end === text.length) return text
  const limit = unitsOf(text, codePointsMax - 1)
  // Borders are looked for in the last part only: segmenting costs, and an earlier border would cut too much.
  const from = Math.max(0, limit - BORDER_UNITS)
  const window = text.slice(from, limit + BORDER_UNITS)
  const cut = lastBorder(words, window, limit - from, (limit - from) >> 1) ?? lastBorder(graphemes, window, limit - from, 1) ?? limit - from
  return text.slice(0, from + cut).replace(/[\s,;:、，；：(（[「『“‘«–—-]{1,8}$/u, '') + '…'
}

const BORDER_UNITS = 80

const words = new Intl.Segmenter('und', { granularity: 'word' })
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

function lastBorder(segmenter: Intl.Segmenter, text: string, limit: number, least: number): number | undefined {
  let last: number | undefined
  for (const { index } of segmenter.segment(text)) {
    if (index > limit) break
    if (index >= least) last = index
  }
  return last
}

/** How many UTF-16 units the first `codePoints` code points take. */
function unitsOf(text: string, codePoints: number): number {
  if (text.length <= codePoints) return text.length
  let unit = 0
  for (let count = 0; count < codePoints && unit < text.length; count++) {
    unit += text.codePointAt(unit)! > 0xffff ? 2 : 1
  }
  return unit
}

/** What a text needs at most. Most texts need nothing, and one look at each unit tells so. */
const NOTHING = 1
const COMPOSING = 2
const CLEANING = 3

function needsOf(text: string): number {
  let needs = NOTHING
  let marks = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    const need = unitNeeds[unit] || (unitNeeds[unit] = readNeed(unit))
    if (need === NOTHING) marks = 0
    else if (need === CLEANING || ++marks > COMBINING_MARKS_MAX) return CLEANING
    else needs = COMPOSING
  }
  return needs
}

/** Per UTF-16 unit, read from the runtime's Unicode tables when it first comes; 0 until then. */
const unitNeeds = new Uint8Array(65_536)

/** Marks and conjoining jamo may compose with what stands before them; halves of a pair are looked at as the pair they are. */
function readNeed(unit: number): number {
  const character = String.fromCharCode(unit)
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\ud800-\udfff]/.test(character)) return CLEANING
  if (character.replace(SUBDIVISION_FLAG_OR_UNWANTED, '') === '') return CLEANING
  return /[\p{M}\u1100-\u11ff]/u.test(character) || character.normalize('NFC') !== character ? COMPOSING : NOTHING
}

/*
 * C1 controls never stand in news text on purpose: they are windows-1252 bytes that somebody called ISO-8859-1
 * (the HTML standard reads `&#146;` the same way). The five codes without a character there are dropped.
 */
const C1 = /[\x80-\x9f]/g
/** The characters of the bytes 80 to 9F in windows-1252, '' for the five without one. */
// prettier-ignore
export const WINDOWS_1252: readonly string[] = [
  '€', '', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '', 'Ž', '',
  '', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '', 'ž', 'Ÿ'
]

/*
 * Dropped: C0 but white space, DEL; soft hyphen; Arabic letter mark, Hangul and Khmer fillers, Mongolian separator; word joiner and
 * invisible operators; bidi embeddings, overrides and isolates, deprecated format characters; byte-order mark, interlinear
 * annotation, object replacement, lone surrogates, non-characters; musical and shorthand format controls; tags. The flags of England, Scotland and
 * Wales are the only emoji that need tags.
 */
const SUBDIVISION_FLAG_OR_UNWANTED = new RegExp(
  '\\u{1F3F4}\\u{E0067}\\u{E0062}(?:\\u{E0065}\\u{E006E}\\u{E0067}|\\u{E0073}\\u{E0063}\\u{E0074}|\\u{E0077}\\u{E006C}\\u{E0073})\\u{E007F}'
    + '|[\\0-\\x08\\x0e-\\x1f\\x7f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffc'
    + '\\ufdd0-\\ufdef\\p{Surrogate}\\p{Noncharacter_Code_Point}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e007f}]',
  'gu'
)

/** Joiners decide letter shapes in these scripts and build emoji; elsewhere they only hide. */
// prettier-ignore
const JOINING = [
  'Arab', 'Syrc', 'Mand', 'Nkoo', 'Mong', 'Adlm', 'Thaa', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Mymr', 'Khmr', 'Tibt'
].map((script) => `\\p{Script_Extensions=${script}}`).join('')
const SPACELESS = ['Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt'].map((script) => `\\p{Script_Extensions=${script}}`).join('')
/** The letter decides, not the marks between: NFC may put these into another order. */
const STRAY_JOINER = new RegExp(
  `(?<![[\\p{L}&&[${JOINING}]]\\p{Extended_Pictographic}\\p{Emoji_Modifier}]\\p{M}{0,${COMBINING_MARKS_MAX}})[\\u200c\\u200d]`,
  'gv'
)
const STRAY_SPACE = new RegExp(`(?<![${SPACELESS}])\\u200b`, 'gu')
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

function cleanJoiners(text: string): string {
  if (!/[\u200b-\u200f]/.test(text)) return text
  const joined = text.replace(STRAY_SPACE, '').replace(STRAY_JOINER, '')
  // Marks of direction keep brackets and numbers right beside Hebrew or Arabic; without such letters they do nothing good.
  return RIGHT_TO_LEFT.test(joined) ? joined.replace(/([\u200e\u200f])[\u200e\u200f]+/g, '$1') : joined.replace(/[\u200e\u200f]/g, '')
}

const TOO_MANY_MARKS = new RegExp(`([\\p{M}\\u200c\\u200d]{${COMBINING_MARKS_MAX}})[\\p{M}\\u200c\\u200d]+`, 'gu')

/** Nothing below U+0300 is a mark: a text without higher units, as most in Latin letters, need not be looked through for runs of them. */
const MAYBE_MARKS = /[\u0300-\uffff]/

function cutMarks(text: string): string {
  if (!MAYBE_MARKS.test(text)) return text
  return text.replace(TOO_MANY_MARKS, '$1')
}
