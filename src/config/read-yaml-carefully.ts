import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml'
import type { Document, Node, ParsedNode } from 'yaml'
import { spellSyntax } from './spell-syntax.ts'
import type { PathPart, Place, YamlDocument, YamlReading } from './yaml-reading.ts'

const LEXEMES_MAX = 250_000
const VALUES_MAX = 250_000
const ALIASES_MAX = 100
const DEPTH_MAX = 32
const ERRORS_SHOWN_MAX = 100
const SYNTAX_ERRORS_SHOWN_MAX = 3

/** Reads any text of which one can tell where its lines begin: what it means, or all that is wrong with it. */
export function readCarefully(text: string, at: YamlDocument['position']): YamlReading {
  const refuse = (offset: number, message: string): YamlReading => ({ kind: 'failed', mistakes: [{ path: [], ...at(offset), message }] })
  const parsed = parseBounded(text)
  if (parsed.kind === 'too-much') return refuse(parsed.offset, parsed.message)
  const [document, second] = parsed.documents
  if (second) return refuse(second.range[0], 'a second document begins here; write one document a file')
  if (!document) return { kind: 'read', value: null, place: { keyAt: null, valueAt: 0, children: new Map() }, position: at }

  const errors = [...document.errors, ...document.warnings].slice(0, ERRORS_SHOWN_MAX)
  if (errors.length > 0) {
    const mistakes = errors
      .map(({ code, message, pos: [offset] }) => {
        // The parser points at the end of the file; the quotation mark that opened is what must be looked at.
        const shown = message.startsWith('Missing closing') ? (parsed.unclosedAt ?? offset) : offset
        return { path: [], ...at(shown), message: spellSyntax(code, message, text.slice(offset, offset + 2), text.charAt(offset - 1)) }
      })
      // What follows a syntax error is mostly its echo, and on the same line it is nothing else.
      .filter(({ line }, index, all) => line !== all[index - 1]?.line)
      .slice(0, SYNTAX_ERRORS_SHOWN_MAX)
    return { kind: 'failed', mistakes }
  }
  const plain = plainValue(document)
  if (plain.mistakes.length > 0) {
    return { kind: 'failed', mistakes: plain.mistakes.map(({ offset, path, message }) => ({ path, ...at(offset), message })) }
  }
  return { kind: 'read', value: plain.value, place: plain.place, position: at }
}

type Parsed =
  | { readonly kind: 'parsed'; readonly documents: readonly Document.Parsed[]; readonly unclosedAt: number | null }
  | { readonly kind: 'too-much'; readonly offset: number; readonly message: string }

// The composer calls itself once a level, so depth is bounded here, while the parser still keeps its own stack.
function parseBounded(text: string): Parsed {
  const parser = new Parser()
  const composer = new Composer({ version: '1.2', schema: 'core', prettyErrors: false, uniqueKeys: false })
  const tokens = []
  let offset = 0
  let lexemes = 0
  let unclosedAt: number | null = null
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > LEXEMES_MAX) return { kind: 'too-much', offset, message: 'the file holds too many values; split it into several files' }
    for (const token of parser.next(lexeme)) tokens.push(token)
    if (parser.stack.length > DEPTH_MAX + 2) {
      return { kind: 'too-much', offset, message: `this is nested more than ${DEPTH_MAX} levels deep; nothing in a configuration is` }
    }
    if (/^["']/.test(lexeme) && (lexeme.length === 1 || !lexeme.endsWith(lexeme[0]!))) unclosedAt = offset
    if (!isLexerMark(lexeme)) offset += lexeme.length
  }
  for (const token of parser.end()) tokens.push(token)
  return { kind: 'parsed', documents: [...composer.compose(tokens)] as Document.Parsed[], unclosedAt }
}

function isLexerMark(lexeme: string): boolean {
  return lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001F'
}

interface OffsetMistake {
  readonly offset: number
  readonly path: readonly PathPart[]
  readonly message: string
}

interface Plain {
  readonly value: unknown
  readonly place: Place
}

const NO_CHILDREN: ReadonlyMap<PathPart, Place> = new Map()

// Our own walk instead of `toJS`: it refuses odd and repeated keys with their place, in linear time, and counts what
// aliases multiply.
function plainValue(document: Document.Parsed): Plain & { readonly mistakes: readonly OffsetMistake[] } {
  const mistakes: OffsetMistake[] = []
  const anchors = new Map<string, ParsedNode>()
  let values = 0
  let aliases = 0
  const root = walk(document.contents, null, [], 0)
  return { ...root, mistakes }

  function walk(node: Node | null, keyAt: number | null, path: readonly PathPart[], shift: number): Plain {
    const valueAt = node?.range?.[0] ?? keyAt ?? shift
    const leaf = (value: unknown): Plain => ({ value, place: { keyAt, valueAt, children: NO_CHILDREN } })
    const refuse = (offset: number, message: string, at = path): Plain => {
      if (mistakes.length < ERRORS_SHOWN_MAX) mistakes.push({ offset, path: at, message })
      return leaf(null)
    }
    if (node === null) return leaf(null)
    if (++values > VALUES_MAX)
      return values === VALUES_MAX + 1 ? refuse(valueAt, 'the aliases of this file make too many values; write fewer') : leaf(null)
    if (path.length > DEPTH_MAX) return refuse(valueAt, `this is nested more than ${DEPTH_MAX} levels deep; nothing in a configuration is`)

    if (isAlias(node)) {
      if (++aliases > ALIASES_MAX) {
        return aliases === ALIASES_MAX + 1
          ? refuse(valueAt, `the file has more than ${ALIASES_MAX} aliases; write the values out`)
          : leaf(null)
      }
      const target = anchors.get(node.source)
      if (target === undefined)
        return refuse(valueAt, `nothing before this is marked "&${node.source}"; put a text that begins with "*" in quotes`)
      return { value: walk(target, keyAt, path, valueAt).value, place: { keyAt, valueAt, children: NO_CHILDREN } }
    }
    let plain: Plain
    if (isScalar(node)) {
      plain = leaf(node.value)
    } else if (isSeq(node)) {
      const children = new Map<PathPart, Place>()
      const list = node.items.map((item, index) => {
        const child = walk(item as Node | null, null, [...path, index], valueAt)
        children.set(index, child.place)
        return child.value
      })
      plain = { value: list, place: { keyAt, valueAt, children } }
    } else if (isMap(node)) {
      const children = new Map<PathPart, Place>()
      const entries: [string, unknown][] = []
      for (const pair of node.items) {
        const key = pair.key as Node | null
        const at = key?.range?.[0] ?? valueAt
        if (!isScalar(key) || typeof key.value !== 'string') {
          refuse(at, `this key is no text; put it in quotes`)
          continue
        }
        if (children.has(key.value)) {
          refuse(at, `the key "${key.value.slice(0, 80)}" stands here a second time; keep one`, [...path, key.value])
          continue
        }
        const child = walk(pair.value as Node | null, at, [...path, key.value], at)
        children.set(key.value, child.place)
        entries.push([key.value, child.value])
      }
      // `fromEntries` defines its keys, so that one named __proto__ is a key like any other.
      plain = { value: Object.fromEntries(entries), place: { keyAt, valueAt, children } }
    } else {
      return refuse(valueAt, 'this is no value that a configuration can hold')
    }
    // Known only once it is complete: a node that holds itself finds nothing to refer to.
    if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode)
    return plain
  }
}
