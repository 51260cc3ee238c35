/** One thing a demo source publishes. All of it is invented, the offices and their figures too. */
export interface DemoText {
  readonly title: string
  readonly summary: string
  /** Paragraphs of the article page or of the full text; the summary alone when left out. */
  readonly body?: readonly string[]
  /** The day it bears (yyyy-MM-dd), when not the one on which it appears. */
  readonly day?: string
}

export type DemoFormat = 'rss' | 'atom' | 'rdf' | 'json' | 'page'

/** What is wrong with a demo feed, each as it is met in the wild. */
export type DemoFault =
  'no-dates' | 'no-guids' | 'lying-charset' | 'bare-ampersand' | 'html-instead' | 'slow' | 'busy' | 'moved' | 'truncated'

/** A publisher of the demo, with what it will publish in the order in which it appears. */
export interface DemoSource {
  readonly id: string
  readonly name: string
  readonly owner?: string
  readonly role: 'authority' | 'media' | 'mirror'
  readonly language: string
  readonly region: string
  readonly timezone: string
  readonly format: DemoFormat
  /** Path of the feed or list page on the demo's server. */
  readonly path: string
  /** A label of the WHATWG encoding standard; UTF-8 when left out. */
  readonly encoding?: 'gb2312' | 'big5' | 'shift_jis' | 'euc-kr' | 'windows-1251'
  readonly faults: readonly DemoFault[]
  readonly texts: readonly DemoText[]
}
