import type { FeedDocument } from '../model/item.ts'
import { parseFeed } from '../parse/parse-feed.ts'
import type { ParseResult } from '../parse/parse-result.ts'
import type { AddCommand } from './program.ts'
import { readDocument } from './read-document.ts'
import { printJson, type Terminal } from './terminal.ts'

export const inspectCommand: AddCommand = (program, terminal, done) => {
  program
    .command('inspect')
    .description('read one feed and print it normalised')
    .argument('<file-or-url>', 'a file, or an http(s) address')
    .option('--url <base>', 'the address a file was fetched from, for relative links', 'http://localhost/')
    .option('--content-type <type>', 'the Content-Type a file was served with')
    .option('--config <dir>', 'folder of the configuration, for the limits of fetching', 'config')
    .option('--json', 'print JSON')
    .action(async (target: string, options: { url: string; contentType?: string; config: string; json?: true }) => {
      const read = await readDocument(target, options.url, options.config, terminal)
      const result: ParseResult =
        'bytes' in read
          ? await parseFeed(read.bytes, { ...read.context, ...(options.contentType === undefined ? {} : { contentType: options.contentType }) })
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

function printDocument({ format, encoding, feed, items, itemsLeftOut, complete }: FeedDocument, terminal: Terminal): void {
  terminal.out(`${feed.title ?? '(no title)'}\n${format}, ${encoding}, ${items.length} items${itemsLeftOut > 0 ? `, ${itemsLeftOut} left out` : ''}${complete ? '' : ', cut off'}\n`)
  if (feed.language !== undefined) terminal.out(`language ${feed.language}\n`)
  for (const item of items) terminal.out(`${item.published ?? item.updated ?? 'no date             '}  ${item.title ?? '(no title)'}\n  ${item.url ?? '(no link)'}\n`)
}
