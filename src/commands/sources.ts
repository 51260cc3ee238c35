import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { formatMistake } from '../config/load-config.ts'
import { isLanguageTag, type SourceConfig } from '../config/schema.ts'
import { writeSources } from '../config/write-sources.ts'
import { CourantError } from '../errors.ts'
import { parseOpml } from '../parse/parse-opml.ts'
import { renderOpml } from '../publish/opml.ts'
import { regionName } from '../serve/region-names.ts'
import { type ImportPlan, planImport } from './import-sources.ts'
import type { AddCommand } from './program.ts'
import { readConfig, requireConfig } from './read-config.ts'
import { readFile } from './read-document.ts'
import { saveFile } from './save-file.ts'
import { printJson, printTable, type Terminal } from './terminal.ts'

interface Options {
  readonly config: string
  readonly json?: true
}

export const sourcesCommand: AddCommand = (program, terminal, done) => {
  const sources = program
    .command('sources')
    .description('list the sources with their feeds, or exchange them as OPML')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--region <code>', 'only sources of this region, such as "CN" or "CN-BJ"')
    .option('--language <tag>', 'only feeds configured in this language')
    .option('--json', 'print JSON')
    .action((options: Options & { region?: string; language?: string }) => list(options, terminal))
  sources
    .command('import')
    .description('add the feeds of a subscription list that are not configured yet, as a YAML file of sources')
    .argument('<opml>', 'a file in OPML')
    .option('--config <dir>', 'folder of the configuration')
    .option('--dry-run', 'write nothing and print the YAML')
    .option('--json', 'print the report as JSON')
    .action((file: string, _options: unknown, command: Command) => done(importOpml(file, command.optsWithGlobals(), terminal)))
  sources
    .command('export')
    .description('print all feeds as a subscription list in OPML; list pages, which no reader can subscribe to, are left out')
    .option('--config <dir>', 'folder of the configuration')
    .option('--out <file>', 'write it there instead')
    .action((_options: unknown, command: Command) => exportOpml(command.optsWithGlobals(), terminal))
}

function list(options: Options & { region?: string; language?: string }, terminal: Terminal): void {
  const config = requireConfig(options.config, terminal)
  const rows = config.sources
    .filter(({ region }) => options.region === undefined || region === options.region || region?.startsWith(`${options.region}-`) === true)
    .flatMap((source) =>
      source.feeds
        .filter(({ language }) => options.language === undefined || language === options.language)
        .map((feed) => ({
          source: source.id,
          name: source.name,
          owner: source.owner,
          region: source.region ?? null,
          role: source.role,
          feed: feed.id,
          url: feed.url,
          language: feed.language ?? null,
          kind: feed.page ? 'page' : 'feed',
          schedule: feed.schedule,
          paused: feed.paused
        }))
    )
  if (options.json) return printJson(terminal, rows)
  const cells = rows.map((row) => [
    row.feed,
    row.name,
    row.region === null ? '' : regionName(row.region),
    row.language ?? '',
    row.kind,
    row.url
  ])
  printTable(terminal, ['feed', 'source', 'region', 'language', 'kind', 'address'], cells)
}

/** Writes a new file beside the others; what would make the configuration wrong is not written. */
function importOpml(path: string, options: Options & { dryRun?: true }, terminal: Terminal): 0 | 1 {
  const subscriptions = parseOpml(readFile(path))
  if (subscriptions === null)
    throw new CourantError('USAGE', `${path} is no subscription list; one in OPML is needed, which starts with <opml>`)
  const plan = planImport(subscriptions, requireConfig(options.config, terminal).sources, isLanguageTag)
  const yaml = plan.sources.length === 0 ? '' : writeSources(plan.sources, `Imported from ${basename(path)}`)
  const file = freeFile(join(options.config, 'sources'), basename(path))
  if (yaml !== '') {
    const checked = readConfig(options.config, terminal, [{ path: file, text: yaml }])
    if (checked.kind === 'refused') {
      throw new CourantError('CONFIG_INVALID', `${checked.mistakes.map(formatMistake).join('\n')}\nnothing was written`)
    }
  }
  if (options.dryRun !== true && yaml !== '') saveFile(file, yaml)
  if (options.json) printJson(terminal, { file: options.dryRun === true || yaml === '' ? null : file, ...plan })
  else {
    if (options.dryRun === true) terminal.out(yaml)
    else printPlan(plan, yaml === '' ? null : file, terminal)
  }
  return plan.refused.length > 0 ? 1 : 0
}

function printPlan({ sources, added, known, refused, notes }: ImportPlan, file: string | null, terminal: Terminal): void {
  if (added.length > 0)
    printTable(
      terminal,
      ['new feed', 'address'],
      added.map(({ feed, url }) => [feed, url])
    )
  for (const { url, feed } of known) terminal.out(`known already as ${feed}: ${url}\n`)
  for (const { url, why } of refused) terminal.out(`left out: ${url} ${why}\n`)
  for (const note of notes) terminal.out(`${note}\n`)
  const counts = `${added.length} feeds of ${sources.length} sources are new, ${known.length} were known, ${refused.length} were left out`
  terminal.out(`${counts}${file === null ? '; nothing was written' : `; written to ${file}`}\n`)
}

function exportOpml(options: Options & { out?: string }, terminal: Terminal): void {
  const config = requireConfig(options.config, terminal)
  const feeds = config.sources.flatMap((source) => source.feeds)
  const pages = feeds.filter(({ page }) => page !== undefined).length
  const byRegion = Map.groupBy(config.sources, ({ region }) => region?.slice(0, 2) ?? null)
  const opml = renderOpml({
    title: `${config.service.title}: sources`,
    createdAt: terminal.now(),
    outlines: [...byRegion]
      .map(([region, sources]) => ({ title: region === null ? 'No region' : regionName(region), outlines: sources.flatMap(outlinesOf) }))
      .filter(({ outlines }) => outlines.length > 0)
  })
  if (options.out === undefined) terminal.out(opml)
  else saveFile(options.out, opml)
  terminal.err(`${feeds.length - pages} feeds exported${pages === 0 ? '' : `, ${pages} list pages left out`}\n`)
}

function outlinesOf(source: SourceConfig) {
  return source.feeds
    .filter(({ page }) => page === undefined)
    .map((feed) => ({
      title: feed.title ?? (source.feeds.length === 1 ? source.name : `${source.name}: ${feed.id}`),
      feedUrl: feed.url,
      ...(source.homepage === undefined ? {} : { htmlUrl: source.homepage }),
      ...(feed.language === undefined || feed.language === 'mul' ? {} : { language: feed.language })
    }))
}

function freeFile(dir: string, opml: string): string {
  const name = `imported-${
    opml
      .replace(/\.[^.]*$/, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'list'
  }`
  let file = join(dir, `${name}.yaml`)
  for (let number = 2; existsSync(file); number++) file = join(dir, `${name}-${number}.yaml`)
  return file
}
