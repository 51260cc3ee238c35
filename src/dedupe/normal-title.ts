import { foldText } from '../text/words.ts'
import { withoutCounters } from './reader-counters.ts'

/** A title without what publishers put around it. */
export interface NormalTitle {
  /** Without a leading tag such as "UPDATE 2-" or 【速報】, white space single. Case is kept. */
  readonly title: string
  /** What stands before a possible publisher's name at the end, or null when nothing looks like one. */
  readonly head: string | null
  /** That possible name, folded. */
  readonly suffix: string | null
  /** True when the title ends in an ellipsis; the word it cut is left out. */
  readonly cut: boolean
  /** True when the suffix has the form of a name, so that one copy alone may carry it. */
  readonly suffixIsName: boolean
}

/** Takes tags off a title and sets a possible publisher's name apart. A title that is nothing but a tag is kept as it is. */
export function normalTitle(title: string): NormalTitle {
  const plain = withoutCounters(title.slice(0, TITLE_CHARACTERS_MAX))
    .replace(FILE_NOTE, ' ')
    .replace(/[\s\u3000]+/g, ' ')
    .trim()
  let untagged = plain
  for (let round = 0; round < 3; round++) {
    const rest = untagged.replace(BRACKETED_TAG, '').replace(AGENCY_TAG, '').replace(URGENT_TAG, '')
    if (rest === untagged || rest.trim().length < 4) break
    untagged = rest.trim()
  }
  const cut = CUT.exec(untagged)
  if (cut !== null && cut.index > 10)
    return { title: untagged.slice(0, cut.index), head: null, suffix: null, cut: true, suffixIsName: false }
  const at = SEPARATORS.reduce((best, separator) => Math.max(best, untagged.lastIndexOf(separator)), -1)
  if (at < 4) return { title: untagged, head: null, suffix: null, cut: false, suffixIsName: false }
  const suffix = untagged.slice(at).replace(/^[\s|:_-]*[\s|:_\u2010-\u2015\u00b7\uff5c-]+/, '')
  if (suffix === '' || suffix.length > SUFFIX_CHARACTERS_MAX)
    return { title: untagged, head: null, suffix: null, cut: false, suffixIsName: false }
  return { title: untagged, head: untagged.slice(0, at).trim(), suffix: foldText(suffix), cut: false, suffixIsName: isName(suffix) }
}

const TITLE_CHARACTERS_MAX = 500
const SUFFIX_CHARACTERS_MAX = 40

/** What kind of file is linked and how large it is: ［PDF：1.3MB］. */
const FILE_NOTE = /[[［(（【][^\]］)）】[［(（【]{0,20}(?:PDF|DOCX?|XLSX?|KB|MB)[^\]］)）】[［(（【]{0,20}[\]］)）】]/gi
/** An ellipsis at the end, with the word or (without spaces) the character it cut. */
const CUT = /(?:\s\S{0,30}|[^\s])?\s?(?:\.{3}|…)$/
/** A short bracket at the start that holds no number: 【速報】, [Update], (Lead). */
const BRACKETED_TAG = /^(?:【[^】\p{N}]{1,12}】|\[[^\]\p{N}]{1,12}\]|［[^］\p{N}]{1,12}］|〔[^〕\p{N}]{1,12}〕)/u
/** How agencies mark versions of one report. */
const AGENCY_TAG = /^(?:UPDATE|CORRECTED|REFILE|WRAPUP|RPT|RECAST|LEAD)\s*\d{0,2}\s*[-:–]\s*/i
const URGENT_TAG = new RegExp(
  `^(?:${[
    'breaking(?: news)?',
    'urgent',
    'just in',
    'exclusive',
    'update',
    'updated',
    'flash',
    'live',
    'alert',
    'eilmeldung',
    'eil',
    'dringend',
    'última hora',
    'urgente',
    "ultim'ora",
    'ultima ora',
    'dernière minute',
    'en direct',
    'срочно',
    'обновлено',
    'молния',
    'терміново',
    'son dakika',
    'acil',
    'عاجل',
    'فوری',
    'breaking',
    'तत्काल',
    'ब्रेकिंग',
    'জরুরি',
    '快讯',
    '快訊',
    '速报',
    '速報',
    '号外',
    '號外',
    '最新',
    '속보',
    '긴급',
    'ด่วน',
    'khẩn',
    'pilne',
    'spoed',
    'senaste nytt',
    'habari za hivi punde',
    'דחוף',
    'έκτακτο'
  ].join('|')})\\s?[:：!|丨｜]\\s*`,
  'iu'
)

const SEPARATORS = [' - ', ' – ', ' — ', ' | ', ' ｜ ', '｜', ' :: ', ' · ', '_']

/** Begins like a name, in scripts that have capitals, and is short: "BOON", "Breckland Council", "Cổng TTĐT thành phố Hải Phòng". */
function isName(suffix: string): boolean {
  const words = suffix.split(' ')
  return words.length <= NAME_WORDS_MAX && /^\p{L}/u.test(suffix) && !/^\p{Ll}/u.test(suffix) && !/\p{N}/u.test(suffix)
}

const NAME_WORDS_MAX = 7
