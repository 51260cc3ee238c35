/** A language the detector can answer. */
export interface LanguageRow {
  /** BCP 47, with a script where the language is written in two. */
  readonly tag: string
  /** ISO 15924. */
  readonly script: string
  /** ISO 639-3, as trigram tables name it; null when they have no table for it. */
  readonly iso3: string | null
  /** True for languages with little press: they need more evidence. */
  readonly rare: boolean
}

/**
 * Every language the detector answers, a handful of them for each script that several languages share.
 * @returns rows in a fixed order; `zh-Hans`, `zh-Hant`, `ja` are decided by characters
 */
export function knownLanguages(): readonly LanguageRow[] {
  return rows
}

/** The BCP 47 tag of an ISO 639-3 code in a script, or null when the detector does not answer that language. */
export function tagOfIso3(iso3: string, script: string): string | null {
  return byIso3.get(`${iso3}-${script}`) ?? null
}

/**
 * Reads a language as a feed, a page or a header declares it: `en_US`, `zh-TW`, `iw`, `nor`, `sr-latn-RS`, `Chinese (Taiwan)` is none.
 * @returns the tags it may mean with their shares (adding up to 1), likeliest first; null when it is no language tag, or says none (`und`,
 * `mul`, `zxx`)
 */
export function readDeclaredTag(declared: string | null | undefined): ReadonlyMap<string, number> | null {
  const first = (declared ?? '').slice(0, DECLARED_LENGTH_MAX).split(',')[0]!.trim().replaceAll('_', '-')
  if (!/^[a-z]{2,3}(-[a-z0-9]{1,8}){0,6}$/i.test(first)) return null
  const parts = first.toLowerCase().split('-')
  const code = parts[0]!
  if (NO_LANGUAGE.has(code)) return null
  const script = parts.slice(1).find((part) => /^[a-z]{4}$/.test(part))
  const region = parts
    .slice(1)
    .find((part) => /^([a-z]{2}|\d{3})$/.test(part))
    ?.toUpperCase()
  if (code === 'zh' || CHINESE.has(code)) return share(chineseTags(code, script, region))
  const language = RENAMED[code] ?? iso3ToTag.get(code) ?? code
  if (language === 'no')
    return share([
      ['nb', 0.85],
      ['nn', 0.15]
    ])
  if (language === 'hbs')
    return share([
      ['sr-Latn', 0.3],
      ['hr', 0.3],
      ['bs', 0.3],
      ['sr-Cyrl', 0.1]
    ])
  const written = WRITTEN_IN_TWO[language]
  if (written !== undefined) {
    const named = script === undefined ? undefined : written.find(([tag]) => tag.toLowerCase() === `${language}-${script}`)
    return share(named === undefined ? written : [[named[0], 1]])
  }
  return share([[language, 1]])
}

/**
 * The language of a tag in the form the detector answers, for comparing declared and found tags.
 * @returns BCP 47 such as `he`, `zh-Hant`, `sr-Cyrl`, `nb`; null when the text is no language tag
 */
export function normalizeTag(declared: string | null | undefined): string | null {
  return readDeclaredTag(declared)?.keys().next().value ?? null
}

/** The languages whose news is often word for word the same, the given one among them; it alone when it has no such sibling. */
export function siblingsOf(tag: string): readonly string[] {
  return SIBLINGS.find((group) => group.includes(tag)) ?? [tag]
}

/** The script a known language is written in, ISO 15924; null for a language the detector does not answer. */
export function scriptOfTag(tag: string): string | null {
  return byTag.get(tag)?.script ?? null
}

const DECLARED_LENGTH_MAX = 100

const NO_LANGUAGE = new Set(['und', 'mul', 'zxx', 'mis', 'xx', 'qaa', 'art', 'i', 'x'])

const SIBLINGS: readonly (readonly string[])[] = [
  ['bs', 'hr', 'sr-Latn'],
  ['nb', 'nn'],
  ['id', 'ms'],
  ['zh-Hans', 'zh-Hant'],
  ['zu', 'xh', 'nd', 'ss', 'nr'],
  ['tn', 'nso', 'st'],
  ['rw', 'rn']
]

