/**
 * A canonical address with whatever names a language replaced by `*`: a first host label, a path segment, the end of a file
 * name, a parameter. Two addresses of one owner that agree here, in different languages, are versions of one text.
 * @param canonical a canonical address
 * @returns null when nothing names a language
 */
export function languageNeutralUrl(canonical: string): string | null {
  const parsed = new URL(canonical)
  const labels = parsed.hostname.split('.')
  const host = labels.length > 2 && isLanguage(labels[0]!) ? ['*', ...labels.slice(1)].join('.') : parsed.hostname
  const path = parsed.pathname.split('/').map(neutralSegment).join('/')
  const query = parsed.search
    .slice(1)
    .split('&')
    .map((part) => {
      const [name, value] = splitParameter(part)
      return LANGUAGE_PARAMETERS.has(name.toLowerCase()) && isLanguage(value) ? `${name}=*` : part
    })
    .join('&')
  const neutral = `https://${host}${parsed.port === '' ? '' : `:${parsed.port}`}${path}${query === '' ? '' : `?${query}`}${parsed.hash}`
  return neutral === canonical ? null : neutral
}

/**
 * The end of a path that stays when a site is mirrored under another host or folder: the file name, if it carries a number of four
 * digits or more, with the date folders before it, such as `2024-04/10/c_978417.htm`. Equal tails alone prove nothing.
 * @param canonical a canonical address
 * @returns null when the file name carries no such number, or the page is told by parameters
 */
export function urlPathTail(canonical: string): string | null {
  const parsed = new URL(canonical)
  if (parsed.search !== '') return null
  const segments = parsed.pathname.split('/').slice(1)
  const name = segments.at(-1) ?? ''
  if (!/\d{4}/.test(name)) return null
  let first = segments.length - 1
  while (first > 0 && segments.length - first < TAIL_SEGMENTS_MAX && /^\d[\d-]*$/.test(segments[first - 1]!)) first--
  return segments.slice(first).join('/')
}

const TAIL_SEGMENTS_MAX = 4

function splitParameter(part: string): [name: string, value: string] {
  const at = part.indexOf('=')
  return at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
}

function neutralSegment(segment: string): string {
  if (isLanguage(segment)) return '*'
  const named = /^(.+[-_.~])([a-z]{2,3}(?:[-_][a-z]{2,4})?)(\.[a-z]{2,5})?$/i.exec(segment)
  return named !== null && named[1]!.length <= 200 && isLanguage(named[2]!) ? `${named[1]!}*${named[3] ?? ''}` : segment
}

function isLanguage(text: string): boolean {
  const [first, second = ''] = text.toLowerCase().split(/[-_]/, 2)
  return LANGUAGE_WORDS.has(text.toLowerCase()) || (LANGUAGE_CODES.has(first!) && /^(?:|[a-z]{2}|hans|hant|latn|cyrl|arab)$/.test(second))
}

const LANGUAGE_PARAMETERS = new Set([
  'lang',
  'language',
  'locale',
  'hl',
  'l',
  'lg',
  'lng',
  'langid',
  'lang_id',
  'sprache',
  'langue',
  'lingua',
  'idioma',
  'setlang'
])
// ISO 639-1, with the three-letter codes and names that sites use in addresses.
const LANGUAGE_CODES = new Set(
  (
    'aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv '
    + 'ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my '
    + 'na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr '
    + 'ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'
  ).split(' ')
)
const LANGUAGE_WORDS = new Set(
  (
    'eng fra fre deu ger spa ita por rus ara zho chi jpn kor chs cht english french francais deutsch german espanol spanish italiano italian portugues portuguese '
    + 'russian arabic chinese japanese korean cn jp kr gb'
  ).split(' ')
)
