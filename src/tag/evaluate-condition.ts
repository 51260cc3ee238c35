import type { Condition } from '../config/schema.ts'
import type { Taggable } from '../model/entry.ts'

/**
 * Tells whether a condition holds for an article. All keys of one condition must hold; `any`, `all` and `none` nest.
 * @param fulfils tells whether a term or the regex of this very condition was found
 */
export function holds(condition: Condition, article: Taggable, fulfils: (condition: Condition) => boolean): boolean {
  if (condition.terms !== undefined || condition.regex !== undefined) {
    if (!fulfils(condition)) return false
  }
  if (condition.languages !== undefined && !condition.languages.some((tag) => tag === '*' || isWithin(article.language, tag))) return false
  if (condition.regions !== undefined) {
    const wanted = condition.regions
    if (!wanted.includes('*') && !article.regions.some((region) => wanted.some((code) => isWithin(region, code)))) return false
  }
  if (condition.sources !== undefined && !condition.sources.some((id) => id === '*' || id === article.sourceId)) return false
  if (condition.categories !== undefined && !hasCategory(condition.categories, article.categories)) return false
  if (condition.any !== undefined && !condition.any.some((one) => holds(one, article, fulfils))) return false
  if (condition.all !== undefined && !condition.all.every((one) => holds(one, article, fulfils))) return false
  return condition.none === undefined || !condition.none.some((one) => holds(one, article, fulfils))
}

/** True for the tag itself and what it holds: "CN-BJ" is within "CN", "pt-BR" within "pt". */
function isWithin(tag: string, wider: string): boolean {
  const [one, other] = [tag.toLowerCase(), wider.toLowerCase()]
  return one === other || one.startsWith(`${other}-`)
}

function hasCategory(wanted: readonly string[], has: readonly string[]): boolean {
  const names = new Set(has.map((name) => name.normalize('NFKC').trim().toLowerCase()))
  return wanted.some((name) => name === '*' || names.has(name.normalize('NFKC').trim().toLowerCase()))
}