// Withdrawn or broader codes and what they are called now (IANA language subtag registry).
// prettier-ignore
const RENAMED: Readonly<Record<string, string>> = {
  iw: 'he', in: 'id', ji: 'yi', jw: 'jv', mo: 'ro', tl: 'fil', tgl: 'fil', sh: 'hbs', hbs: 'hbs', scr: 'hr', scc: 'sr', nor: 'no',
  est: 'et', lav: 'lv', aze: 'az',
  uzb: 'uz', fas: 'fa', per: 'fa', prs: 'fa', pes: 'fa', ara: 'ar', arb: 'ar', msa: 'ms', may: 'ms', zsm: 'ms', swa: 'sw', sqi: 'sq',
  alb: 'sq', mlg: 'mg',
  mon: 'mn', kur: 'ku', pus: 'ps', yid: 'yi', nep: 'ne', ori: 'or', orm: 'om', gaz: 'om', ger: 'de', fre: 'fr', dut: 'nl', gre: 'el',
  cze: 'cs', slo: 'sk', rum: 'ro',
  ice: 'is', mac: 'mk', arm: 'hy', geo: 'ka', baq: 'eu', wel: 'cy', bur: 'my', tib: 'bo', gr: 'el', cz: 'cs', jp: 'ja', kr: 'ko',
  ua: 'uk', dk: 'da',
  ful: 'ff', que: 'qu', aym: 'ay', grn: 'gn', fil: 'fil', tw: 'ak', twi: 'ak', fat: 'ak', aka: 'ak', srp: 'sr', uig: 'ug', tgk: 'tg',
  tuk: 'tk', kir: 'ky', kaz: 'kk'
}

const CHINESE = new Set(['zho', 'chi', 'cmn', 'yue', 'wuu', 'hak', 'nan', 'gan', 'hsn', 'cn', 'lzh'])

const WRITTEN_IN_TWO: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  sr: [
    ['sr-Cyrl', 0.5],
    ['sr-Latn', 0.5]
  ],
  uz: [
    ['uz', 0.7],
    ['uz-Cyrl', 0.3]
  ],
  az: [
    ['az', 0.9],
    ['az-Arab', 0.1]
  ],
  pa: [
    ['pa', 0.8],
    ['pa-Arab', 0.2]
  ],
  kk: [
    ['kk', 0.9],
    ['kk-Arab', 0.1]
  ],
  ff: [
    ['ff', 0.9],
    ['ff-Adlm', 0.1]
  ],
  mn: [
    ['mn', 0.9],
    ['mn-Mong', 0.1]
  ]
}

function chineseTags(code: string, script: string | undefined, region: string | undefined): readonly (readonly [string, number])[] {
  if (script === 'hant' || (code === 'yue' && script === undefined)) return [['zh-Hant', 1]]
  if (script === 'hans') return [['zh-Hans', 1]]
  const written = region === undefined ? null : hanScriptOfRegion(region)
  if (written !== null) return [[`zh-${written}`, 1]]
  return [
    ['zh-Hans', 0.7],
    ['zh-Hant', 0.3]
  ]
}

/** How Chinese is written in a region (ISO 3166, `HK` or `TW-TPE`): `Hans`, `Hant`, or null where neither is the rule. */
export function hanScriptOfRegion(region: string): 'Hans' | 'Hant' | null {
  const country = region.toUpperCase()
  if (/^(TW|HK|MO)(-|$)/.test(country) || /^CN-(TW|HK|MO)$/.test(country)) return 'Hant'
  return /^(CN|SG|MY)(-|$)/.test(country) ? 'Hans' : null
}

function share(tags: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  return new Map(tags)
}

