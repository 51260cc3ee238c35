import type { TopicWeights } from '../config/schema.ts'

/** How many different terms of each list were found. */
export interface HitCounts {
  readonly strong: number
  readonly subject: number
  readonly supporting: number
  readonly decisive: number
  /** Those right beside a subject alone. */
  readonly near: number
  readonly context: number
  readonly exclude: number
}

/**
 * The score of one topic. A strong term is enough by itself; subject words count once, supporting ones up to a
 * maximum; beside a subject, and only there, one decisive or near term is enough and context helps; another sense takes from
 * the weak part and from the strong part.
 * @param weights of the topic
 * @returns zero or more, in steps of the weights
 */
export function scoreHits(counts: HitCounts, weights: TopicWeights): number {
  const supporting = Math.min(weights.supporting_max, counts.supporting * weights.supporting)
  const weak = supporting + (counts.subject > 0 ? besideSubject(counts, weights) : 0)
  const strong = counts.strong > 0 ? weights.strong : 0
  if (counts.exclude === 0) return weak + strong
  return Math.max(0, weak - weights.exclude_weak) + Math.max(0, strong - weights.exclude_strong)
}

function besideSubject(counts: HitCounts, weights: TopicWeights): number {
  const context = Math.min(weights.context_max, counts.context * weights.context)
  return weights.subject + context + (counts.decisive > 0 ? weights.decisive : 0) + (counts.near > 0 ? weights.near : 0)
}
