import { Feed } from 'feed'

/** Which optional parts a skeleton has. Times in milliseconds since 1970 UTC. */
export interface SkeletonShape {
  readonly format: 'rss' | 'atom'
  readonly language: string | null
  readonly updatedAt: number
  readonly hub: boolean
  readonly icon: boolean
  readonly logo: boolean
  readonly items: readonly {
    readonly publishedAt: number | null
    readonly updatedAt: number
    readonly summary: boolean
    readonly content: boolean
  }[]
}

/**
 * Lets the package `feed` write a document whose texts and addresses are only slots. The package cannot be handed a publisher's
 * text: it repairs one `]]>` of two, passes control characters and unescaped attributes on, throws for one bad item, and
 * rewrites ids. A slot is plain ASCII and a valid address at once, so nothing of this can happen.
 * @returns XML in which `slot:NAME:feed;` and `slot:NAME:INDEX;` stand for values; some are wrapped in CDATA, see `SLOT`
 */
export function feedSkeleton(shape: SkeletonShape): string {
  const feed = new Feed({
    id: 'slot:id:feed;',
    title: 'slot:title:feed;',
    description: 'slot:subtitle:feed;',
    link: 'slot:home:feed;',
    feedLinks: { [shape.format]: 'slot:self:feed;' },
    updated: new Date(shape.updatedAt),
    generator: 'Courant',
    copyright: '',
    author: { name: 'slot:publisher:feed;', link: 'slot:home:feed;' },
    ...(shape.language === null ? {} : { language: shape.language }),
    ...(shape.hub ? { hub: 'slot:hub:feed;' } : {}),
    ...(shape.icon && shape.format === 'atom' ? { favicon: 'slot:icon:feed;' } : {}),
    ...(shape.logo ? { image: 'slot:logo:feed;' } : {})
  })
  shape.items.forEach((item, index) => {
    // RSS has one date an item; the day a thing appeared is the one readers sort by.
    const published = item.publishedAt ?? (shape.format === 'rss' ? item.updatedAt : null)
    feed.addItem({
      id: `slot:id:${index};`,
      title: `slot:title:${index};`,
      link: `slot:url:${index};`,
      date: new Date(item.updatedAt),
      ...(published === null ? {} : { published: new Date(published) }),
      ...(item.summary ? { description: `slot:summary:${index};` } : {}),
      ...(item.content ? { content: `slot:content:${index};` } : {})
    })
  })
  return shape.format === 'rss' ? feed.rss2() : feed.atom1()
}

/** One slot, with the CDATA section or the type attribute the package wrote around it. Groups: name and item, twice. */
export const SLOT = /(?: type="html")?><!\[CDATA\[slot:([a-z]+):(\w+);\]\]>|slot:([a-z]+):(\w+);/g
