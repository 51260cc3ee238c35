import { Feed } from 'feed'

/** Which optional parts the head of a document has. */
export interface HeadShape {
  readonly format: 'rss' | 'atom'
  readonly language: boolean
  readonly hub: boolean
  readonly icon: boolean
  readonly logo: boolean
}

/** Which optional parts an item has. */
export interface ItemShape {
  readonly format: 'rss' | 'atom'
  readonly published: boolean
  readonly summary: boolean
  readonly content: boolean
}

/** Text of a document as it stands, and places for values. */
export type Template = readonly (string | Slot)[]

export interface Slot {
  readonly name: string
  /** Whether the value stands for a CDATA section, with the `>` of the start tag before it. */
  readonly section: boolean
}

/**
 * What the package `feed` writes around the items. The package cannot be handed a publisher's text: it repairs one `]]>` of two,
 * passes control characters and unescaped attributes on, throws for one bad item, and rewrites ids. A slot is plain ASCII and a
 * valid address at once, so nothing of this can happen; times are slots too.
 */
export function headTemplate(shape: HeadShape): { readonly head: Template; readonly tail: string } {
  return remembered(heads, shape, () => {
    const document = written(shape, feedOf(shape))
    const end = document.lastIndexOf('\n', document.lastIndexOf(shape.format === 'rss' ? '</channel>' : '</feed>'))
    return { head: templateOf(document.slice(0, end + 1)), tail: document.slice(end + 1) }
  })
}

/** What the package writes for one item, from the white space before it to the end of its line. */
export function itemTemplate(shape: ItemShape): Template {
  return remembered(items, shape, () => {
    const feed = feedOf({ language: false, hub: false, icon: false, logo: false })
    feed.addItem({
      id: 'slot:id;',
      title: 'slot:title;',
      link: 'slot:url;',
      date: UPDATED,
      ...(shape.published ? { published: PUBLISHED } : {}),
      ...(shape.summary ? { description: 'slot:summary;' } : {}),
      ...(shape.content ? { content: 'slot:content;' } : {})
    })
    const document = written(shape, feed)
    const [open, close] = shape.format === 'rss' ? ['<item>', '</item>\n'] : ['<entry>', '</entry>\n']
    return templateOf(document.slice(document.lastIndexOf('\n', document.indexOf(open)) + 1, document.indexOf(close) + close.length))
  })
}

function feedOf({ language, hub, icon, logo }: Omit<HeadShape, 'format'>): Feed {
  return new Feed({
    id: 'slot:id;',
    title: 'slot:title;',
    description: 'slot:subtitle;',
    link: 'slot:home;',
    feedLinks: { rss: 'slot:self;', atom: 'slot:self;' },
    updated: UPDATED,
    generator: 'Courant',
    copyright: '',
    author: { name: 'slot:publisher;', link: 'slot:home;' },
    ...(language ? { language: 'slot:language;' } : {}),
    ...(hub ? { hub: 'slot:hub;' } : {}),
    ...(icon ? { favicon: 'slot:icon;' } : {}),
    ...(logo ? { image: 'slot:logo;' } : {})
  })
}

function written({ format }: { readonly format: 'rss' | 'atom' }, feed: Feed): string {
  return format === 'rss' ? feed.rss2() : feed.atom1()
}

/** Times that stand for other times, in both notations. */
const UPDATED = new Date(0)
const PUBLISHED = new Date(1_000)
const TIMES = new Map(
  [UPDATED, PUBLISHED].flatMap((time, index) =>
    [time.toUTCString(), time.toISOString()].map((text) => [text, index === 0 ? 'updated' : 'published'])
  )
)

/** A slot, with the CDATA section and the type attribute the package wrote around it; or a time. */
const SLOT = new RegExp(`((?: type="html")?><!\\[CDATA\\[slot:([a-z]+);\\]\\]>)|slot:([a-z]+);|(${[...TIMES.keys()].join('|')})`, 'g')

function templateOf(document: string): Template {
  const template: (string | Slot)[] = []
  let at = 0
  for (const match of document.matchAll(SLOT)) {
    const [whole, section, sectionName, name, time] = match
    template.push(document.slice(at, match.index), { name: sectionName ?? name ?? TIMES.get(time!)!, section: section !== undefined })
    at = match.index + whole.length
  }
  return [...template, document.slice(at)]
}

/** There are few shapes, and the package takes its time. */
const heads = new Map<string, ReturnType<typeof headTemplate>>()
const items = new Map<string, Template>()

function remembered<T>(known: Map<string, T>, shape: object, make: () => T): T {
  const key = JSON.stringify(shape)
  const found = known.get(key) ?? make()
  known.set(key, found)
  return found
}
