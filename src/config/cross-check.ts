import { EDITORS_SOURCE } from '../model/editors-source.ts'
import { isPostgresAddress } from '../model/store-address.ts'
import type { CheckFeed, CheckTopic, Mistake } from './mistake.ts'
import type { PathPart } from './yaml-reading.ts'
import { readSchedule } from './schema.ts'
import type { Condition, ServiceConfig, SourceConfig, TopicConfig } from './schema.ts'
import { shortestGapMs } from './shortest-gap.ts'

interface Placed<T> {
  readonly path: readonly PathPart[]
  readonly value: T
}

/** A file that is right by itself, with a way to point into it. */
export interface CheckedFile {
  readonly path: string
  readonly kind: 'service' | 'sources' | 'topic'
  readonly service?: ServiceConfig
  readonly sources: readonly (Placed<SourceConfig> & { readonly feedsPath: readonly PathPart[] })[]
  readonly topics: readonly Placed<TopicConfig>[]
  mistakeAt(path: readonly PathPart[], points: 'value' | 'key', message: string): Mistake
}

export interface CrossCheckOptions {
  /** False when a file was left out for its mistakes: then nothing is called unknown that may be in it. */
  readonly complete: boolean
  readonly checkTopic?: CheckTopic
  readonly checkFeed?: CheckFeed
}

interface Findings {
  readonly mistakes: Mistake[]
  readonly warnings: Mistake[]
}

/** Checks what no file can tell alone: ids that are given twice, names that lead nowhere, settings that contradict. */
export function crossCheck(files: readonly CheckedFile[], { complete, checkTopic, checkFeed }: CrossCheckOptions): Findings {
  const found: Findings = { mistakes: [], warnings: [] }
  const services = files.filter(({ kind }) => kind === 'service')
  checkUnique(files, found)
  checkServices(services, files, complete, found)
  checkSchedules(files, services[0]?.service, found)
  checkTopics(files, complete, checkTopic, found)
  if (checkFeed) checkFeeds(files, checkFeed, found)
  if (complete) checkPresence(files, found)
  return found
}

function checkUnique(files: readonly CheckedFile[], found: Findings): void {
  const ids = { source: new Map<string, Mistake>(), feed: new Map<string, Mistake>(), topic: new Map<string, Mistake>() }
  const urls = new Map<string, Mistake>()
  const once = (kind: keyof typeof ids, id: string, place: Mistake) => {
    const first = ids[kind].get(id)
    if (kind !== 'topic' && id === EDITORS_SOURCE.id)
      found.mistakes.push({ ...place, message: `"${id}" is kept for what editors add by hand; choose another id` })
    if (first)
      found.mistakes.push({
        ...place,
        message: `"${id}" is already the id of the ${kind} at ${spellPlace(first)}; give each ${kind} an id of its own`
      })
    else ids[kind].set(id, place)
  }
  for (const file of files) {
    for (const { path, feedsPath, value: source } of file.sources) {
      once('source', source.id, file.mistakeAt([...path, 'id'], 'value', ''))
      for (const [index, feed] of source.feeds.entries()) {
        once('feed', feed.id, file.mistakeAt([...feedsPath, index, 'id'], 'value', ''))
        const place = file.mistakeAt([...feedsPath, index, 'url'], 'value', '')
        const url = comparableUrl(feed.url)
        const first = urls.get(url)
        if (first)
          found.warnings.push({
            ...place,
            message: `this address is also polled by the feed at ${spellPlace(first)}; remove one of the two`
          })
        else urls.set(url, place)
      }
    }
    for (const { value } of file.topics) once('topic', value.topic.id, file.mistakeAt(['topic', 'id'], 'value', ''))
  }
}

function checkFeeds(files: readonly CheckedFile[], checkFeed: CheckFeed, found: Findings): void {
  for (const file of files) {
    for (const { feedsPath, value: source } of file.sources) {
      for (const [index, feed] of source.feeds.entries()) {
        found.mistakes.push(...checkFeed(feed).map(({ path, message }) => file.mistakeAt([...feedsPath, index, ...path], 'value', message)))
      }
    }
  }
}

