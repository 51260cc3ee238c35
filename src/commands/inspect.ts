import { CourantError } from '../errors.ts'
import type { FeedDocument } from '../model/item.ts'
import { decodeBody } from '../parse/decode-body.ts'
import { type ParseContext, parseFeed } from '../parse/parse-feed.ts'
import { parsePage } from '../parse/parse-page.ts'
import type { ParseResult } from '../parse/parse-result.ts'
import { isHttpUrl } from '../parse/resolve-url.ts'
import { planFeeds } from '../poll/feed-plan.ts'
import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { requireConfig } from './read-config.ts'
import { readDocument } from './read-document.ts'
import { saveFile } from './save-file.ts'
import { printJson, type Terminal } from './terminal.ts'

interface Options {
  readonly url?: string
  readonly contentType?: string
  readonly config: string
  readonly last?: string
  readonly save?: string
  readonly json?: true
}

/** Of an answer that could not be used, so much is printed for people; `--save` keeps all. */
const TEXT_CHARS_MAX = 4_000

export const inspectCommand: AddCommand = (program, terminal, done) => {
  program
    .command('inspect')
    .description('read one feed and print it normalised')
    .argument('[file-or-url]', 'a file, or an http(s) address')
    .option('--last <feed>', 'the last answer of this feed that could not be used, as it is kept')
    .option('--save <file>', 'with --last: keep its bytes as they came')
    .option(
      '--url <base>',
      'the address a file was fetched from, for relative links (default: what the feed names as its own, or its site)'
    )
    .option('--content-type <type>', 'the Content-Type a file was served with')
    .option('--config <dir>', 'folder of the configuration, for the limits of fetching', 'config')
    .option('--json', 'print JSON')
    .action(async (target: string | undefined, options: Options) => {
      if ((target === undefined) === (options.last === undefined))
        throw new CourantError('USAGE', 'name a file or an address, or a feed with --last')
      if (target === undefined) return done(await inspectLast(options.last!, options, terminal))
      const read = await readDocument(target, options.url ?? '', options.config, terminal)
      const result: ParseResult =
        'bytes' in read
          ? await parseWithBase(read.bytes, {
              ...read.context,
              ...(options.contentType === undefined ? {} : { contentType: options.contentType })
            })
          : { kind: 'failed', failure: read }
      if (result.kind === 'failed') {
        if (options.json) printJson(terminal, { failure: result.failure })
        terminal.err(`${target}: ${result.failure.message}\n`)
        return done(1)
      }
      if (options.json) printJson(terminal, { feed: result.document.feed, items: result.document.items })
      else printDocument(result.document, terminal)
    })
}

/** A file does not say where it came from: what the feed calls its own address, or its site, is the next best base. */
async function parseWithBase(bytes: Uint8Array, context: ParseContext): Promise<ParseResult> {
  const result = await parseFeed(bytes, context)
  if (context.url !== '' || result.kind === 'failed') return result
  const { self, link } = result.document.feed
  return parseFeed(bytes, {
    ...context,
    url: [self, link].find((address) => address !== undefined && isHttpUrl(address)) ?? 'http://localhost/'
  })
}

/** Shows what came instead of a feed, and how it is read now. */
async function inspectLast(feed: string, options: Options, terminal: Terminal): Promise<0 | 1> {
  const config = requireConfig(options.config, terminal)
  const plan = planFeeds(config.sources).get(feed)
  if (plan === undefined)
    throw new CourantError('USAGE', `no feed is called ${feed}; "courant sources" lists their ids, and paused feeds are not polled`)
  await using opened = await openStore(config.service.store, terminal.now())
  const answer = await opened.store.findLastAnswer(feed)
  if (answer === null) {
    if (options.json) printJson(terminal, { feed, answer: null })
    terminal.err(`${feed}: no answer that could not be used is kept\n`)
    return 1
  }
  if (options.save !== undefined) saveFile(options.save, answer.body)
  const { at, url, status, contentType, body } = answer
  const context = {
    url,
    now: at,
    timeZone: plan.timeZone,
    ...(contentType === null ? {} : { contentType }),
    ...(plan.feed.encoding === undefined ? {} : { encoding: plan.feed.encoding })
  }
  const result = plan.feed.page ? parsePage(body, plan.feed.page, context) : await parseFeed(body, context)
  const { text, encoding } = decodeBody(body, { kind: 'html', contentType: contentType ?? undefined, override: plan.feed.encoding })
  const now = result.kind === 'failed' ? result.failure.message : `It can be read now: ${result.document.items.length} items.`
  const answered = { at: new Date(at).toISOString(), url, status, contentType, bytes: body.byteLength, encoding, now }
  if (options.json) printJson(terminal, { feed, answer: { ...answered, text } })
  else {
    for (const [name, value] of Object.entries(answered)) terminal.out(`${name.padEnd(12)} ${value ?? ''}\n`)
    terminal.out(`\n${printable(text.slice(0, TEXT_CHARS_MAX))}${text.length > TEXT_CHARS_MAX ? '…' : ''}\n`)
  }
  return 0
}

/** What a server sent must not steer the terminal. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

function printDocument({ format, encoding, feed, items, itemsLeftOut, complete }: FeedDocument, terminal: Terminal): void {
  terminal.out(
    `${feed.title ?? '(no title)'}\n${format}, ${encoding}, ${items.length} items${itemsLeftOut > 0 ? `, ${itemsLeftOut} left out` : ''}${complete ? '' : ', cut off'}\n`
  )
  if (feed.language !== undefined) terminal.out(`language ${feed.language}\n`)
  for (const item of items)
    terminal.out(
      `${item.published ?? item.updated ?? 'no date             '}  ${item.title ?? '(no title)'}\n  ${item.url ?? '(no link)'}\n`
    )
}
