import { createDetector } from '../language/detect-language.ts'
import { loadEld } from '../language/ngram-eld.ts'
import { createInputDrafter, type DraftedInput, type EnrichInput } from './draft-input.ts'
import type { DraftingSettings } from './enrich-items.ts'

let draft: ReturnType<typeof createInputDrafter>

/** Comes first. */
export async function prepareThread({ eld, regions }: DraftingSettings): Promise<void> {
  draft = createInputDrafter(createDetector({ eld: eld ? await loadEld() : null }), (source) => regions.get(source))
}

/** Reads a portion of items; portions come in order. */
export function draftInThread(inputs: readonly EnrichInput[]): readonly DraftedInput[] {
  return inputs.map(draft)
}