function checkServices(services: readonly CheckedFile[], files: readonly CheckedFile[], complete: boolean, found: Findings): void {
  for (const extra of services.slice(1)) {
    found.mistakes.push(extra.mistakeAt([], 'value', `${services[0]!.path} is the service file already; keep one of the two`))
  }
  const file = services[0]
  if (!file?.service) return
  const { polling, fetch, webhooks, tokens, store, backup } = file.service
  if (backup !== undefined && isPostgresAddress(store)) {
    found.mistakes.push(
      file.mistakeAt(['backup'], 'key', 'backups of a PostgreSQL store are made with its own tools, such as pg_dump; remove this')
    )
  }
  if (polling.min_interval > polling.max_interval) {
    found.mistakes.push(
      file.mistakeAt(
        ['polling', 'max_interval'],
        'value',
        'the longest interval is shorter than polling.min_interval; make it at least as long'
      )
    )
  }
  if (fetch.connect_timeout > fetch.total_timeout) {
    found.warnings.push(
      file.mistakeAt(['fetch', 'total_timeout'], 'value', 'the whole fetch gets less time than fetch.connect_timeout; make it longer')
    )
  }
  const topicIds = new Set(files.flatMap(({ topics }) => topics.map(({ value }) => value.topic.id)))
  const seen = { webhooks: new Map<string, Mistake>(), tokens: new Map<string, Mistake>() }
  const once = (kind: keyof typeof seen, key: string, id: string, index: number) => {
    const place = file.mistakeAt([kind, index, key], 'value', '')
    const first = seen[kind].get(id)
    if (first)
      found.mistakes.push({ ...place, message: `"${id}" is already used at ${spellPlace(first)}; give each of ${kind} its own ${key}` })
    else seen[kind].set(id, place)
  }
  for (const [index, webhook] of webhooks.entries()) {
    once('webhooks', 'id', webhook.id, index)
    for (const [at, topic] of webhook.topics.entries()) {
      if (topic === '*' || topicIds.has(topic) || !complete) continue
      found.mistakes.push(
        file.mistakeAt(
          ['webhooks', index, 'topics', at],
          'value',
          `no topic has the id "${topic}"; ${spellKnown(topicIds, 'write "*" for all')}`
        )
      )
    }
  }
  for (const [index, token] of tokens.entries()) {
    once('tokens', 'name', token.name, index)
    if (token.token === undefined && token.sha256 === undefined)
      found.mistakes.push(
        file.mistakeAt(['tokens', index], 'value', 'no token; write sha256, token, or token_file with the file that holds it')
      )
    if (token.token !== undefined && token.sha256 !== undefined)
      found.mistakes.push(file.mistakeAt(['tokens', index, 'sha256'], 'value', 'the token itself is given too; keep one of the two'))
  }
}

function checkSchedules(files: readonly CheckedFile[], service: ServiceConfig | undefined, found: Findings): void {
  const minMs = service?.polling.min_interval ?? 900_000
  for (const file of files) {
    for (const { feedsPath, value } of file.sources) {
      for (const [index, feed] of value.feeds.entries()) {
        const schedule = readSchedule(feed.schedule)
        if (!schedule || schedule.kind === 'adaptive') continue
        const gapMs = schedule.kind === 'every' ? schedule.everyMs : shortestGapMs(schedule.cron)
        if (gapMs === null || gapMs >= minMs) continue
        const place = file.mistakeAt([...feedsPath, index, 'schedule'], 'value', '')
        found.warnings.push({
          ...place,
          message:
            `"${feed.schedule}" is faster than polling.min_interval (${minMs / 1_000} s): the feed will be polled at that; `
            + `lower polling.min_interval, or slow the schedule down`
        })
      }
    }
  }
}

