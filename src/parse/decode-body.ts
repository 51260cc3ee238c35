import iconv from 'iconv-lite'
import { createRequire } from 'node:module'
import { encodingNamed, ICONV } from './encoding-labels.ts'

/** Loads when asked: most bodies say how they are encoded. */
const require = createRequire(import.meta.url)

export interface DecodeOptions {
  /** The Content-Type header as received. */
  readonly contentType?: string | undefined
  /** An encoding the operator knows to be right; used whatever else is said, when it is known at all. */
  readonly override?: string | undefined
  readonly kind: 'xml' | 'html'
}

export interface DecodedBody {
  readonly text: string
  /** Lower-case label of the encoding the text was read in, such as `utf-8` or `gb18030`. */
  readonly encoding: string
}

/**
 * Turns the bytes of a feed or page into text. A byte order mark decides, then text that is valid UTF-8 whatever label it
 * bears, then the label in Content-Type, then the one in the document, then a detector, then windows-1252. A label
 * that does not decode cleanly gives way to the next. UTF-7 is never read.
 * @returns the text without byte order mark; characters that could not be read are U+FFFD
 */
export function decodeBody(bytes: Uint8Array, options: DecodeOptions): DecodedBody {
  const marked = markedEncoding(bytes)
  if (marked !== null) return finish(bytes.subarray(marked.length), marked.encoding)
  const override = encodingNamed(options.override)
  if (override !== null) return finish(bytes, override)
  const head = latin1(bytes.subarray(0, HEAD_BYTES))
  const wide = wideEncoding(bytes)
  if (wide !== null) return finish(bytes, wide)
  const transport = encodingNamed(/charset\s{0,8}=\s{0,8}["']?([\w.:+-]{1,40})/i.exec(options.contentType?.slice(0, 500) ?? '')?.[1])
  const document = encodingNamed(declaredIn(head, options.kind))
  const utf8 = readUtf8(bytes)
  if (utf8.kind === 'ascii') {
    const escaped = [transport, document].includes('iso-2022-jp') || /\u001b\$[@B]/.test(latin1(bytes.subarray(0, DETECT_BYTES)))
    return escaped && bytes.includes(0x1b) ? finish(bytes, 'iso-2022-jp') : { text: utf8.text, encoding: 'utf-8' }
  }
  const declared = [transport, document].filter((label) => label !== null)
  if (utf8.kind === 'valid' && !coincides(bytes, declared[0])) return { text: utf8.text, encoding: 'utf-8' }
  return decodeDeclared(bytes, transport, document)
}

const HEAD_BYTES = 4_096
const DETECT_BYTES = 65_536

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function markedEncoding(bytes: Uint8Array): { encoding: string; length: number } | null {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 }
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: 'utf-32le', length: 4 }
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', length: 4 }
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 }
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return { encoding: 'gb18030', length: 4 }
  return null
}

/** UTF-16 and UTF-32 without a mark, told by the zeros around a leading `<` or white space (XML 1.0, appendix F). */
function wideEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if (bytes.length < 4) return null
  if (a === 0 && b === 0 && c === 0 && isStart(d)) return 'utf-32be'
  if (isStart(a) && b === 0 && c === 0 && d === 0) return 'utf-32le'
  if (a === 0 && isStart(b) && c === 0) return 'utf-16be'
  if (isStart(a) && b === 0 && d === 0) return 'utf-16le'
  return null
}

function isStart(byte: number | undefined): boolean {
  return byte === 0x3c || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x7b
}

function declaredIn(head: string, kind: 'xml' | 'html'): string | undefined {
  const prolog = /<\?xml[^>]{0,200}?encoding\s{0,8}=\s{0,8}["']?([\w.:+-]{1,40})/i.exec(head)?.[1]
  if (kind === 'xml' && prolog !== undefined) return prolog
  return /<meta\s[^>]{0,400}?charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w.:+-]{1,40})/i.exec(head)?.[1] ?? prolog
}

// ---------------------------------------------------------------- reading

function decode(bytes: Uint8Array, encoding: string): string {
  const codec = ICONV[encoding]
  return codec === undefined
    ? new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
    : iconv.decode(bytes as Buffer, codec, { stripBOM: false })
}

function finish(bytes: Uint8Array, encoding: string): DecodedBody {
  return { text: repairControls(decode(bytes, encoding)), encoding }
}

/** C1 controls in text are windows-1252 punctuation under another label; XML's other controls are dropped later. */
function repairControls(text: string): string {
  return C1.test(text) ? text.replace(C1_ALL, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80]!) : text
}