// tag, ISO 639-3 of the trigram tables ("-" for none); "?" marks languages with little press.
// prettier-ignore
const TABLE: Readonly<Record<string, string>> = {
  Latn:
    'af afr, az azj, bem? bem, bs bos, ca cat, cs ces, cy cym, da dan, de deu, ee? ewe, en eng, es spa, et ekk, eu eus, fi fin, fil tgl, ' +
    'fj? fij, fo? fao, fr fra, ff? fuv, ga gle, gl glg, ha hau, hr hrv, ht? hat, hu hun, id ind, ig? ibo, ' +
    'is isl, it ita, ku? -, lb? ltz, ln? -, ' +
    'lt lit, lv lvs, mg? plt, mi? mri, ms zlm, mt mlt, nb nob, nn nno, nl nld, nso? nso, ny? nya, om? -, pl pol, pt por, ro ron, ' +
    'rw? kin, rn? run, sk slk, sl slv, sm? smo, sn? sna, so som, sq als, sr-Latn srp, ss? ssw, st? sot, ' +
    'sv swe, sw swh, tk? tuk, tn? tsn, ' +
    'to? ton, tr tur, ts? tso, ty? tah, uz uzn, ve? ven, vi vie, wo? wol, xh? xho, yo yor, zu zul, nr? nbl, ' +
    'lg? lug, br? bre, gd? gla, fy? fry, ' +
    'oc? oci, jv? jav, su? sun, ceb? ceb, ilo? ilo, eo? epo, rm? roh, co? cos, gn? gug, qu? quz, ay? ayr, ' +
    'ak? twi, bm? bam, kl? kal, se? sme, ' +
    'tpi? tpi, bi? bis, pap? pap, pcm? pcm, ast? ast, crh? crh, tzm? -, kea? -, hsb? hsb, la? lat',
  Cyrl:
    'ru rus, uk ukr, be bel, bg bul, mk mkd, sr-Cyrl srp, kk kaz, ky kir, tg tgk, mn khk, ' +
    'tt tat, ba? -, cv? chv, os? oss, sah? sah, uz-Cyrl? uzn, tyv? tyv',
  Arab: 'ar arb, fa pes, ur urd, ps pbu, ckb -, ug uig, sd -, pa-Arab? pnb, kk-Arab? -',
  Deva: 'hi hin, mr mar, ne npi, sa? san, mai? mai, bho? bho, kok? -, doi? -',
  Beng: 'bn -, as -',
  Ethi: 'am amh, ti tir',
  Hebr: 'he heb, yi ydd',
  Tibt: 'bo bod, dz dzo',
  Mymr: 'my mya, shn? shn',
  Hani: 'zh-Hans -, zh-Hant -',
  Jpan: 'ja jpn', Hang: 'ko kor', Thai: 'th tha', Grek: 'el ell', Armn: 'hy hye', Geor: 'ka kat', Taml: 'ta tam', Telu: 'te tel',
  Knda: 'kn kan', Mlym: 'ml mal',
  Gujr: 'gu guj', Guru: 'pa pan', Orya: 'or ory', Sinh: 'si sin', Laoo: 'lo lao', Khmr: 'km khm', Thaa: 'dv div', Syrc: 'syr -',
  Nkoo: 'nqo nqo', Cher: 'chr chr',
  Cans: 'iu ike', Tfng: 'zgh -', Olck: 'sat -', Mtei: 'mni -', Adlm: 'ff-Adlm -', Yiii: 'ii -', Mong: 'mn-Mong -', Java: 'jv-Java -',
  Cakm: 'ccp -', Rohg: 'rhg -'
}

const rows: readonly LanguageRow[] = Object.entries(TABLE).flatMap(([script, list]) =>
  list.split(', ').map((row) => {
    const [tag, iso3] = row.split(' ')
    return { tag: tag!.replace('?', ''), script, iso3: iso3 === '-' ? null : iso3!, rare: tag!.endsWith('?') }
  })
)

const byTag = new Map(rows.map((row) => [row.tag, row]))
const byIso3 = new Map(rows.filter((row) => row.iso3 !== null).map((row) => [`${row.iso3}-${row.script}`, row.tag]))
const iso3ToTag = new Map(rows.filter((row) => row.iso3 !== null).map((row) => [row.iso3!, row.tag.split('-')[0]!]))
