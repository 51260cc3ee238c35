import type { ArticleRecord } from '../../src/model/article.ts'
import type { LocatedDraft } from '../../src/model/draft.ts'
import type { Entry } from '../../src/model/entry.ts'
import type { ClaimedFeed } from '../../src/model/feed.ts'
import type { FeedUpdate } from '../../src/store/feed-update.ts'

/** An entry that needs only what a test is about. */
export function anEntry(part: Partial<Entry> = {}): Entry {
  return {
    id: 'entry-1',
    feedId: 'feed-1',
    sourceId: 'source-1',
    owner: 'owner-1',
    articleId: 'article-1',
    joinReason: null,
    revision: 1,
    contentHash: 'hash-1',
    guid: 'guid-1',
    url: 'https://example.org/1',
    canonicalUrl: 'example.org/1',
    title: 'City opens computing centre',
    summary: 'The city opened it on Monday.',
    contentHtml: '<p>The city opened it on Monday.</p>',
    publishedAt: 1_000,
    publishedFrom: 'feed',
    updatedAt: null,
    authors: ['A. Author'],
    categories: ['city'],
    enclosures: [],
    imageUrl: null,
    declaredLanguage: 'en',
    alternates: {},
    language: 'en',
    languageFrom: 'text',
    confidence: 0.9,
    script: 'Latn',
    firstSeenAt: 2_000,
    lastSeenAt: 2_000,
    ...part
  }
}

export function anArticle(part: Partial<ArticleRecord> = {}): ArticleRecord {
  return {
    id: 'article-1',
    tagUri: 'tag:example.org,2026:article/article-1',
    storyId: 'story-1',
    storyReason: null,
    leadEntryId: 'entry-1',
    language: 'en',
    regions: ['CN-BJ'],
    firstSeenAt: 2_000,
    sortAt: 1_000,
    changedAt: 2_000,
    revision: 1,
    editedTitle: null,
    editedSummary: null,
    mergedInto: null,
    ...part
  }
}

/** The update of a poll that brought nothing; a test adds what it brings. */
export function anUpdate(feed: ClaimedFeed, part: Partial<FeedUpdate> = {}): FeedUpdate {
  return {
    feedId: feed.id,
    leaseToken: feed.leaseToken,
    change: {
      url: feed.url,
      nextPollAt: 10_000,
      etag: '"v1"',
      lastModified: null,
      validatorsUrl: feed.url,
      bodyHash: 'body',
      lastPolledAt: 2_000,
      lastSuccessAt: 2_000,
      lastNewAt: 2_000,
      lastOutcome: 'updated',
      lastFailure: null,
      failuresInRow: 0,
      failureWeight: 0,
      itemsInLast: 1,
      rhythm: null,
      languages: null,
      hints: null,
      moves: null,
      title: 'News',
      pushedAt: feed.pushedAt
    },
    poll: {
      feedId: feed.id,
      polledAt: 2_000,
      outcome: 'updated',
      status: 200,
      ms: 5,
      bytes: 100,
      items: 1,
      added: 1,
      revised: 0,
      failure: null,
      message: null
    },
    entries: [],
    keys: [],
    revisions: [],
    seenAgain: [],
    seenItems: null,
    visits: [],
    lastAnswer: null,
    pushMissed: false,
    mergedStories: [],
    index: [],
    articles: [],
    matches: [],
    forgottenMatches: [],
    published: [],
    withdrawn: [],
    journal: [],
    ...part
  }
}

/** An item of a city's feed, cleaned. */
export function aDraft(part: Partial<LocatedDraft> = {}): LocatedDraft {
  return {
    guid: 'g1',
    url: 'https://city.example/1',
    canonicalUrl: part.url === undefined ? 'https://city.example/1' : part.url,
    title: 'Council approves new tram line',
    summary: 'The council voted on Monday.',
    contentHtml: '',
    publishedAt: Date.UTC(2026, 2, 3),
    publishedFrom: 'feed',
    updatedAt: null,
    authors: [],
    categories: [],
    enclosures: [],
    imageUrl: null,
    declaredLanguage: null,
    alternates: {},
    language: 'en',
    confidence: 1,
    languageFrom: 'text',
    ...part
  }
}
