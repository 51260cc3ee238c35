import type { z } from 'zod'
import { hashText } from '../text/hash.ts'
import { crossCheck } from './cross-check.ts'
import type { CheckedFile } from './cross-check.ts'
import type { CheckFeed, CheckTopic, Mistake } from './mistake.ts'
import { readSecrets } from './read-secrets.ts'
import { readYaml } from './read-yaml.ts'
import type { PathPart, Place, YamlDocument } from './yaml-reading.ts'
import { manySourcesFileSchema, oneSourceFileSchema, serviceFileSchema, topicFileSchema } from './schema.ts'
import type { Config, ServiceConfig, SourceConfig, TopicConfig } from './schema.ts'
import { spellIssue } from './spell-issue.ts'
import { pathKey, substituteEnv } from './substitute-env.ts'

export type { CheckTopic, Mistake, TermMistake } from './mistake.ts'

const MISTAKES_MAX = 1_000

export type ConfigResult =
  | { readonly kind: 'loaded'; readonly config: Config; readonly warnings: readonly Mistake[] }
  | { readonly kind: 'refused'; readonly mistakes: readonly Mistake[] }

export interface ConfigFile {
  readonly path: string
  readonly text: string
}

/**
 * Reads the whole configuration, or finds every mistake of all its files at once.
 *
 * @param files `courant.yaml` (may be missing: everything has a default), and the files of the folders `sources` and
 *   `topics`; a path tells the kind of its file and is shown in messages as given
 * @param env fills `${NAME}` in texts
 * @param readSecret gives the text of the file that a `*_file` key names, or throws
 * @param checkTopic says what is wrong with the terms of a topic
 * @param checkFeed says what of a feed cannot be read so
 * @returns the configuration with warnings, or the mistakes, both in the order of files and lines
 */
export function loadConfig(
  files: readonly ConfigFile[],
  env: Readonly<Record<string, string | undefined>>,
  readSecret: (path: string) => string,
  checkTopic?: CheckTopic,
  checkFeed?: CheckFeed
): ConfigResult {
  const checked: CheckedFile[] = []
  const mistakes: Mistake[] = []
  for (const file of files) {
    const outcome = checkFile(file, env, readSecret)
    if (outcome.file) checked.push(outcome.file)
    mistakes.push(...outcome.mistakes)
  }
  const across = crossCheck(checked, {
    complete: mistakes.length === 0,
    ...(checkTopic && { checkTopic }),
    ...(checkFeed && { checkFeed })
  })
  mistakes.push(...across.mistakes)
  if (mistakes.length > 0) return { kind: 'refused', mistakes: inOrder(mistakes, files).slice(0, MISTAKES_MAX) }

  const config: Config = {
    service: checked.find(({ kind }) => kind === 'service')?.service ?? serviceFileSchema.parse({}),
    sources: checked.flatMap(({ sources }) => sources.map(({ value }) => value)),
    topics: checked.flatMap(({ topics }) => topics.map(({ value }) => value)),
    hash: hashText(...files.flatMap(({ path, text }) => [path, text]))
  }
  return { kind: 'loaded', config, warnings: inOrder(across.warnings, files).slice(0, MISTAKES_MAX) }
}

