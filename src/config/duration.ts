const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Reads a duration as operators write it: "500ms", "30s", "15m", "6h", "90d".
 * @returns milliseconds, or null when the text is no duration.
 */
export function readDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim())
  return match ? Math.round(Number(match[1]) * UNIT_MS[match[2]!]!) : null
}

const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1_000,
  KB: 1_000,
  KiB: 1_024,
  MB: 1_000_000,
  MiB: 1_048_576,
  GB: 1e9,
  GiB: 1_073_741_824
}

/**
 * Reads a size as operators write it: "512 KiB", "8MB".
 * @returns bytes, or null when the text is no size.
 */
export function readBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(B|kB|KB|KiB|MB|MiB|GB|GiB)$/.exec(text.trim())
  return match ? Math.round(Number(match[1]) * UNIT_BYTES[match[2]!]!) : null
}
