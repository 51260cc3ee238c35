import { decodeHTMLStrict } from 'entities'

/**
 * Decodes character references once: numeric ones, XML's five and HTML's names.
 * @param text raw character data of XML or HTML
 * @param entities what a document's own internal subset declares; their values are final and not read again
 * @returns the text; an unknown or unfinished reference stays as it is written
 */
export function decodeReferences(text: string, entities?: ReadonlyMap<string, string>): string {
  if (!text.includes('&')) return text
  if (SURROGATES.test(text)) return decodeReferences(text.replace(SURROGATES_ALL, joinSurrogates), entities)
  if (entities === undefined || entities.size === 0) return decodeHTMLStrict(text)
  return text.replace(/&(?:([A-Za-z_][\w.-]{0,63})|#(?:x[0-9a-fA-F]{1,8}|\d{1,8}));/g, (reference, name: string | undefined) => {
    const own = name === undefined ? undefined : entities.get(name)
    return own ?? decodeHTMLStrict(reference)
  })
}

/** A character beyond U+FFFF written as the two halves that UTF-16 keeps it in, which no reference may name. */
const SURROGATES = /&#(?:x[dD][89abAB][\da-fA-F]{2};&#x[dD][c-fC-F][\da-fA-F]{2}|5[56]\d{3};&#5[67]\d{3});/
const SURROGATES_ALL = new RegExp(SURROGATES, 'g')

function joinSurrogates(pair: string): string {
  const [high, low] = pair
    .slice(2, -1)
    .split(';&#')
    .map((half) => (half.startsWith('x') ? Number.parseInt(half.slice(1), 16) : Number(half))) as [number, number]
  const isPair = high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000
  return isPair ? String.fromCharCode(high, low) : '\ufffd'
}
