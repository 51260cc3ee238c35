import { setImmediate } from 'node:timers/promises'
import { decodeIndexedEntry, encodeIndexedEntry } from '../dedupe/indexed-entry-bytes.ts'
import { sameUrlWindowMs } from '../dedupe/find-duplicate.ts'
import { type EntryMatch, type EntryToMatch, type MatchOptions, type Placement, placeEntry, remember } from '../dedupe/match-entry.ts'
import { createMemory, mergedStory, type NeighbourMemory, neighboursKeptMax } from '../dedupe/neighbour-memory.ts'
import { mergeStories } from '../dedupe/place-in-story.ts'
import { newStory } from '../dedupe/story-profile.ts'
import { countPartsOf } from '../dedupe/word-counts.ts'
import type { EntryGroup, NeighbourRecord } from '../model/neighbour.ts'
import type { Database, Statement } from '../store/database.ts'
import {
  countsStatement,
  neighbourStatements,
  newestNeighbours,
  parallelStatements,
  readCounts,
  readGroups,
  readNeighbours,
  readStoryMerges
} from '../store/neighbours.ts'

/** New entries placed, and what has to be written with them. */
export interface WindowPlaces {
  readonly matches: readonly EntryMatch[]
  readonly statements: readonly Statement[]
}

/**
 * The newest entries, kept in memory between polls: what new ones are compared with. All of it can be made again from the log
 * that is written with the entries, so whatever goes wrong, it is forgotten and read anew.
 */
export interface NeighbourWindow {
  /** Places entries one after another. Until {@link NeighbourWindow.forget} is called, they count as written. */
  place(entries: readonly EntryToMatch[], options: MatchOptions, now: number): Promise<WindowPlaces>
  /** What was placed last could not be written. */
  forget(): void
}

interface State {
  readonly memory: NeighbourMemory
  /** The newest row of the log that the memory holds. */
  seq: number
  /** When merges of stories were last read. */
  mergesAt: number
  /** Up to which row of the log each part of the counts is written. */
  readonly written: number[]
  countedSince: number
  countsAt: number
}

const ROWS_PER_READ = 1_000
/** An editor who moves entries while they are placed is believed in the next round. */
const ROUNDS_MAX = 4

export function createNeighbourWindow(database: Database): NeighbourWindow {
  let state: State | null = null
  /** Entries that were found elsewhere than where they had been placed. */
  const moved = new Map<string, EntryGroup>()

  async function upToDate(options: MatchOptions, now: number): Promise<State> {
    state ??= await begin(now)
    const first = state.seq
    for (;;) {
      const rows = await readNeighbours(database, state.seq, ROWS_PER_READ)
      for (const row of rows) takeIn(state, row)
      if (rows.length < ROWS_PER_READ) break
      await setImmediate() // what is served must not wait for all of it
    }
    if (state.seq !== first) await followMerges(state, options, now)
    return state
  }

  async function begin(now: number): Promise<State> {
    const memory = createMemory()
    const written = Array<number>(countPartsOf).fill(-1)
    let countsAt = 0
    for (const { part, seq, at, counts } of await readCounts(database)) {
      if (part >= countPartsOf) continue
      memory.counts.addPart(counts, at)
      written[part] = seq
      countsAt = Math.max(countsAt, at)
    }
    const seq = Math.max(seqAt(now - indexKeptMs), (await newestNeighbours(database, neighboursKeptMax)) - 1)
    return { memory, seq, mergesAt: now - indexKeptMs, written, countedSince: 0, countsAt }
  }

  function takeIn(current: State, row: NeighbourRecord): void {
    const indexed = decodeIndexedEntry(row.numbers, { ...row, ...moved.get(row.entryId) })
    current.seq = row.seq
    if (indexed === null) return
    const { memory, written } = current
    remember(memory, { ...indexed, counted: indexed.counted.filter((key) => row.seq > written[key % countPartsOf]!) }, null)
  }

  /** Merges of stories by other processes and, at the start, by all. */
  async function followMerges(current: State, { lexicon }: MatchOptions, now: number): Promise<void> {
    const { memory } = current
    for (const { from, into } of await readStoryMerges(database, current.mergesAt)) {
      if (!memory.stories.has(from) || mergedStory(memory, into) === from) continue
      let story = memory.stories.get(into)
      if (!story) memory.stories.set(into, (story = newStory(into, 0)))
      mergeStories(memory, story, [{ storyId: from, reason: '' }], lexicon)
    }
    current.mergesAt = now - MERGE_OVERLAP_MS
  }

  return {
    async place(entries, options, now) {
      if (entries.length === 0) return { matches: [], statements: [] }
      for (let round = 1; ; round++) {
        const current = await upToDate(options, now)
        const placements = await placeAll(current.memory, entries, options)
        const elsewhere = await movedSince(current.memory, placements)
        if (elsewhere.length === 0 || round === ROUNDS_MAX)
          return { matches: placements.map(({ match }) => match), statements: statementsOf(current, placements, now) }
        for (const group of elsewhere) moved.set(group.entryId, group)
        state = null
      }
    },
    forget() {
      state = null
    }
  }

  /** Entries that a decision rested on and that belong elsewhere by now: an editor or another process moved them. */
  async function movedSince(memory: NeighbourMemory, placements: readonly Placement[]): Promise<readonly EntryGroup[]> {
    const own = new Set(placements.map(({ indexed }) => indexed.neighbour.entryId))
    const groups = new Map(placements.flatMap(({ through }) => through?.members.map((member) => [member.entryId, through] as const) ?? []))
    const asked = [...groups.keys()].filter((id) => !own.has(id))
    const stored = await readGroups(database, asked)
    return stored.filter(({ entryId, articleId, storyId }) => {
      const group = groups.get(entryId)!
      return articleId !== group.id || mergedStory(memory, storyId) !== mergedStory(memory, group.storyId)
    })
  }
}

