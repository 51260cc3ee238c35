/**
 * Tells an article's headline from what its page says of itself.
 * @param title text of the page's `<title>`, which often names the site too
 * @param shared title for sharing (`og:title`), '' when there is none
 * @param headings texts of the page's headings, in its order
 * @returns the heading that the titles repeat, else the title without the name of the site; '' when there is neither
 */
export function pageTitle(title: string, shared: string, headings: readonly string[]): string {
  const named = shared === '' ? title : shared
  const repeated = headings.filter(
    (heading) => heading.length >= HEADING_MIN && heading.length <= HEADING_MAX && (sameText(title, heading) || sameText(shared, heading))
  )
  const longest = repeated.sort((a, b) => b.length - a.length)[0]
  if (longest !== undefined) return longest
  return named === '' ? (headings.find((heading) => heading.length >= HEADING_MIN) ?? '') : withoutSite(named)
}

const HEADING_MIN = 6
const HEADING_MAX = 300

function sameText(title: string, heading: string): boolean {
  return title !== '' && letters(title).includes(letters(heading))
}

function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '')
}

/** What parts a headline from the site's name. A hyphen does so between spaces, or next to a script that has no hyphens. */
const SEPARATOR =
  /\s+[-–—|·»«:]+\s+|\s*(?:\|+|::+|_+|--+)\s*|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}！？。」』”）])\s?-\s?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u

function withoutSite(title: string): string {
  const parts = title
    .slice(0, 1_000)
    .split(new RegExp(SEPARATOR, 'gu'))
    .filter((part) => part.trim() !== '')
  if (parts.length < 2) return title
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best))
  const first = parts[0]!
  // A headline may have a separator of its own: only what is shorter than the rest is a site's name.
  if (longest === first) return first.trim()
  const last = parts.at(-1)!
  if (longest === last || parts.length === 2) return longest.trim()
  return title.slice(0, title.lastIndexOf(last)).replace(/[\s\-–—|·»«:_]+$/u, '')
}
