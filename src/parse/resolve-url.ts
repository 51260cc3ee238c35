/**
 * Makes an address absolute. One that already has a scheme is kept as written, but for white space, a lost colon and `&amp;`.
 * @param base absolute URL of the document or its xml:base; anything else leaves a relative address as it is
 * @returns the address, or undefined for an empty one
 */
export function resolveUrl(written: string, base: string): string | undefined {
  const value = written
    .replace(/[\t\n\r\u0000-\u0008\u000b\u000c\u000e-\u001f]+/g, '')
    .trim()
    .replace(/ /g, '%20')
    .replace(AMPERSAND_TWICE, '&')
  if (value === '' || value.length > URL_CHARS_MAX) return undefined
  if (HAS_SCHEME.test(value)) return value
  const repaired = /^(https?)(?::\/|\/\/|;\/\/)(?=[a-z0-9])/i.exec(value)
  if (repaired) return `${repaired[1]}://${value.slice(repaired[0].length)}`
  return URL.parse(value, base)?.href ?? value
}

/** Addresses are often escaped twice; none means an `&amp;`. */
const AMPERSAND_TWICE = /&(?:amp|#38|#x26);/gi
const URL_CHARS_MAX = 8_192

/** A scheme is not just a host and port ("example.org:8080/x"), and http needs its slashes. */
const HAS_SCHEME = /^(?:https?:\/\/|(?!https?:)[a-z][a-z0-9+-]*:(?!\d+(?:\/|$)))/i

/** Whether an address is one that a browser could open: http or https, with a host. */
export function isHttpUrl(address: string): boolean {
  return /^https?:\/\/[^/\s?#]/i.test(address)
}
