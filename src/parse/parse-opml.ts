import { decodeReferences } from '../text/decode-references.ts'
import { decodeBody } from './decode-body.ts'
import { type Attributes, tokenizeMarkup } from './tokenize-markup.ts'

/** One feed of a subscription list. Nothing is checked but that it has an address. */
export interface Subscription {
  readonly feedUrl: string
  readonly title: string
  readonly homepage?: string
  readonly language?: string
  /** The titles of the groups around it, outermost first. */
  readonly groups: readonly string[]
}

const SUBSCRIPTIONS_MAX = 20_000
const GROUPS_MAX = 16
const TEXT_CHARS_MAX = 2_048

/**
 * Reads a subscription list (OPML 1.0 and 2.0, opml.org/spec2) as tolerantly as feeds are read: in any encoding, also when it is not
 * well-formed.
 * @returns its feeds in their order, 20,000 at most, or null when the bytes are no such list
 */
export function parseOpml(bytes: Uint8Array): readonly Subscription[] | null {
  const { text } = decodeBody(bytes, { kind: 'xml' })
  const subscriptions: Subscription[] = []
  const open: (string | null)[] = []
  let isOpml = false
  tokenizeMarkup(text, {
    get done() {
      return subscriptions.length >= SUBSCRIPTIONS_MAX
    },
    open(name, attributes, selfClosing) {
      if (name === 'opml') isOpml = true
      if (name !== 'outline' || !isOpml) return
      const read = readOutline(attributes)
      if (read.feedUrl !== '') subscriptions.push(toSubscription(read, open))
      if (!selfClosing) open.push(read.feedUrl === '' ? read.title : null)
    },
    close(name) {
      if (name === 'outline') open.pop()
    },
    text() {},
    cdata() {},
    doctype() {}
  })
  return isOpml ? subscriptions : null
}

interface Outline {
  readonly feedUrl: string
  readonly title: string
  readonly homepage: string
  readonly language: string
}

function readOutline(attributes: Attributes): Outline {
  const read = (name: string): string => {
    const at = attributes.findIndex((text, index) => index % 2 === 0 && text === name)
    return at < 0
      ? ''
      : decodeReferences(attributes[at + 1]!.slice(0, TEXT_CHARS_MAX))
          .replace(/\s+/g, ' ')
          .trim()
  }
  return { feedUrl: read('xmlurl'), title: read('title') || read('text'), homepage: read('htmlurl'), language: read('language') }
}

function toSubscription({ feedUrl, title, homepage, language }: Outline, open: readonly (string | null)[]): Subscription {
  return {
    feedUrl,
    title,
    ...(homepage === '' ? {} : { homepage }),
    ...(language === '' ? {} : { language }),
    groups: open.filter((group) => group !== null && group !== '').slice(0, GROUPS_MAX) as string[]
  }
}
