import { hash32 } from '../text/hash.ts'
import { hasWord, type WordSet } from './word-set.ts'

/**
 * True when a headline in Han or kana names something that the other does not: a character beyond those that grammar, numerals and the ways
 * to announce a thing are written with. Two headlines that each do are about two things ("岩手県の大雨", "秋田県の大雨"), however alike.
 */
export function saysMore(title: WordSet, than: WordSet): boolean {
  for (let index = title.start; index < title.end; index++) {
    const hash = title.hashes[index]!
    if (!hasWord(than, hash) && isNaming(hash)) return true
  }
  return false
}

/** Verbs and nouns by which one notice is announced in other words, and what joins them; as folded: 开催 stands for 開催. */
const ANNOUNCING =
  '开催结果概要公表発发布实実施决选定募集设置署名效効缔始掲载更新内容関关连知通报告等件案了済济及并与和或的之于将已在対对向从为是有再'
const NUMERALS = '〇零一二三四五六七八九十百千万億亿第年月日号回次期度'

let naming: Uint32Array | null = null

/** The hashes of single characters, sorted; made when first needed. */
function isNaming(hash: number): boolean {
  if (naming === null) {
    const common = new Set([...ANNOUNCING, ...NUMERALS])
    const hashes: number[] = []
    for (const [first, last] of [
      [0x30a1, 0x30fa],
      [0x3400, 0x4dbf],
      [0x4e00, 0x9fff]
    ] as const) {
      for (let cp = first; cp <= last; cp++) if (!common.has(String.fromCodePoint(cp))) hashes.push(hash32(String.fromCodePoint(cp)))
    }
    naming = Uint32Array.from(hashes).sort()
  }
  let low = 0
  let high = naming.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (naming[middle]! < hash) low = middle + 1
    else high = middle
  }
  return naming[low] === hash
}
