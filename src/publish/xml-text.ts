import { plainText } from '../text/plain-text.ts'

/**
 * Escapes text for XML element content and double-quoted attributes. `>` too, so that `]]>` cannot occur.
 * @param text free of characters that XML forbids (see `printable`, `printableHtml`)
 */
export function escapeXml(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => XML[sign]!) : text
}

/**
 * The same with hexadecimal references for `&` and `<`, as the RSS profile asks for character data: many readers
 * decode `&amp;` in titles twice, but these only once.
 */
export function escapeRss(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => RSS[sign]!) : text
}

/**
 * Plain text for one line of a feed: clean, without the marks of failed decoding, which validators refuse, and once more
 * without markup, since many readers show titles and names as HTML, and editors paste.
 */
export function printable(text: string): string {
  return plainText(text.includes('\ufffd') ? text.replaceAll('\ufffd', '') : text)
}

/** HTML without what XML forbids or what turns the direction of the page. Not normalised: NFC can melt text into a tag. */
export function printableHtml(html: string): string {
  return html.replace(UNPRINTABLE, '').replace(/\r\n?/g, '\n')
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const RSS: Readonly<Record<string, string>> = { '&': '&#x26;', '<': '&#x3C;', '>': '&#x3E;', '"': '&#x22;' }

const UNPRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\p{Surrogate}\p{Noncharacter_Code_Point}]/gu
