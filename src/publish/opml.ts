import { printableUrl } from './publishable-item.ts'
import { escapeXml, printable } from './xml-text.ts'

/** One line of a subscription list: a feed, or a group of lines. */
export interface OpmlOutline {
  readonly title: string
  readonly description?: string
  /** Address of the feed; left out for a group. */
  readonly feedUrl?: string
  readonly htmlUrl?: string
  /** BCP 47. */
  readonly language?: string
  readonly outlines?: readonly OpmlOutline[]
}

export interface OpmlDocument {
  readonly title: string
  readonly ownerName?: string
  /** Milliseconds since 1970 UTC. */
  readonly createdAt?: number
  readonly modifiedAt?: number
  readonly outlines: readonly OpmlOutline[]
}

const DEPTH_MAX = 8

/**
 * Writes a subscription list as OPML 2.0 (opml.org/spec2), without `head/docs`, which readers' validators refuse.
 * Outlines whose feed address is none are left out with all below them, as is what lies deeper than eight levels.
 */
export function renderOpml(document: OpmlDocument): string {
  const head = [
    ['title', printable(document.title)],
    ['dateCreated', document.createdAt === undefined ? '' : new Date(document.createdAt).toUTCString()],
    ['dateModified', document.modifiedAt === undefined ? '' : new Date(document.modifiedAt).toUTCString()],
    ['ownerName', printable(document.ownerName ?? '')]
  ] as const
  return (
    '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n  <head>\n'
    + head
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `    <${name}>${escapeXml(text)}</${name}>\n`)
      .join('')
    + `  </head>\n  <body>\n${outlinesXml(document.outlines, 1)}  </body>\n</opml>\n`
  )
}

function outlinesXml(outlines: readonly OpmlOutline[], depth: number): string {
  if (depth > DEPTH_MAX) return ''
  const indent = '  '.repeat(depth + 1)
  return outlines
    .map((outline) => {
      const xmlUrl = printableUrl(outline.feedUrl)
      if (outline.feedUrl !== undefined && xmlUrl === null) return ''
      const title = printable(outline.title) || (xmlUrl ?? 'Feeds')
      const attributes = [
        ...(xmlUrl === null ? [] : [['type', 'rss']]),
        ['text', title],
        ['title', title],
        ['description', printable(outline.description ?? '')],
        ['xmlUrl', xmlUrl ?? ''],
        ['htmlUrl', printableUrl(outline.htmlUrl) ?? ''],
        ['language', printable(outline.language ?? '')]
      ]
        .filter(([, value]) => value !== '')
        .map(([name, value]) => ` ${name}="${escapeXml(value!)}"`)
        .join('')
      const inner = outlinesXml(outline.outlines ?? [], depth + 1)
      return inner === '' ? `${indent}<outline${attributes}/>\n` : `${indent}<outline${attributes}>\n${inner}${indent}</outline>\n`
    })
    .join('')
}
