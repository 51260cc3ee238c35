/** One item with the group a person put it in and the group it was given; null where the person did not say. */
export interface LabelledGroup {
  readonly label: string | null
  readonly group: string
}

/** Shares from 0 to 1. */
export interface GroupScore {
  readonly items: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Scores pairs: of the pairs that were joined how many belong together, and of those that do how many were joined. */
export function scorePairs(rows: readonly LabelledGroup[]): GroupScore {
  const labelled = rows.filter((row): row is LabelledGroup & { label: string } => row.label !== null)
  const joined = pairsIn(labelled.map(({ group }) => group))
  const wanted = pairsIn(labelled.map(({ label }) => label))
  const right = pairsIn(labelled.map(({ label, group }) => `${label}\u0000${group}`))
  return scoreOf(labelled.length, joined === 0 ? 1 : right / joined, wanted === 0 ? 1 : right / wanted)
}

/** As {@link scorePairs}, for the pairs of two languages alone: a translation is harder to find than a copy. */
export function scorePairsAcross(rows: readonly (LabelledGroup & { readonly language: string })[]): GroupScore {
  const labelled = rows.filter((row): row is LabelledGroup & { label: string; language: string } => row.label !== null)
  const across = (nameOf: (row: LabelledGroup) => string): number =>
    pairsIn(labelled.map(nameOf)) - pairsIn(labelled.map((row) => `${nameOf(row)}\u0000${row.language}`))
  const joined = across(({ group }) => group)
  const wanted = across(({ label }) => label!)
  const right = across(({ label, group }) => `${label}\u0000${group}`)
  return scoreOf(labelled.length, joined === 0 ? 1 : right / joined, wanted === 0 ? 1 : right / wanted)
}

/** B-cubed (Bagga and Baldwin 1998): for each item, how pure its group is and how much of its label it holds; the mean over items. */
export function scoreBCubed(rows: readonly LabelledGroup[]): GroupScore {
  const labelled = rows.filter((row): row is LabelledGroup & { label: string } => row.label !== null)
  const groups = countOf(labelled.map(({ group }) => group))
  const labels = countOf(labelled.map(({ label }) => label))
  const both = countOf(labelled.map(({ label, group }) => `${label}\u0000${group}`))
  let precision = 0
  let recall = 0
  for (const { label, group } of labelled) {
    const together = both.get(`${label}\u0000${group}`)!
    precision += together / groups.get(group)!
    recall += together / labels.get(label)!
  }
  const items = labelled.length
  return scoreOf(items, items === 0 ? 1 : precision / items, items === 0 ? 1 : recall / items)
}

function pairsIn(names: readonly string[]): number {
  return [...countOf(names).values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

function scoreOf(items: number, precision: number, recall: number): GroupScore {
  return { items, precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}
