/** A further detector whose scores join the pool. */
export interface EldScores {
  /**
   * @param languages BCP 47 tags
   * @returns a score from 0 to 1 for each of them
   */
  scores(text: string, languages: readonly string[]): Float64Array
}

interface EldModule {
  readonly eld: { detect(text: string): { getScores(): Record<string, number> } }
}

/**
 * Loads eld with its small table: about 44 MB of heap and 0.3 s.
 * @returns null when the optional package is not installed
 */
export async function loadEld(): Promise<EldScores | null> {
  const name = 'eld/small'
  let loaded: EldModule
  try {
    loaded = (await import(name)) as EldModule
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_MODULE_NOT_FOUND') return null
    throw thrown
  }
  const known = new Set(KNOWN.split(' '))
  const namesOf = new Map<string, readonly string[]>()
  return {
    scores(text, languages) {
      const found = loaded.eld.detect(text).getScores()
      return Float64Array.from(languages, (tag) => {
        let names = namesOf.get(tag)
        if (names === undefined) {
          const code = tag.split('-')[0]!
          names = PROXIES[tag] ?? (known.has(code) ? [code] : [])
          namesOf.set(tag, names)
        }
        if (names.length === 0) return UNKNOWN_SCORE
        let best = 0
        for (const name of names) best = Math.max(best, found[name] ?? 0)
        return best
      })
    }
  }
}

/** What a language counts that eld has no table for, nor for any near it. */
const UNKNOWN_SCORE = 0.7

const KNOWN =
  'am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy is it ja ka kn ko ku lo lt lv '
  + 'ml mr ms nl no or pa pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh'

const PROXIES: Readonly<Record<string, readonly string[]>> = {
  bs: ['hr'],
  'sr-Latn': ['hr'],
  id: ['ms'],
  nb: ['no'],
  nn: ['no'],
  gl: ['pt', 'es'],
  af: ['nl'],
  mk: ['bg', 'sr'],
  ne: ['hi'],
  fil: ['tl'],
  ast: ['es'],
  oc: ['ca', 'fr'],
  mai: ['hi'],
  bho: ['hi'],
  sa: ['hi'],
  kok: ['mr'],
  doi: ['hi'],
  'pa-Arab': ['ur'],
  ku: ['ku'],
  ckb: [],
  fo: ['is'],
  lb: ['de'],
  fy: ['nl'],
  ky: [],
  kk: []
}
