/** Text as the language rule reads it. */
export interface CleanText {
  /** As written, NFC, without addresses, markup and the name of the source. */
  readonly text: string
  /** The same in lower case. */
  readonly lower: string
  /** Of that, the words that began with a small letter: names are of any language. Empty when too little would stay. */
  readonly small: string
  /** The others. */
  readonly capital: string
}

/**
 * Takes out of a title or summary what is no language: markup, entities, web and mail addresses, `#tags` and `@names`, file names; from
 * a title also the name of the source behind its last dash or bar.
 * @param limit UTF-16 units that are read
 */
export function cleanText(raw: string, kind: 'title' | 'summary', limit: number): CleanText {
  let text = raw.length > limit ? raw.slice(0, limit) : raw
  if (text.includes('<')) text = text.replace(/<[a-z!/][^<>]{0,500}>/gi, ' ')
  if (text.includes('&')) text = text.replace(/&#?[a-z0-9]{1,31};/gi, readEntity)
  text = text.normalize('NFC')
  if (/[@#]|:\/\/|\.[a-z0-9]/i.test(text)) text = text.replace(/[!-~]+/g, (run) => (isAddress(run) ? ' ' : run))
  if (kind === 'title') text = dropSourceName(text)
  return { text, lower: lowerCase(text), ...parted(text) }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  rsquo: '’',
  lsquo: '‘',
  shy: ''
}

function readEntity(entity: string): string {
  const name = entity.slice(1, -1)
  if (!name.startsWith('#')) return NAMED[name] ?? ' '
  const cp = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return cp > 0 && cp <= 0x10ffff && !(cp >= 0xd800 && cp <= 0xdfff) ? String.fromCodePoint(cp) : ' '
}

function isAddress(run: string): boolean {
  if (run.includes('://') || run.includes('@') || /^["'(]*(#\w|www\.)/i.test(run)) return true
  const name = /^["'(]*([\w%+/-]{2,})\.(?:[\w-]+\.)*([a-z0-9]{2,5})[)"',;:!?.]*$/i.exec(run)
  // "end.Next" is two sentences without a space between them, not a file.
  return name !== null && !(/[a-z]$/.test(name[1]!) && /^[A-Z][a-z]/.test(name[2]!)) && /[a-z]/i.test(name[2]!)
}

const SOURCE_WORDS_MAX = 3
const TITLE_WORDS_MIN = 4

// "Council approves budget for schools - Daily News": the name of an English agency must not decide the language of a title.
function dropSourceName(title: string): string {
  let end = -1
  for (const separator of [' - ', ' | ', ' – ', ' — ']) end = Math.max(end, title.lastIndexOf(separator))
  if (end === -1) return title
  const name = title.slice(end + 3).trim()
  const rest = title.slice(0, end)
  return countWords(name) <= SOURCE_WORDS_MAX && countWords(rest) >= TITLE_WORDS_MIN ? rest : title
}

function countWords(text: string): number {
  let words = 0
  for (const word of text.split(' ')) if (word !== '') words++
  return words
}

// A text with a dotted capital İ is written in an alphabet where I is the capital of ı.
function lowerCase(text: string): string {
  if (text.includes('İ')) return text.replaceAll('İ', 'i').replaceAll('I', 'ı').toLowerCase()
  return text.toLowerCase()
}

const SMALL_LETTERS_MIN = 4

/** The words that begin with a small letter, and the others; each word stands in one of the two. */
function parted(text: string): Pick<CleanText, 'small' | 'capital'> {
  if (!/\p{Lu}/u.test(text) || isInCapitals(text)) return { small: lowerCase(text), capital: '' }
  let capital = ''
  const small = text.replace(/\p{Lu}[\p{L}\p{M}'’]*|(\p{Ll}[\p{L}\p{M}'’]*)/gu, (word, kept: string | undefined) => {
    if (kept !== undefined) return kept
    capital += `${word} `
    return ' '
  })
  let letters = 0
  for (let index = 0; index < small.length && letters < SMALL_LETTERS_MIN; index++) {
    const unit = small.charCodeAt(index)
    if (unit > 0x7f || (unit >= 0x61 && unit <= 0x7a)) letters++
  }
  return letters < SMALL_LETTERS_MIN ? { small: '', capital: lowerCase(text) } : { small: small.toLowerCase(), capital: lowerCase(capital) }
}

const CAPITALS_MIN = 10
const CAPITALS_SHARE_MIN = 0.8

function isInCapitals(text: string): boolean {
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0
  return capitals >= CAPITALS_MIN && capitals > CAPITALS_SHARE_MIN * (capitals + (text.match(/\p{Ll}/gu)?.length ?? 0))
}
