import type { Command } from 'commander'
import { type Curation, createCuration, type EditOutcome } from '../curate/curation.ts'
import { CourantError } from '../errors.ts'
import { createLog } from '../log.ts'
import type { EditKind, EditOrder, EditRecord } from '../model/edit.ts'
import type { JournalDraft } from '../model/journal.ts'
import type { Store } from '../store/store.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { requireConfig } from './read-config.ts'
import { createRuntime } from './runtime.ts'
import { printJson, type Terminal } from './terminal.ts'
import { wholeNumber } from './whole-number.ts'

interface Options {
  readonly config: string
  readonly json?: true
}

interface EditOptions extends Options {
  readonly by?: string
  readonly why: string
  readonly topic?: string
}

type EditSubject = Pick<EditOrder, 'text' | 'into' | 'entry'>

const LISTED_MAX = 1_000
const ARTICLE = 'id of an article or an entry, its tag: id, or the address it was published at'

export const curateCommand: AddCommand = (program, terminal, done) => {
  const curate = program
    .command('curate')
    .description("an editor's decisions, each with who and why: they hold whatever is fetched or configured later")

  withSignature(
    curate.command('pin <article>').description(`show an article in a topic, first and whatever its words say; <article> is ${ARTICLE}`)
  )
    .requiredOption('--topic <id>', 'the topic')
    .action((article: string, options: EditOptions) => edit('pin', article, options, terminal))

  withSignature(curate.command('hide <article>').description('take an article out of a topic, or of every one'))
    .option('--topic <id>', 'the topic; all topics when left out')
    .action((article: string, options: EditOptions) => edit('hide', article, options, terminal))

  withSignature(
    curate.command('add <url>').description('show a page in a topic: the article known by this address, else the page, fetched')
  )
    .requiredOption('--topic <id>', 'the topic')
    .action((url: string, options: EditOptions & { topic: string }) =>
      withCuration(options, terminal, async ({ curation }) =>
        report(await curation.add({ url, topicId: options.topic, by: editorOf(options, terminal), why: options.why }), options, terminal)
      )
    )

  withSignature(curate.command('retitle <article>').description('give an article another title'))
    .requiredOption('--title <text>', 'the title')
    .action((article: string, options: EditOptions & { title: string }) =>
      edit('retitle', article, options, terminal, { text: options.title })
    )

  withSignature(curate.command('summarise <article>').description('give an article another summary'))
    .requiredOption('--summary <text>', 'the summary')
    .action((article: string, options: EditOptions & { summary: string }) =>
      edit('summarise', article, options, terminal, { text: options.summary })
    )

  withSignature(
    curate.command('merge <article> <into>').description('make two articles one: the second stays, the first leads to it')
  ).action((article: string, into: string, options: EditOptions) => edit('merge', article, options, terminal, { into }))

  withSignature(
    curate.command('split <article> <entry>').description('make an entry, by the id that "why" shows, an article of its own')
  ).action((article: string, entry: string, options: EditOptions) => edit('split', article, options, terminal, { entry }))

  withSignature(curate.command('undo <edit>').description('take an edit back, by the id that "curate list" shows')).action(
    (id: string, options: EditOptions) =>
      withCuration(options, terminal, async ({ curation }) =>
        report(await curation.undo(id, { by: editorOf(options, terminal), why: options.why }), options, terminal)
      )
  )

  withData(curate.command('list [article]').description('edits, newest first, undone ones too'))
    .option('--limit <n>', 'how many', wholeNumber(1, LISTED_MAX), 20)
    .action(async (target: string | undefined, options: Options & { limit: number }) => {
      const config = requireConfig(options.config, terminal)
      await using opened = await openStore(config.service.store, terminal.now())
      const edits = await opened.store.listEdits(
        options.limit,
        target === undefined ? {} : { articleId: await articleIdOf(target, opened.store) }
      )
      if (options.json) printJson(terminal, edits.map(readable))
      else for (const one of edits) terminal.out(`${lineOf(one)}\n`)
      done(0)
    })
}

function withData(command: Command): Command {
  return command.option('--config <dir>', 'folder of the configuration', 'config').option('--json', 'print JSON')
}

function withSignature(command: Command): Command {
  return withData(command)
    .requiredOption('--why <text>', 'the reason; readers may see it')
    .option('--by <name>', 'who decides; the user of this session when left out')
}

function edit(kind: EditKind, target: string, options: EditOptions, terminal: Terminal, what: EditSubject = {}): Promise<void> {
  return withCuration(options, terminal, async ({ curation, store }) => {
    const signature = { by: editorOf(options, terminal), why: options.why }
    const into = what.into === undefined ? undefined : await articleIdOf(what.into, store)
    const order = { kind, articleId: await articleIdOf(target, store), topicId: options.topic ?? null, ...what, into, ...signature }
    report(await curation.make(order), options, terminal)
  })
}

interface Desk {
  readonly store: Store
  readonly curation: Curation
}

async function withCuration(options: Options, terminal: Terminal, work: (desk: Desk) => Promise<void>): Promise<void> {
  const config = requireConfig(options.config, terminal)
  await using opened = await openStore(config.service.store, terminal.now())
  await using runtime = await createRuntime(config, opened.store, createLog('error'), terminal)
  await work({
    store: opened.store,
    curation: createCuration({ store: opened.store, context: runtime.curationContext, pages: runtime.pages })
  })
}

async function articleIdOf(target: string, store: Store): Promise<string> {
  const article = await store.findArticleBy(target)
  if (!article)
    throw new CourantError('USAGE', `no article is known by ${target}; give its id, its tag: id, or the address it was published at`)
  return article.id
}

function editorOf({ by }: EditOptions, { env }: Terminal): string {
  const name = by ?? env.USER ?? env.LOGNAME
  if (name === undefined) throw new CourantError('USAGE', 'nobody knows who decides: add --by NAME')
  return name
}

function report(outcome: EditOutcome, options: Options, terminal: Terminal): void {
  if (outcome.kind === 'refused') throw new CourantError('USAGE', outcome.message)
  const journal = outcome.journal.map(({ topicId, kind }) => ({ topic: topicId, kind }))
  if (options.json) return printJson(terminal, { edit: readable(outcome.edit), journal })
  terminal.out(`${lineOf(outcome.edit)}\n${cameOf(outcome.journal)}\n`)
}

function cameOf(journal: readonly JournalDraft[]): string {
  return journal.length === 0
    ? 'no topic shows anything else than before'
    : journal.map(({ topicId, kind }) => `${topicId}: ${kind}`).join('\n')
}

function readable({ madeAt, undoneAt, topicId, articleId, ...edit }: EditRecord) {
  const undone = undoneAt === null ? null : new Date(undoneAt).toISOString()
  return { ...edit, topic: topicId, article: articleId, madeAt: new Date(madeAt).toISOString(), undoneAt: undone }
}

function lineOf({ id, kind, topicId, articleId, madeBy, why, madeAt, undoneAt, undoneBy, undoneWhy }: EditRecord): string {
  const undone = undoneAt === null ? '' : `; undone ${new Date(undoneAt).toISOString()} by ${undoneBy}: ${undoneWhy}`
  return `${id} ${new Date(madeAt).toISOString()} ${kind} ${articleId} ${topicId ?? 'in every topic'} by ${madeBy}: ${why}${undone}`
}
