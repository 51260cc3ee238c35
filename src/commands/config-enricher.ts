import type { Config } from '../config/schema.ts'
import { seedLexicon } from '../dedupe/lexicon-seed.ts'
import { createDetector } from '../language/detect-language.ts'
import { loadEld } from '../language/ngram-eld.ts'
import { createEnricher } from '../poll/enrich-items.ts'
import { compileTopics } from '../tag/compile-topics.ts'
import { createGazetteer } from '../tag/find-regions.ts'

/** An enricher that knows the topics and the sources' regions of a configuration: what `enrich` prints and `eval` scores. */
export async function configEnricher(config: Config): Promise<ReturnType<typeof createEnricher>> {
  const regions = new Map(config.sources.map(({ id, region }) => [id, region]))
  return createEnricher({
    detector: createDetector({ eld: config.service.language.eld ? await loadEld() : null }),
    tagger: compileTopics(config.topics),
    gazetteer: createGazetteer(),
    match: { lexicon: seedLexicon(), stories: true },
    regionOf: (source) => regions.get(source)
  })
}