/** One line for people: `config/courant.yaml:12:5: polling.min_interval: "15 minutes" is no duration; …`. */
export function formatMistake({ file, line, column, path, message }: Mistake): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`
}

type FileKind = 'service' | 'sources' | 'topic'

interface FileOutcome {
  readonly file?: CheckedFile
  readonly mistakes: readonly Mistake[]
}

function checkFile(
  { path: file, text }: ConfigFile,
  env: Readonly<Record<string, string | undefined>>,
  readSecret: (path: string) => string
): FileOutcome {
  const kind = kindOf(file)
  if (kind === null) {
    return {
      mistakes: [
        {
          file,
          line: 1,
          column: 1,
          path: '',
          message: 'this file is none of ours; name it courant.yaml, or put it into the folder sources or topics'
        }
      ]
    }
  }
  const document = readYaml(text)
  if (document.kind === 'failed') {
    return {
      mistakes: document.mistakes.map(({ path, line, column, message }) => ({ file, line, column, path: spellPath(path), message }))
    }
  }
  const mistakeAt = (path: readonly PathPart[], points: 'value' | 'key' | 'parent', message: string): Mistake => {
    return { file, ...document.position(offsetOf(document, path, points)), path: spellPath(path), message }
  }
  if (document.value === null && kind !== 'service') {
    return {
      mistakes: [
        mistakeAt([], 'value', `this file is empty; write ${kind === 'topic' ? 'a topic' : 'a source and its feeds'}, or remove it`)
      ]
    }
  }

  const substitution = substituteEnv(document.value ?? {}, env)
  const secrets = readSecrets(substitution.value, readSecret)
  const schema = schemaFor(kind, secrets.value)
  // A variable that is missing is said once, and its place not judged a second time.
  const said = [...substitution.mistakes, ...secrets.mistakes].map(({ path, message }) => ({
    path,
    mistake: mistakeAt(path, 'value', message)
  }))
  const saidAt = new Set(said.map(({ path }) => pathKey(path)))

  const input = typedFromEnv(secrets.value, substitution.filled, schema)
  const parsed = schema.safeParse(input)
  const spelled = (parsed.error?.issues ?? [])
    .flatMap((issue) => spellIssue(issue, schema, input))
    .filter(({ path }) => !saidAt.has(pathKey(path)))
  const mistakes = [
    ...said.map(({ mistake }) => mistake),
    ...spelled.map(({ path, points, message }) =>
      mistakeAt(path, points, withoutFilled(message, path, input, substitution.filled, secrets.filled))
    )
  ]
  if (!parsed.success || mistakes.length > 0) return { mistakes }
  return { file: { path: file, kind, ...recordsOf(kind, parsed.data), mistakeAt }, mistakes: [] }
}

function kindOf(path: string): FileKind | null {
  const parts = path.split(/[\\/]/)
  if (/^courant\.ya?ml$/.test(parts.at(-1)!)) return 'service'
  const folder = parts.at(-2)
  return folder === 'sources' ? 'sources' : folder === 'topics' ? 'topic' : null
}

// A union would report both of its branches: the key that is there tells which one was meant.
function schemaFor(kind: FileKind, value: unknown): z.ZodType {
  if (kind === 'service') return serviceFileSchema
  if (kind === 'topic') return topicFileSchema
  const isMany = typeof value === 'object' && value !== null && 'sources' in value && !('source' in value)
  return isMany ? manySourcesFileSchema : oneSourceFileSchema
}

function recordsOf(kind: FileKind, data: unknown): Pick<CheckedFile, 'service' | 'sources' | 'topics'> {
  if (kind === 'service') return { service: data as ServiceConfig, sources: [], topics: [] }
  if (kind === 'topic') return { sources: [], topics: [{ path: [], value: data as TopicConfig }] }
  const withOwner = (source: Omit<SourceConfig, 'owner'> & { owner?: string | undefined }): SourceConfig => ({
    ...source,
    owner: source.owner ?? source.id
  })
  const file = data as z.infer<typeof oneSourceFileSchema> | z.infer<typeof manySourcesFileSchema>
  if ('source' in file) {
    const value = withOwner({ ...file.source, feeds: file.feeds })
    return { topics: [], sources: [{ path: ['source'], feedsPath: ['feeds'], value }] }
  }
  return {
    topics: [],
    sources: file.sources.map((source, index) => ({
      path: ['sources', index],
      feedsPath: ['sources', index, 'feeds'],
      value: withOwner(source)
    }))
  }
}

// `port: ${PORT}` is a text after filling in; where the schema wants a number or true and false, it is read as such.
function typedFromEnv(value: unknown, filled: ReadonlyMap<string, string>, schema: z.ZodType): unknown {
  if (filled.size === 0) return value
  const wrong = new Map<string, string>()
  for (const issue of schema.safeParse(value).error?.issues ?? []) {
    if (issue.code === 'invalid_type') wrong.set(pathKey(issue.path as PathPart[]), issue.expected)
  }
  return walk(value, [])

  function walk(part: unknown, path: readonly PathPart[]): unknown {
    if (Array.isArray(part)) return part.map((item, index) => walk(item, [...path, index]))
    if (typeof part === 'object' && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, walk(item, [...path, key])]))
    const key = pathKey(path)
    if (typeof part !== 'string' || !filled.has(key)) return part
    const expected = wrong.get(key)
    if ((expected === 'number' || expected === 'int') && /^-?\d{1,15}(\.\d{1,15})?$/.test(part)) return Number(part)
    return expected === 'boolean' && (part === 'true' || part === 'false') ? part === 'true' : part
  }
}

/** Puts `${NAME}`, or nothing, in place of a value that the file itself does not show. */
function withoutFilled(
  message: string,
  path: readonly PathPart[],
  input: unknown,
  env: ReadonlyMap<string, string>,
  secrets: ReadonlyMap<string, string>
): string {
  const key = pathKey(path)
  const source = env.get(key) ?? secrets.get(key)
  if (source === undefined) return message
  let here = input
  for (const part of path) here = (here as Record<PathPart, unknown> | null)?.[part]
  const value = String(here)
  const kept = [JSON.stringify(value), JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)].reduce(
    (text, shown) => text.replaceAll(shown, JSON.stringify(source)),
    message
  )
  return value.length >= 4 && kept.includes(value) ? `what ${source} holds is not right here` : kept
}

function offsetOf(document: YamlDocument, path: readonly PathPart[], points: 'value' | 'key' | 'parent'): number {
  let here: Place = document.place
  let reached = 0
  for (const part of path) {
    const next = here.children.get(part)
    if (!next) break
    here = next
    reached++
  }
  // What is not in the file, or stands behind an alias, is pointed at by the key of the nearest thing above it.
  if (reached < path.length || points === 'key') return here.keyAt ?? here.valueAt
  return here.valueAt
}

function spellPath(path: readonly PathPart[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : /^[\w-]+$/.test(part) ? `${index === 0 ? '' : '.'}${part}` : `["${part.slice(0, 60)}"]`
    )
    .join('')
}

function inOrder(mistakes: readonly Mistake[], files: readonly ConfigFile[]): readonly Mistake[] {
  const order = new Map(files.map(({ path }, index) => [path, index]))
  return mistakes.toSorted((a, b) => (order.get(a.file) ?? -1) - (order.get(b.file) ?? -1) || a.line - b.line || a.column - b.column)
}
