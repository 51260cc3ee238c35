import type { PublishedFeed, PublishedItem } from '../../src/model/published.ts'

export function publishedItem(changes: Partial<PublishedItem> = {}): PublishedItem {
  return {
    id: 'tag:news.example.org,2026:article/1',
    url: 'https://city.example.org/1?a=1&b=2',
    title: 'City opens centre',
    summary: 'It is large.',
    contentHtml: '<p>It is <b>large</b>.</p>',
    language: 'en',
    direction: 'ltr',
    authors: ['Ada Lovelace'],
    categories: [{ term: 'ai', scheme: 'https://news.example.org/topics', label: 'AI' }],
    enclosures: [{ url: 'https://city.example.org/a.pdf', type: 'application/pdf', length: 5 }],
    image: 'https://city.example.org/a.jpg',
    publishedAt: Date.UTC(2026, 10, 20, 10),
    updatedAt: Date.UTC(2026, 10, 21, 11),
    source: { id: 'city', name: 'City of Example', homepage: 'https://city.example.org/', feedUrl: 'https://city.example.org/feed?x&y' },
    alsoBy: [{ name: 'Region', url: 'https://region.example.org/1' }],
    regions: ['CN-BJ'],
    why: 'strong: AI',
    ...changes
  }
}

export function publishedFeed(items: readonly PublishedItem[], changes: Partial<PublishedFeed> = {}): PublishedFeed {
  return {
    id: 'tag:news.example.org,2026:topic/ai',
    title: 'AI native industry',
    subtitle: 'Curated news',
    homeUrl: 'https://news.example.org/topics/ai',
    selfUrls: {
      rss: 'https://news.example.org/topics/ai.rss',
      atom: 'https://news.example.org/topics/ai.atom',
      json: 'https://news.example.org/topics/ai.json'
    },
    hubUrl: 'https://news.example.org/hub',
    language: 'en',
    updatedAt: Date.UTC(2026, 10, 22),
    tagAuthority: 'news.example.org,2026',
    publisher: 'Example News',
    icon: 'https://news.example.org/icon.png',
    logo: 'https://news.example.org/logo.png',
    items,
    paging: {},
    ...changes
  }
}
