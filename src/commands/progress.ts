import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.ts'

export interface Progress {
  /** One more step, or several, are done. */
  step(label?: string, count?: number): void
  stop(): void
}

/** A bar on standard error when that is a terminal, else nothing at all. */
export function startProgress(terminal: Terminal, total: number, unit: string): Progress {
  if (!terminal.errIsTerminal || total === 0) return { step() {}, stop() {} }
  const bar = new SingleBar(
    { format: `{bar} {value}/{total} ${unit} {eta_formatted} {label}`, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic
  )
  bar.start(total, 0, { label: '' })
  return { step: (label = '', count = 1) => bar.increment(count, { label }), stop: () => bar.stop() }
}
