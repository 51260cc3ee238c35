import type { TermHit, TopicMatch } from '../model/entry.ts'

/** One article as it was matched by a configuration. */
export interface MatchedArticle {
  readonly articleId: string
  readonly matches: readonly TopicMatch[]
}

/** An article that a topic gained or lost, and what is different about it. */
export interface MatchChange {
  readonly articleId: string
  readonly scoreBefore: number
  readonly scoreAfter: number
  /** Terms found only after the change. */
  readonly found: readonly TermHit[]
  /** Terms found only before it. */
  readonly gone: readonly TermHit[]
}

export interface TopicChanges {
  readonly topicId: string
  readonly gained: readonly MatchChange[]
  readonly lost: readonly MatchChange[]
  /** In the topic before and after. */
  readonly kept: number
}

/**
 * Compares how two configurations match the same articles.
 * @param before and `after` may hold the articles in any order; one that is in one of them alone counts as without a match in the other
 * @returns the topics that either of them knows of, by id, each with what it gains and loses in the order of `after`, then of `before`
 */
export function compareMatches(before: readonly MatchedArticle[], after: readonly MatchedArticle[]): readonly TopicChanges[] {
  const byTopic = new Map<string, { gained: MatchChange[]; lost: MatchChange[]; kept: number }>()
  const earlier = new Map(before.map((article) => [article.articleId, article.matches]))
  const later = new Map(after.map((article) => [article.articleId, article.matches]))
  for (const articleId of new Set([...later.keys(), ...earlier.keys()])) {
    const [old, now] = [byTopicId(earlier.get(articleId)), byTopicId(later.get(articleId))]
    for (const topicId of new Set([...old.keys(), ...now.keys()])) {
      const changes = byTopic.get(topicId) ?? { gained: [], lost: [], kept: 0 }
      byTopic.set(topicId, changes)
      const [was, is] = [old.get(topicId), now.get(topicId)]
      if (was?.matched && is?.matched) changes.kept++
      else if (is?.matched) changes.gained.push(changeOf(articleId, was, is))
      else if (was?.matched) changes.lost.push(changeOf(articleId, was, is))
    }
  }
  return [...byTopic].sort(([a], [b]) => (a < b ? -1 : 1)).map(([topicId, changes]) => ({ topicId, ...changes }))
}

function byTopicId(matches: readonly TopicMatch[] | undefined): ReadonlyMap<string, TopicMatch> {
  return new Map((matches ?? []).map((match) => [match.topicId, match]))
}

function changeOf(articleId: string, was: TopicMatch | undefined, is: TopicMatch | undefined): MatchChange {
  return {
    articleId,
    scoreBefore: was?.score ?? 0,
    scoreAfter: is?.score ?? 0,
    found: without(is?.why ?? [], was?.why ?? []),
    gone: without(was?.why ?? [], is?.why ?? [])
  }
}

function without(hits: readonly TermHit[], others: readonly TermHit[]): readonly TermHit[] {
  const names = new Set(others.map(nameOf))
  return hits.filter((hit) => !names.has(nameOf(hit)))
}

function nameOf(hit: TermHit): string {
  return `${hit.rule} ${hit.language} ${hit.term}`
}
