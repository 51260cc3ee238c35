/** One labelled text and what was answered for it, both BCP 47. A label covers what is more exact: `zh-Hans` is right for `zh`. */
export interface LabelledGuess {
  readonly label: string
  readonly guess: string
}

/** How well one language is found. Shares from 0 to 1; 0 where nothing can be divided. */
export interface LanguageScore {
  readonly language: string
  /** Texts labelled so. */
  readonly texts: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/**
 * Scores guesses against labels, language by language.
 * @returns one score for each language that is a label or a guess, by tag; `und` is scored only where it is a label
 */
export function scoreLanguages(rows: readonly LabelledGuess[]): readonly LanguageScore[] {
  const labelled = new Map<string, number>()
  const guessed = new Map<string, number>()
  const right = new Map<string, number>()
  for (const { label, guess } of rows) {
    const isRight = covers(label, guess)
    add(labelled, label)
    add(guessed, isRight ? label : guess)
    if (isRight) add(right, label)
  }
  const languages = [...new Set([...labelled.keys(), ...guessed.keys()])].filter((tag) => tag !== 'und' || labelled.has(tag))
  return languages.sort().map((language) => {
    const hits = right.get(language) ?? 0
    const precision = share(hits, guessed.get(language) ?? 0)
    const recall = share(hits, labelled.get(language) ?? 0)
    return { language, texts: labelled.get(language) ?? 0, precision, recall, f1: share(2 * precision * recall, precision + recall) }
  })
}

/** Basic filtering of RFC 4647, section 3.3.1. */
function covers(range: string, tag: string): boolean {
  return tag === range || tag.startsWith(`${range}-`)
}

function add(counts: Map<string, number>, language: string): void {
  counts.set(language, (counts.get(language) ?? 0) + 1)
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
