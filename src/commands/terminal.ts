/** What a command sees of the process around it; tests hand in their own. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Bytes of standard input, as they come. */
  readonly input: AsyncIterable<Uint8Array>
  readonly errIsTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** Ends when the process is asked to stop. */
  readonly signal: AbortSignal
  readonly now: () => number
  readonly random: () => number
}

/** 0 done, 1 a finding, 2 wrong use or a broken environment. */
export type ExitCode = 0 | 1 | 2

/** Prints one JSON document. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`)
}

/** Prints rows as aligned columns with a header, for people. */
export function printTable(terminal: Terminal, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => displayWidth(row[column] ?? ''))))
  for (const row of [header, ...rows]) {
    const line = row.map((cell, column) => (column === row.length - 1 ? cell : cell + ' '.repeat(widths[column]! - displayWidth(cell))))
    terminal.out(`${line.join('  ').trimEnd()}\n`)
  }
}

/** Columns a text takes in a terminal: East Asian wide characters take two. */
function displayWidth(text: string): number {
  let width = 0
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character)
      ? 2
      : 1
  return width
}
