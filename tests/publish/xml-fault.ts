/**
 * Looks for the first fault against XML 1.0 and its namespaces, in documents without DTD.
 * @returns what is wrong, or null when the document is well-formed
 */
export function xmlFault(xml: string): string | null {
  const character = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(xml)
  if (character) return `character U+${character[0].codePointAt(0)!.toString(16)}`
  const open: { name: string; prefixes: ReadonlySet<string> }[] = []
  const rest = xml.replace(/^<\?xml version="1\.0" encoding="utf-8"\?>\s*/, '')
  let roots = 0
  for (const [token] of rest.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) {
      if (open.length === 0 && token.trim() !== '') return 'text outside the root'
      const fault = textFault(token)
      if (fault) return fault
    } else if (token.startsWith('</')) {
      if (open.pop()?.name !== token.slice(2, -1).trimEnd()) return `unexpected ${token}`
    } else {
      const tag = /^<((?:([\w-]+):)?[A-Za-z_][\w.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>$/.exec(token)
      if (!tag) return `no tag: ${token.slice(0, 80)}`
      const attributes = [...tag[3]!.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!] as const)
      if (new Set(attributes.map(([name]) => name)).size !== attributes.length) return `attribute twice: ${token}`
      const prefixes = new Set([
        ...(open.at(-1)?.prefixes ?? ['xml']),
        ...attributes.flatMap(([name]) => /^xmlns:(.+)$/.exec(name)?.[1] ?? [])
      ])
      for (const prefix of [tag[2], ...attributes.map(([name]) => /^(?!xmlns:)(\w+):/.exec(name)?.[1])]) {
        if (prefix !== undefined && !prefixes.has(prefix)) return `prefix ${prefix} not declared`
      }
      const fault = attributes.map(([, value]) => textFault(value)).find((found) => found !== null)
      if (fault) return fault
      if (open.length === 0 && ++roots > 1) return 'two roots'
      if (tag[4] === '') open.push({ name: tag[1]!, prefixes })
    }
  }
  return open.length > 0 || roots === 0 ? 'not closed' : null
}

function textFault(text: string): string | null {
  if (text.includes(']]>')) return ']]> in text'
  const reference = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)/.exec(text)
  return reference ? `bare & in ${text.slice(reference.index, reference.index + 20)}` : null
}
