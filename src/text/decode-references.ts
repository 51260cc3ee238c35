import { decodeHTMLStrict } from 'entities'

/**
 * Decodes character references once: numeric ones, XML's five and HTML's names.
 * @param text raw character data of XML or HTML
 * @param entities what a document's own internal subset declares; their values are final and not read again
 * @returns the text; an unknown or unfinished reference stays as it is written
 */
export function decodeReferences(text: string, entities?: ReadonlyMap<string, string>): string {
  if (!text.includes('&')) return text
  if (entities === undefined || entities.size === 0) return decodeHTMLStrict(text)
  return text.replace(/&(?:([A-Za-z_][\w.-]{0,63})|#(?:x[0-9a-fA-F]{1,8}|\d{1,8}));/g, (reference, name: string | undefined) => {
    const own = name === undefined ? undefined : entities.get(name)
    return own ?? decodeHTMLStrict(reference)
  })
}