const C1 = /[\u0080-\u0084\u0086-\u009f]/
const C1_ALL = /[\u0080-\u0084\u0086-\u009f]/g
const WINDOWS_1252 = iconv.decode(Buffer.from(Array.from({ length: 32 }, (_, index) => 0x80 + index)), 'windows-1252')

type Utf8Reading = { readonly kind: 'ascii' | 'valid'; readonly text: string } | { readonly kind: 'invalid' }

/** A sequence cut off by the end of the document does not count against it. */
function readUtf8(bytes: Uint8Array): Utf8Reading {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true })
  } catch {
    return { kind: 'invalid' }
  }
  return { kind: text.length === bytes.length && !NON_ASCII.test(text) ? 'ascii' : 'valid', text: repairControls(text) }
}

const NON_ASCII = /[^\u0000-\u007f]/

const DOUBLE_BYTE = new Set(['gb18030', 'big5', 'euc-kr', 'euc-jp', 'shift_jis'])

/**
 * A short text in a double-byte encoding can be valid UTF-8 by chance, but only with two-byte sequences: Chinese, Japanese
 * and Korean in UTF-8 have three. Latin letters and signs (U+0080 to U+00FF) are taken for UTF-8.
 */
function coincides(bytes: Uint8Array, declared: string | undefined): boolean {
  if (declared === undefined || !DOUBLE_BYTE.has(declared)) return false
  let beyondLatin = false
  for (const byte of bytes) {
    if (byte >= 0xe0) return false
    if (byte >= 0xc4) beyondLatin = true
  }
  return beyondLatin
}

interface Candidate {
  readonly encoding: string
  readonly text: string
  readonly faults: number
}

function decodeDeclared(bytes: Uint8Array, transport: string | null, document: string | null): DecodedBody {
  const labels = [transport, document].filter((label) => label !== null)
  if (transport === 'windows-1252' && document !== null && document !== transport && agrees(bytes, document)) labels.reverse()
  const isMixed = isMostlyUtf8(bytes)
  const [label] = labels
  if (isMixed && label !== undefined && !labels.some((one) => DOUBLE_BYTE.has(one) || one.startsWith('utf')))
    return { text: readMixed(bytes, label), encoding: 'utf-8' }
  const tried: Candidate[] = []
  for (const encoding of new Set(labels)) {
    const candidate = tryEncoding(bytes, encoding)
    if (candidate.faults === 0 && !hasSwappedCase(candidate.text)) return { text: candidate.text, encoding }
    tried.push(candidate)
  }
  if (isMixed) tried.unshift(tryEncoding(bytes, 'utf-8'))
  const best = tried.sort((a, b) => a.faults - b.faults)[0]
  if (best?.faults === 0) {
    const detected = detect(bytes)
    const other = detected === null ? best : tryEncoding(bytes, detected)
    return other.faults === 0 && !hasSwappedCase(other.text) ? other : best
  }
  if (best !== undefined && best.faults * 500 < bytes.length && (best.encoding !== 'utf-8' || isMixed)) {
    return { text: repairControls(best.text), encoding: best.encoding }
  }
  const likely = detect(bytes)
  const detected = (likely === null || !DOUBLE_BYTE.has(likely)) && isKorean(bytes) ? 'euc-kr' : likely
  if (detected !== null) {
    const candidate = tryEncoding(bytes, detected)
    if (candidate.faults * 500 < bytes.length) return { text: repairControls(candidate.text), encoding: detected }
  }
  return finish(bytes, 'windows-1252')
}

/**
 * Russian in one 8-bit encoding is letters in another too, but with capitals for small letters ("нОВОСТИ ОБЛАСТИ"): in a text read
 * rightly, small letters before capitals are the rarer pair.
 */
function hasSwappedCase(text: string): boolean {
  const sample = text.slice(0, SWAPPED_SAMPLE_CHARS)
  const swapped = sample.match(/[а-яё][А-ЯЁ]/g)?.length ?? 0
  return swapped >= SWAPPED_MIN && swapped > (sample.match(/[А-ЯЁ][а-яё]/g)?.length ?? 0) * 2
}

const SWAPPED_SAMPLE_CHARS = 20_000
const SWAPPED_MIN = 3

/** The detector knows EUC-KR, but none of the 8,822 syllables that windows-949 adds: a text with one of them is Korean by its letters. */
function isKorean(bytes: Uint8Array): boolean {
  const { text, faults } = tryEncoding(bytes.subarray(0, DETECT_BYTES), 'euc-kr')
  const hangul = text.match(/[가-힣]/g)?.length ?? 0
  return hangul >= HANGUL_MIN && faults * 50 < hangul && hangul * 2 > multiByteCount(text)
}

