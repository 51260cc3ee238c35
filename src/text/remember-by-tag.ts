const TAGS_MAX = 1_000

/**
 * What a function says of language tags, remembered: the engine's own tables take microseconds a question, and lists ask them thousands of
 * times about a few tags. Beyond a thousand tags it begins anew.
 */
export function rememberByTag<T>(read: (tag: string) => T): (tag: string) => T {
  const known = new Map<string, T>()
  return (tag) => {
    if (known.has(tag)) return known.get(tag)!
    if (known.size >= TAGS_MAX) known.clear()
    const value = read(tag)
    known.set(tag, value)
    return value
  }
}