/** A few at a time: between them the main loop goes on. Nothing else reads the memory meanwhile, for this runs in the caller's turn. */
async function placeAll(memory: NeighbourMemory, entries: readonly EntryToMatch[], options: MatchOptions): Promise<readonly Placement[]> {
  const placements: Placement[] = []
  for (const entry of entries) {
    placements.push(placeEntry(memory, entry, options))
    if (placements.length % PLACED_AT_ONCE === 0) await setImmediate()
  }
  return placements
}

const PLACED_AT_ONCE = 10

/** The log of what was placed, the counts that are due to be written, and what lexicons are learned from. */
function statementsOf(state: State, placements: readonly Placement[], now: number): readonly Statement[] {
  const records = placements.map(({ indexed }): NeighbourRecord => {
    const { entryId, articleId, sourceId, at } = indexed.neighbour
    state.seq = Math.max(state.seq + 1, seqAt(now))
    return { seq: state.seq, entryId, articleId, storyId: indexed.storyId, sourceId, at, numbers: encodeIndexedEntry(indexed) }
  })
  state.countedSince += placements.length
  return [
    ...neighbourStatements(records),
    ...parallelStatements(placements.flatMap(({ indexed, parallels }) => parallels.map((one) => ({ ...one, at: indexed.neighbour.at })))),
    ...partsDue(state, now).map((part) => {
      state.written[part] = state.seq
      return countsStatement({ part, seq: state.seq, at: now, counts: state.memory.counts.encodePart(part, now) })
    })
  ]
}

/** Those parts of the counts that were not written for longest; all of them once a day, and while they are small. */
function partsDue(state: State, now: number): readonly number[] {
  const stale = now - state.countsAt > DAY_MS
  if (state.countedSince < ENTRIES_BETWEEN_PARTS && !stale) return []
  state.countedSince = 0
  state.countsAt = now
  const share = stale ? 1 : Math.min(1, COUNTS_PER_WRITE / state.memory.counts.size)
  const order = Array.from(state.written.keys()).sort((a, b) => state.written[a]! - state.written[b]!)
  return order.slice(0, Math.max(1, Math.round(share * countPartsOf)))
}

const DAY_MS = 86_400_000
/** Every part in turn, well within the entries that a process reads at its start. */
const ENTRIES_BETWEEN_PARTS = 2_048
const COUNTS_PER_WRITE = 40_000

/** Rows of the log are kept for as long as an address tells copies. */
export const indexKeptMs = sameUrlWindowMs + DAY_MS
const MERGE_OVERLAP_MS = 3_600_000

/** Numbers of the log rise with time: so many a millisecond, up to 2^53 in the year 2109. */
const SEQS_PER_MS = 2048

export function seqAt(at: number): number {
  return Math.max(0, at) * SEQS_PER_MS
}
