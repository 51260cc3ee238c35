import type { Config } from '../config/schema.ts'
import { seedLexicon } from '../dedupe/lexicon-seed.ts'
import type { EnrichInput } from '../poll/draft-input.ts'
import type { Enriched, Enricher } from '../poll/enrich-items.ts'
import { compileTopics } from '../tag/compile-topics.ts'
import { createGazetteer } from '../tag/find-regions.ts'

/** Enriches items with the topics and the sources' regions of a configuration: what `enrich` prints and `eval` scores. */
export function enrichByConfig(
  enricher: Enricher,
  inputs: AsyncIterable<EnrichInput>,
  { service, sources, topics }: Config
): AsyncIterable<readonly Enriched[]> {
  const regions = new Map(sources.flatMap(({ id, region }) => (region === undefined ? [] : [[id, region]])))
  return enricher.enrich(inputs, { eld: service.language.eld, regions }, () => ({
    tagger: compileTopics(topics),
    gazetteer: createGazetteer(),
    match: { lexicon: seedLexicon(), stories: true }
  }))
}
