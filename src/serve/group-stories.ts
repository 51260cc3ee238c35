import type { ShownArticle } from '../store/topic-pages.ts'

type Shown = Pick<ShownArticle, 'article' | 'addedAt' | 'pinned'>

/** The articles of one story that a topic shows. */
export interface TopicStory<T extends Shown> {
  readonly storyId: string
  /** In feeds, the first that the topic showed: it goes on leading when others come, so that subscribers see no new item. */
  readonly lead: T
  /** The others, newest first. */
  readonly others: readonly T[]
  readonly pinned: boolean
}

/**
 * Groups what a topic shows by story, in the order of each story's newest article.
 * @param leads which article leads: the first that the topic showed, for feeds; the newest, for pages
 */
export function groupStories<T extends Shown>(articles: readonly T[], leads: 'first' | 'newest'): readonly TopicStory<T>[] {
  const groups = Map.groupBy(articles, ({ article }) => article.storyId)
  return [...groups].map(([storyId, members]) => {
    const lead = leads === 'newest' ? members[0]! : members.reduce((first, next) => (comesBefore(next, first) ? next : first))
    return { storyId, lead, others: members.filter((member) => member !== lead), pinned: members.some(({ pinned }) => pinned) }
  })
}

function comesBefore(one: Shown, other: Shown): boolean {
  if (one.pinned !== other.pinned) return one.pinned
  if (one.addedAt !== other.addedAt) return one.addedAt < other.addedAt
  return one.article.sortAt === other.article.sortAt ? one.article.id < other.article.id : one.article.sortAt < other.article.sortAt
}
