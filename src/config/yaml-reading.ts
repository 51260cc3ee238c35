export type PathPart = string | number

/** Where a value stands: offsets into the text, of its key (when it has one) and of itself. */
export interface Place {
  readonly keyAt: number | null
  readonly valueAt: number
  readonly children: ReadonlyMap<PathPart, Place>
}

export interface YamlMistake {
  readonly path: readonly PathPart[]
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface YamlDocument {
  readonly kind: 'read'
  /** Plain strings, numbers, booleans, null, arrays and objects; null for an empty document. */
  readonly value: unknown
  readonly place: Place
  /** Line and column, both counted from 1, of an offset that a place names. */
  position(offset: number): { readonly line: number; readonly column: number }
}

export type YamlReading = YamlDocument | { readonly kind: 'failed'; readonly mistakes: readonly YamlMistake[] }
