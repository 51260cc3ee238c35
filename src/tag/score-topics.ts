import type { TopicMatch } from '../model/entry.ts'

/** An article that a person labelled, with what the tagger said of it. */
export interface LabelledArticle {
  readonly language: string
  readonly labels: readonly string[]
  /** Topics on which a second careful reader may disagree: not scored for this article. */
  readonly unsure: readonly string[]
  readonly matches: readonly TopicMatch[]
}

/** Ratios are 0 to 1, and null where nothing was there to divide by. */
export interface TopicScore {
  readonly topicId: string
  /** Null for all languages together. */
  readonly language: string | null
  readonly right: number
  readonly wrong: number
  readonly missed: number
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
}

/**
 * Precision, recall and F1 per topic, then per topic and language.
 * @param topicIds the topics that were labelled: a topic nobody labelled cannot be scored
 * @returns for each topic the score of all languages, followed by those of each language with a label or a match
 */
export function scoreTopics(articles: readonly LabelledArticle[], topicIds: readonly string[]): readonly TopicScore[] {
  return topicIds.flatMap((topicId) => {
    const all = { right: 0, wrong: 0, missed: 0 }
    const byLanguage = new Map<string, typeof all>()
    for (const article of articles) {
      if (article.unsure.includes(topicId)) continue
      const wanted = article.labels.includes(topicId)
      const matched = article.matches.some((match) => match.topicId === topicId && match.matched)
      if (!wanted && !matched) continue
      const own = byLanguage.get(article.language) ?? { right: 0, wrong: 0, missed: 0 }
      byLanguage.set(article.language, own)
      const outcome = wanted ? (matched ? 'right' : 'missed') : 'wrong'
      all[outcome]++
      own[outcome]++
    }
    const languages = [...byLanguage].sort(([a], [b]) => (a < b ? -1 : 1))
    return [ratiosOf(topicId, null, all), ...languages.map(([language, counts]) => ratiosOf(topicId, language, counts))]
  })
}

type Counts = Pick<TopicScore, 'right' | 'wrong' | 'missed'>

function ratiosOf(topicId: string, language: string | null, { right, wrong, missed }: Counts): TopicScore {
  return {
    topicId,
    language,
    right,
    wrong,
    missed,
    precision: right + wrong === 0 ? null : right / (right + wrong),
    recall: right + missed === 0 ? null : right / (right + missed),
    f1: right + wrong + missed === 0 ? null : (2 * right) / (2 * right + wrong + missed)
  }
}
