/** Longer addresses break readers, proxies and databases; a cut one would lead nowhere, so they are refused whole. */
const URL_LENGTH_MAX = 2_048

/**
 * Reads an address that a publisher wrote, repairing the slips publishers make (WHATWG URL does the rest).
 * @param text as published: absolute, protocol-relative, or relative when `base` is given; `https//host` counts as `https://host`
 * @param base the absolute address of the document it stood in
 * @returns an absolute http or https address of at most 2,048 characters, or null when it is none or carries credentials
 */
export function httpUrl(text: string | null | undefined, base: string | null = null): string | null {
  const trimmed = text?.trim().slice(0, 4 * URL_LENGTH_MAX)
  if (!trimmed || isTemplate(trimmed)) return null
  const url = URL.parse(repair(trimmed, base), base ?? undefined)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return null
  if (!url.hostname.includes('.') && !url.hostname.startsWith('[') && url.hostname !== 'localhost') return null
  if (url.hash === '#' || url.hash === '#error') url.hash = ''
  const misplaced = MISPLACED.exec(url.pathname)
  if (misplaced) return httpUrl(`${misplaced[1]}://${misplaced[2]}${url.search}${url.hash}`)
  if (url.href.length > URL_LENGTH_MAX) url.hash = ''
  return url.href.length > URL_LENGTH_MAX ? null : url.href
}

/** An address without its colon, once some reader before us has taken it for a path. */
const MISPLACED = /^\/(?:[^/]{0,200}\/){0,8}?(https?)\/\/([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?:\/.*)?)$/i

function repair(text: string, base: string | null): string {
  const slip = /^(https?)(?::?\/{2,8}|:\/?(?=[a-z0-9]))(?:(?=https?:\/\/))?/i.exec(text)
  if (slip) {
    const rest = text.slice(slip[0].length)
    return /^https?:\/\//i.test(rest) ? rest : `${slip[1]}://${rest}`
  }
  if (/^\/\/[^/]/.test(text) && base === null) return `https:${text}`
  if (base === null && /^www\.[a-z0-9-]/i.test(text)) return `https://${text}`
  return text
}

function isTemplate(text: string): boolean {
  return /^(?:\{\{|\$\{|<%|%7B%7B)/i.test(text)
}
