/**
 * Writes whole numbers from 0 to 2^53 and weights one after another, in variable length, for columns of bytes.
 * Read back in the same order by {@link readNumbers}.
 */
export function writeNumbers() {
  let bytes = new Uint8Array(256)
  let length = 0

  function put(byte: number): void {
    if (length === bytes.length) {
      const larger = new Uint8Array(2 * length)
      larger.set(bytes)
      bytes = larger
    }
    bytes[length++] = byte
  }

  const writer = {
    whole(value: number): void {
      let rest = value
      while (rest >= 128) {
        put((rest % 128) + 128)
        rest = Math.floor(rest / 128)
      }
      put(rest)
    },
    /** To the thousandth. */
    weight(value: number): void {
      writer.whole(Math.max(0, Math.round(value * 1000)))
    },
    text(value: string): void {
      writer.whole(value.length)
      for (let index = 0; index < value.length; index++) writer.whole(value.charCodeAt(index))
    },
    list<T>(values: readonly T[], each: (value: T) => void): void {
      writer.whole(values.length)
      for (const value of values) each(value)
    },
    bytes: (): Uint8Array => bytes.slice(0, length)
  }
  return writer
}

/** Reads what {@link writeNumbers} wrote. @throws RangeError where the bytes end too early */
export function readNumbers(bytes: Uint8Array) {
  let at = 0

  function whole(): number {
    let value = 0
    let unit = 1
    for (;;) {
      if (at >= bytes.length || unit > 2 ** 49) throw new RangeError(`the numbers end or break off at byte ${at} of ${bytes.length}`)
      const byte = bytes[at++]!
      if (byte < 128) return value + byte * unit
      value += (byte - 128) * unit
      unit *= 128
    }
  }

  /** A length; each thing counted takes a byte at least. */
  function count(): number {
    const value = whole()
    if (value > bytes.length) throw new RangeError(`${value} things cannot stand in ${bytes.length} bytes`)
    return value
  }

  return {
    whole,
    count,
    weight: (): number => whole() / 1000,
    text(): string {
      let text = ''
      for (let rest = count(); rest > 0; rest--) text += String.fromCharCode(whole())
      return text
    },
    list<T>(each: () => T): T[] {
      const values: T[] = []
      for (let rest = count(); rest > 0; rest--) values.push(each())
      return values
    }
  }
}
