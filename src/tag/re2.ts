import { RE2JS, RE2JSException } from 're2js'

/** Where a pattern was found, in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface LinearPattern {
  /** Places in the text, first to last, at most `SPANS_MAX`. Time is linear in the text's length. */
  find(text: string): readonly Span[]
}

export type PatternReading =
  { readonly kind: 'read'; readonly pattern: LinearPattern } | { readonly kind: 'failed'; readonly message: string }

/**
 * Compiles an operator's pattern on RE2 semantics, which cannot backtrack. Upper and lower case are one unless the
 * pattern starts with `(?-i)`.
 * @returns the pattern, or a message that says what to write instead
 */
export function readPattern(source: string): PatternReading {
  if (source.length > PATTERN_UNITS_MAX) return failed(`the pattern has ${source.length} characters; ${PATTERN_UNITS_MAX} are the most`)
  try {
    const compiled = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
    if (compiled.matches('')) return failed('the pattern matches an empty text; write one that needs at least one character')
    return { kind: 'read', pattern: { find: (text) => findAll(compiled, text) } }
  } catch (thrown) {
    if (thrown instanceof RE2JSException) return failed(explain(source) ?? `no RE2 pattern: ${thrown.message}`)
    throw thrown
  }
}

const PATTERN_UNITS_MAX = 500
const SPANS_MAX = 20

function findAll(compiled: RE2JS, text: string): readonly Span[] {
  const matcher = compiled.matcher(text)
  const spans: Span[] = []
  while (spans.length < SPANS_MAX && matcher.find()) {
    if (matcher.end() > matcher.start()) spans.push({ start: matcher.start(), end: matcher.end() })
  }
  return spans
}

function failed(message: string): PatternReading {
  return { kind: 'failed', message }
}

/** Names what RE2 leaves out, and what to write in its place. */
function explain(source: string): string | null {
  const bare = source.replace(/\\[\\[\]()]/g, '')
  if (/\(\?<?[=!]/.test(bare)) {
    return 'look-ahead and look-behind are not in RE2; write the other sense as an exclude term, or as a condition under "none"'
  }
  if (/\\[1-9]/.test(bare) || /\\k</.test(bare)) return 'back-references are not in RE2; write the alternatives out, such as "(?:aa|bb)"'
  if (/\(\?>|[*+?]\+|\{\d+(,\d*)?\}\+/.test(bare)) {
    return 'atomic groups and possessive repeats are not in RE2 and not needed: leave out "(?>" or the second "+"'
  }
  if (/\\u[0-9A-Fa-f]{4}/.test(bare)) return '\\u escapes are not in RE2; write the character itself or \\x{4e00}'
  if (/\\p\{(Script|sc|scx)=/i.test(bare)) return 'write the script without "Script=", such as \\p{Han}'
  return null
}
