import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/*
 * What a power cut leaves of a database: all that was written before the last fsync of a file, and of what was written to it
 * after that any part, in any order, torn at a sector. The writes are those that strace saw.
 */

type Step =
  | { readonly kind: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'remove'; readonly file: string }
  | { readonly kind: 'told'; readonly text: string }

/** Write and flush calls of every thread, whole, with the path behind each file number. For `startDaemon(…, { through })`. */
export function recorder(log: string): readonly string[] {
  const calls = 'pwrite64,write,writev,pwritev,pwritev2,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2,fallocate'
  return ['strace', '-D', '-f', '--seccomp-bpf', '-y', '-xx', '-s', '16000000', '-e', `trace=${calls}`, '-o', log]
}

const SECTOR_BYTES = 512
const CALL = /^(\d+)\s+(\w+)\((.*)\)\s+= (-?\d+)/

/**
 * Reads a record of calls: those on the database and its companions, and what went to standard error.
 * @throws on a call that this replay does not know, so that none is passed over in silence
 */
export function readSteps(log: string, database: string): readonly Step[] {
  const unfinished = new Map<string, string>()
  return readFileSync(log, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const begun = /^(\d+)\s+(.*) <unfinished \.\.\.>$/.exec(line)
      if (begun) {
        unfinished.set(begun[1]!, begun[2]!)
        return []
      }
      const ended = /^(\d+)\s+<\.\.\. \w+ resumed>(.*)$/.exec(line)
      const call = CALL.exec(ended ? `${ended[1]} ${unfinished.get(ended[1]!) ?? ''}${ended[2]}` : line)
      return call ? readStep(call, database) : []
    })
}

function readStep([, , name, inside, result]: RegExpExecArray, database: string): readonly Step[] {
  const texts = [...inside!.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => bytesOf(hex!))
  const opened = /^(\d+)<((?:\\x[0-9a-f]{2})*)>/.exec(inside!)
  const path = opened ? bytesOf(opened[2]!).toString() : (texts[0]?.toString() ?? '')
  if (opened?.[1] === '2' && name === 'write') return [{ kind: 'told', text: texts[0]!.toString() }]
  const file = basename(path)
  // The index of the log is rebuilt from it, and the lock holds nothing.
  if (!path.startsWith(database) || file.endsWith('-shm') || file.includes('.lock') || Number(result) < 0) return []
  const numbers = inside!
    .replace(/"[^"]*"|<[^>]*>/g, '')
    .split(',')
    .map(Number)
  switch (name) {
    case 'pwrite64':
      return [{ kind: 'write', file, offset: numbers.at(-1)!, bytes: texts[0]!.subarray(0, Number(result)) }]
    case 'fsync':
    case 'fdatasync':
      return [{ kind: 'sync', file }]
    case 'ftruncate':
      return [{ kind: 'truncate', file, size: numbers.at(-1)! }]
    case 'unlink':
      return [{ kind: 'remove', file }]
    default:
      throw new Error(`a replay does not know ${name} on ${path}`)
  }
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex')
}

type Change = Extract<Step, { kind: 'write' | 'truncate' }>

interface File {
  readonly durable: Content
  pending: Change[]
}

/** Bytes that grow in place. */
class Content {
  #bytes = Buffer.alloc(1 << 16)
  #size = 0

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size)
  }

  copy(): Content {
    const copy = new Content()
    copy.#bytes = Buffer.from(this.#bytes)
    copy.#size = this.#size
    return copy
  }

  apply(change: Change): void {
    if (change.kind === 'write') {
      this.#grow(change.offset + change.bytes.length)
      this.#bytes.set(change.bytes, change.offset)
    } else {
      this.#grow(change.size)
      this.#bytes.fill(0, change.size, this.#size)
      this.#size = change.size
    }
  }

  #grow(size: number): void {
    if (size > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * size)
    this.#size = Math.max(this.#size, size)
  }
}

/** Plays a record forward to one moment after another, and leaves there what a power cut at that moment might. */
export class Replay {
  readonly #steps: readonly Step[]
  readonly #files = new Map<string, File>()
  #at = 0
  #told = ''

  constructor(steps: readonly Step[]) {
    this.#steps = steps
  }

  /** What had been told on standard error by now. */
  get told(): string {
    return this.#told
  }

  /** @param step how many steps are done; at least as many as at the call before */
  advanceTo(step: number): void {
    for (; this.#at < step; this.#at++) this.#take(this.#steps[this.#at]!)
  }

  /** Writes into `dir`, emptied first, what a cut now leaves. */
  cut(dir: string, random: () => number): void {
    rmSync(dir, { recursive: true, force: true })
    mkdirSync(dir)
    for (const [name, { durable, pending }] of this.#files) {
      const left = durable.copy()
      for (const change of pending) {
        if (random() < 0.5) left.apply(change.kind === 'write' && random() < 0.3 ? torn(change, random) : change)
      }
      writeFileSync(join(dir, name), left.bytes)
    }
  }

  #take(step: Step): void {
    if (step.kind === 'told') {
      this.#told += step.text
      return
    }
    if (step.kind === 'remove') {
      this.#files.delete(step.file)
      return
    }
    const file = this.#files.get(step.file) ?? { durable: new Content(), pending: [] }
    this.#files.set(step.file, file)
    if (step.kind !== 'sync') {
      file.pending.push(step)
      return
    }
    for (const change of file.pending) file.durable.apply(change)
    file.pending = []
  }
}

function torn(write: Extract<Step, { kind: 'write' }>, random: () => number): Change {
  const sectors = Math.floor((random() * write.bytes.length) / SECTOR_BYTES)
  return { ...write, bytes: write.bytes.subarray(0, sectors * SECTOR_BYTES) }
}