function checkTopics(files: readonly CheckedFile[], complete: boolean, checkTopic: CheckTopic | undefined, found: Findings): void {
  const sourceIds = new Set(files.flatMap(({ sources }) => sources.map(({ value }) => value.id)))
  for (const file of files) {
    for (const { value: topic } of file.topics) {
      if (topic.where && complete) checkCondition(topic.where, ['where'], file, sourceIds, found)
      const wantsNothing = Object.values(topic.terms).every((lists) =>
        Object.entries(lists).every(([list, terms]) => list === 'exclude' || terms.length === 0)
      )
      if (wantsNothing && !topic.where) {
        found.warnings.push(
          file.mistakeAt(['topic'], 'key', 'the topic has neither terms nor a condition: nothing can match; write terms or where')
        )
      }
      for (const wrong of checkTopic?.(topic) ?? []) {
        found.mistakes.push(file.mistakeAt(termPath(topic, wrong), 'value', wrong.message))
      }
    }
  }
}

function checkCondition(
  condition: Condition,
  path: readonly PathPart[],
  file: CheckedFile,
  sourceIds: ReadonlySet<string>,
  found: Findings
): void {
  for (const [index, id] of (condition.sources ?? []).entries()) {
    if (id === '*' || sourceIds.has(id)) continue
    found.mistakes.push(
      file.mistakeAt([...path, 'sources', index], 'value', `no source has the id "${id}"; ${spellKnown(sourceIds, 'write "*" for all')}`)
    )
  }
  for (const key of ['any', 'all', 'none'] as const) {
    for (const [index, inner] of (condition[key] ?? []).entries()) checkCondition(inner, [...path, key, index], file, sourceIds, found)
  }
}

// A term is named by its text; where it stands in a condition, the path is found by looking for it.
function termPath(
  topic: TopicConfig,
  wrong: { readonly language: string; readonly list: string; readonly term: string }
): readonly PathPart[] {
  const lists = topic.terms[wrong.language] as Readonly<Record<string, readonly string[]>> | undefined
  const index = lists?.[wrong.list]?.indexOf(wrong.term) ?? -1
  if (index >= 0) return ['terms', wrong.language, wrong.list, index]
  return (topic.where && conditionPath(topic.where, ['where'], wrong.term)) ?? ['terms', wrong.language, wrong.list]
}

function conditionPath(condition: Condition, path: readonly PathPart[], term: string): readonly PathPart[] | null {
  const index = condition.terms?.indexOf(term) ?? -1
  if (index >= 0) return [...path, 'terms', index]
  if (condition.regex === term || `regex:${condition.regex}` === term) return [...path, 'regex']
  for (const key of ['any', 'all', 'none'] as const) {
    for (const [at, inner] of (condition[key] ?? []).entries()) {
      const found = conditionPath(inner, [...path, key, at], term)
      if (found) return found
    }
  }
  return null
}

function checkPresence(files: readonly CheckedFile[], found: Findings): void {
  const file = files.find(({ kind }) => kind === 'service')
  const folder = (name: string): Mistake => ({ file: file?.path ?? name, line: 1, column: 1, path: '', message: '' })
  if (!files.some(({ sources }) => sources.length > 0)) {
    found.warnings.push({ ...folder('sources'), message: 'there is no feed to poll; write a file in the folder sources beside this one' })
  }
  if (!files.some(({ topics }) => topics.length > 0)) {
    found.warnings.push({ ...folder('topics'), message: 'there is no topic to publish; write a file in the folder topics beside this one' })
  }
}

function comparableUrl(text: string): string {
  const url = new URL(text)
  url.hash = ''
  return url.href
}

function spellPlace({ file, line, column }: Mistake): string {
  return `${file}:${line}:${column}`
}

function spellKnown(known: ReadonlySet<string>, otherwise: string): string {
  if (known.size === 0) return otherwise
  const names = [...known]
    .slice(0, 5)
    .map((name) => `"${name}"`)
    .join(', ')
  return `known: ${names}${known.size > 5 ? ', …' : ''}, or ${otherwise}`
}
