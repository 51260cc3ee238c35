/**
 * Which vocabulary a namespace belongs to, by the prefix it usually bears. The empty name stands for the formats
 * themselves: RSS in all its versions, Atom, CDF, and what declares no namespace at all.
 */
export type Vocabulary =
  | ''
  | 'atom'
  | 'dc'
  | 'dcterms'
  | 'content'
  | 'media'
  | 'itunes'
  | 'googleplay'
  | 'sy'
  | 'rdf'
  | 'xhtml'
  | 'xml'
  | 'news'
  | 'image'
  | 'other'

/** @returns the vocabulary of a namespace URI, compared without case and trailing `/` or `#` */
export function vocabularyOf(uri: string): Vocabulary {
  const known = BY_URI.get(foldUri(uri))
  if (known !== undefined) return known
  return /(?:^|\/\/)(?:purl\.org\/(?:rss|net\/rss)|purl\.org\/atom\/|my\.netscape\.com|channel\.netscape\.com|backend\.userland\.com|blogs\.law\.harvard\.edu\/tech\/rss)/i.test(
    uri
  )
    ? /purl\.org\/rss\/1\.0\/modules\//i.test(uri)
      ? 'other'
      : /purl\.org\/atom\//i.test(uri)
        ? 'atom'
        : ''
    : 'other'
}

/** @returns the vocabulary that a prefix usually means, for documents that forgot to declare it */
export function vocabularyOfPrefix(prefix: string): Vocabulary {
  return BY_PREFIX[prefix] ?? 'other'
}

function foldUri(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[/#]+$/, '')
}

// prettier-ignore
const BY_PREFIX: Readonly<Record<string, Vocabulary>> = Object.assign(Object.create(null) as Record<string, Vocabulary>, {
  atom: 'atom', atom10: 'atom', a10: 'atom', atom03: 'atom', dc: 'dc', dcterms: 'dcterms', dct: 'dcterms', content: 'content',
  media: 'media', itunes: 'itunes',
  googleplay: 'googleplay', sy: 'sy', syn: 'sy', rdf: 'rdf', xhtml: 'xhtml', xml: 'xml', news: 'news', image: 'image', rss: ''
} as const)

const BY_URI = new Map<string, Vocabulary>(
  (
    [
      ['', ''],
      ['w3.org/2005/atom', 'atom'],
      ['purl.org/atom/ns', 'atom'],
      ['example.com/newformat', 'atom'],
      ['example.com/necho', 'atom'],
      ['purl.org/echo', 'atom'],
      ['uri/of/echo/namespace', 'atom'],
      ['purl.org/pie', 'atom'],
      ['w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
      ['w3.org/1999/xhtml', 'xhtml'],
      ['w3.org/xml/1998/namespace', 'xml'],
      ['purl.org/dc/elements/1.1', 'dc'],
      ['purl.org/dc/elements/1.0', 'dc'],
      ['purl.org/dc/terms', 'dcterms'],
      ['purl.org/rss/1.0/modules/content', 'content'],
      ['purl.org/rss/1.0/modules/syndication', 'sy'],
      ['purl.org/rss/1.0/modules/dcterms', 'dcterms'],
      ['search.yahoo.com/mrss', 'media'],
      ['search.yahoo.com/rss', 'media'],
      ['tools.search.yahoo.com/mrss', 'media'],
      ['video.search.yahoo.com/mrss', 'media'],
      ['itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
      ['itunes.com/dtds/podcast-1.0', 'itunes'],
      ['example.com/dtds/podcast-1.0.dtd', 'itunes'],
      ['google.com/schemas/play-podcasts/1.0', 'googleplay'],
      ['google.com/schemas/play-podcasts/1.0/play-podcasts.xsd', 'googleplay'],
      ['google.com/schemas/sitemap-news/0.9', 'news'],
      ['google.com/schemas/sitemap-image/1.1', 'image'],
      ['sitemaps.org/schemas/sitemap/0.9', ''],
      ['google.com/schemas/sitemap/0.84', ''],
      ['backend.userland.com/rss2', ''],
      ['purl.org/rss/1.0', '']
    ] as const
  ).map(([uri, vocabulary]) => [uri, vocabulary])
)
