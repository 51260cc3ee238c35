import type { TopicConfig } from '../config/schema.ts'
import type { Store } from '../store/store.ts'
import { type Example, type LearnedTopic, trainRanking } from '../tag/learned-ranking.ts'

/** Of each topic the newest choices are learned from. */
const CHOICES_MAX = 400

export type Learning = ReturnType<typeof createLearning>

/** What topics with `learn` learned from their editors, kept until an edit is made or undone, or the configuration changes. */
export function createLearning(store: Store, topics: () => readonly TopicConfig[]) {
  let learned: ReadonlyMap<string, LearnedTopic> = new Map()
  let state = ''

  return {
    learned: (): ReadonlyMap<string, LearnedTopic> => learned,

    /** Learns anew where something changed. @returns the topics whose near misses may rank otherwise now */
    async refresh(): Promise<readonly string[]> {
      const learning = topics().filter(({ learn }) => learn)
      if (learning.length === 0 && learned.size === 0) return []
      const present = JSON.stringify([await store.editsState(), learning.map(({ topic, threshold }) => [topic.id, threshold])])
      if (present === state) return []
      const before = learned
      const next = new Map<string, LearnedTopic>()
      for (const { topic, threshold } of learning) {
        const ranking = trainRanking(await examplesOf(topic.id, store))
        if (ranking) next.set(topic.id, { ranking, threshold })
      }
      learned = next
      state = present
      return [...new Set([...before.keys(), ...next.keys()])]
    }
  }
}

/** Pins and additions are wanted, what was hidden in this very topic is not; of each article the newest choice counts. Oldest first. */
async function examplesOf(topicId: string, store: Store): Promise<readonly Example[]> {
  const choices = new Map(
    (await store.choicesIn(topicId, CHOICES_MAX)).toReversed().map(({ articleId, kind }) => [articleId, kind !== 'hide'])
  )
  const articles = new Map((await store.articlesById([...choices.keys()])).map((article) => [article.id, article]))
  return [...choices].flatMap(([id, wanted]) => {
    const article = articles.get(id)
    return article ? [{ text: `${article.original.title}\n${article.original.summary}`, wanted }] : []
  })
}
