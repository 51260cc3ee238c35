import type { Config } from '../../src/config/schema.ts'
import { type Curation, createCuration, type EditDone, type EditOutcome } from '../../src/curate/curation.ts'
import type { EditOrder } from '../../src/model/edit.ts'
import type { ArticleContext } from '../../src/poll/decide-article.ts'
import type { Store } from '../../src/store/store.ts'
import { compileTopics } from '../../src/tag/compile-topics.ts'
import { createGazetteer } from '../../src/tag/find-regions.ts'
import { BRIDGES, type PollBench } from './poll-builder.ts'
import { NOON } from './store-builder.ts'

const tagger = compileTopics([BRIDGES])
const gazetteer = createGazetteer()

/** What articles of a bench's polls are decided by. */
export function contextOf(bench: Pick<PollBench, 'now'>): ArticleContext {
  return {
    tagger,
    gazetteer,
    topicIds: ['bridges'],
    sourceOf: () => undefined,
    publishes: () => true,
    categoryOf: () => undefined,
    configHash: 'config-1',
    now: bench.now
  }
}

export function anEditor(bench: PollBench): Curation {
  return createCuration({ store: bench.store, context: () => ({ ...contextOf(bench), tagAuthority: 'news.example.org,2026' }) })
}

/** A pin in the topic of the bench, or what a test makes of it. */
export function anOrder(articleId: string, part: Partial<EditOrder> = {}): EditOrder {
  return { kind: 'pin', articleId, topicId: 'bridges', by: 'ed', why: 'it matters', ...part }
}

/** @throws when the editor was refused */
export function doneOf(outcome: EditOutcome): EditDone {
  if (outcome.kind === 'refused') throw new Error(outcome.message)
  return outcome
}

/** An editor of a store that `fillStore` filled. */
export function aStoreEditor(store: Store, config: Config): Curation {
  const tagger = compileTopics(config.topics)
  return createCuration({
    store,
    context: () => ({
      tagger,
      gazetteer,
      topicIds: config.topics.map(({ topic }) => topic.id),
      sourceOf: (id) => config.sources.find((source) => source.id === id),
      publishes: () => true,
      categoryOf: () => undefined,
      configHash: config.hash,
      now: NOON,
      tagAuthority: 'news.example.org,2026'
    })
  })
}