const HANGUL_MIN = 8

/** UTF-8 with a few broken bytes stays UTF-8 while it has this many whole characters for each. */
const UTF8_FAULTS_RATIO = 10

/**
 * Reads UTF-8 into which a program pasted text of an 8-bit encoding: what is no UTF-8 is that. Nothing else has many sequences of UTF-8, so
 * the label of the template counts for the pasted bytes only.
 */
function readMixed(bytes: Uint8Array, encoding: string): string {
  const pasted = Array.from({ length: 128 }, (_, index) => Buffer.from(decode(Uint8Array.of(0x80 + index), encoding)))
  const out = Buffer.alloc(bytes.length * 3)
  let length = 0
  for (let at = 0; at < bytes.length;) {
    const sequence = sequenceLength(bytes, at)
    for (const end = at + sequence; at < end; at++) out[length++] = bytes[at]!
    if (sequence === 0) for (const byte of pasted[bytes[at++]! - 0x80]!) out[length++] = byte
  }
  return finish(out.subarray(0, length), 'utf-8').text
}

/** @returns the bytes of the UTF-8 sequence that begins here (RFC 3629 section 4), 0 when none does */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  if (first < 0x80) return 1
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0
  if (length === 0 || at + length > bytes.length) return 0
  const second = bytes[at + 1]!
  const [least, most] =
    first === 0xe0
      ? [0xa0, 0xbf]
      : first === 0xed
        ? [0x80, 0x9f]
        : first === 0xf0
          ? [0x90, 0xbf]
          : first === 0xf4
            ? [0x80, 0x8f]
            : [0x80, 0xbf]
  if (second < least! || second > most!) return 0
  for (let index = at + 2; index < at + length; index++) if ((bytes[index]! & 0xc0) !== 0x80) return 0
  return length
}

/** Whether bytes that are not UTF-8 throughout have so many of its sequences that this is no accident. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let faults = 0
  let sequences = 0
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at]! < 0x80 ? 1 : sequenceLength(bytes, at)
    if (length > 1) sequences++
    else if (length === 0 && ++faults * UTF8_FAULTS_RATIO > sequences + (bytes.length - at) / 2) return false
    at += length || 1
  }
  return faults * UTF8_FAULTS_RATIO < sequences
}

function multiByteCount(text: string): number {
  let count = 0
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f && text.charCodeAt(index) !== 0xfffd) count++
  return count
}

/** Faults are characters that cannot be read, and controls that no text holds; windows-1252 has no such controls. */
function tryEncoding(bytes: Uint8Array, encoding: string): Candidate {
  const text = decode(bytes, encoding)
  const faults = encoding === 'windows-1252' && !text.includes('\ufffd') ? 0 : faultCount(text, encoding === 'windows-1252')
  return { encoding, text: faults === 0 || encoding === 'windows-1252' ? text : repairControls(text), faults }
}

function faultCount(text: string, hasControls: boolean): number {
  let faults = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === 0xfffd || (unit >= 0x80 && unit < 0xa0 && unit !== 0x85 && !hasControls)) faults++
  }
  return faults
}

/** A server's default of ISO-8859-1 loses to a document's own label when the text itself speaks for the latter. */
function agrees(bytes: Uint8Array, document: string): boolean {
  if (document === 'utf-8') return false
  return detect(bytes) === document
}

/** Markup only dilutes what the detector counts, so it gets the bytes around and beyond ASCII. */
function detect(bytes: Uint8Array): string | null {
  const sample = Buffer.from(textBytes(bytes.subarray(0, DETECT_BYTES * 4)).subarray(0, DETECT_BYTES))
  const jschardet = require('jschardet') as typeof import('jschardet')
  const { encoding } = jschardet.detect(sample)
  return encoding === null || encoding === undefined || /^(?:ascii|utf-7)$/i.test(encoding) ? null : encodingNamed(encoding)
}

/** Leaves out tags, which have an ASCII letter or `/` behind their `<`: no second byte of a double-byte encoding is a `<`. */
function textBytes(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let length = 0
  let inTag = false
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!
    if (byte === 0x3c) {
      const next = bytes[index + 1]! | 0x20
      inTag = next === 0x2f || next === 0x3f || (next >= 0x61 && next <= 0x7a)
    } else if (byte === 0x3e) inTag = false
    if (!inTag) out[length++] = byte
  }
  return out.subarray(0, length)
}
