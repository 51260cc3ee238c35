import type { FeedConfig, TopicConfig } from './schema.ts'
import type { PathPart } from './yaml-reading.ts'

/** Something wrong in the configuration, where it stands (line and column counted from 1), and what would be right. */
export interface Mistake {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Such as `feeds[0].schedule`; empty for the file itself. */
  readonly path: string
  readonly message: string
}

/** What is wrong with a term, as the room that reads terms says it. */
export interface TermMistake {
  readonly language: string
  readonly list: string
  readonly term: string
  readonly message: string
}

export type CheckTopic = (topic: TopicConfig) => readonly TermMistake[]

/** What is wrong with a feed, as the room that reads feeds and pages says it; the path begins below the feed. */
export type CheckFeed = (feed: FeedConfig) => readonly { readonly path: readonly PathPart[]; readonly message: string }[]
