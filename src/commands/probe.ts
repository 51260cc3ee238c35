import type { Item } from '../model/item.ts'
import { decodeBody } from '../parse/decode-body.ts'
import { discoverFeeds, type OfferedFeed } from '../parse/discover-feeds.ts'
import { type ParseContext, parseFeed } from '../parse/parse-feed.ts'
import { parsePage } from '../parse/parse-page.ts'
import { type PageProposal, proposePage } from '../parse/propose-page.ts'
import type { AddCommand } from './program.ts'
import { readDocument, type ReadDocument } from './read-document.ts'
import { saveFile } from './save-file.ts'
import { printJson, type Terminal } from './terminal.ts'

/** Proposals below this are shown only as what they are: guesses. */
const SURE_MIN = 0.6
const PREVIEW_ITEMS = 5

interface Probed {
  readonly url: string
  /** Set when the address is a feed itself. */
  readonly feed: { readonly title: string | null; readonly items: number; readonly language: string | null } | null
  readonly offered: readonly OfferedFeed[]
  readonly pages: readonly PageProposal[]
  /** What the first proposal brings. */
  readonly preview: readonly Item[]
}

export const probeCommand: AddCommand = (program, terminal, done) => {
  program
    .command('probe')
    .description('find feeds on a page, or propose selectors for its list, and print the YAML to paste')
    .argument('<url-or-file>', 'an http(s) address, or a file')
    .option('--url <base>', 'the address a file was fetched from', 'http://localhost/')
    .option('--save <file>', 'keep what was read, as a fixture for tests')
    .option('--config <dir>', 'folder of the configuration, for the limits of fetching', 'config')
    .option('--json', 'print JSON')
    .action(async (target: string, options: { url: string; save?: string; config: string; json?: true }) => {
      const read = await readDocument(target, options.url, options.config, terminal)
      if (!('bytes' in read)) {
        terminal.err(`${target}: ${read.message}\n`)
        return done(1)
      }
      if (options.save !== undefined) saveFile(options.save, read.bytes)
      const probed = await probe(read)
      if (options.json) printJson(terminal, probed)
      else printProbed(probed, terminal)
      done(probed.feed === null && probed.offered.length === 0 && probed.pages.length === 0 ? 1 : 0)
    })
}

async function probe({ bytes, context }: ReadDocument): Promise<Probed> {
  const parsed = await parseFeed(bytes, context)
  if (parsed.kind === 'parsed') {
    const { feed, items } = parsed.document
    return {
      url: context.url,
      feed: { title: feed.title ?? null, items: items.length, language: feed.language ?? null },
      offered: [],
      pages: [],
      preview: []
    }
  }
  const { text } = decodeBody(bytes, { contentType: context.contentType, kind: 'html' })
  const pages = proposePage(text, context.url)
  return { url: context.url, feed: null, offered: discoverFeeds(text, context.url), pages, preview: previewOf(bytes, pages[0], context) }
}

/** Reads the page as a poll would with the proposal. */
function previewOf(bytes: Uint8Array, proposal: PageProposal | undefined, context: ParseContext): readonly Item[] {
  if (proposal === undefined) return []
  const page = { ...proposal.page, item: proposal.page.item ?? '', link: proposal.page.link ?? 'a@href', url_date: true }
  const read = parsePage(bytes, page, context)
  return read.kind === 'parsed' ? read.document.items.slice(0, PREVIEW_ITEMS) : []
}

function printProbed({ url, feed, offered, pages, preview }: Probed, terminal: Terminal): void {
  if (feed) {
    terminal.out(
      `This is a feed: ${feed.title ?? 'without a title'}, ${feed.items} items${feed.language === null ? '' : `, declared ${feed.language}`}.\n\n`
    )
    return terminal.out(feedYaml(url, null))
  }
  if (offered.length > 0) {
    terminal.out('The page offers feeds:\n')
    for (const { url, title, from } of offered)
      terminal.out(`  ${url}${title === undefined ? '' : `  ${title}`}${from === 'anchor' ? '  (a link that looks like a feed)' : ''}\n`)
    terminal.out(`\n${feedYaml(offered[0]!.url, null)}`)
  }
  const [best] = pages
  if (best) {
    const sure = best.confidence >= SURE_MIN ? '' : ', which is a guess: look at what it brings'
    terminal.out(
      `${offered.length > 0 ? '\nIts list could be read as well' : 'No feed is offered; its list can be read'}: ${best.items} items, ${best.dated} with a date, ${Math.round(best.confidence * 100)} % sure${sure}.\n`
    )
    for (const item of preview)
      terminal.out(`  ${item.published?.slice(0, 10) ?? 'no date   '}  ${item.title ?? ''}\n              ${item.url ?? ''}\n`)
    if (offered.length === 0) terminal.out(`\n${feedYaml(url, best.page)}`)
  }
  if (offered.length === 0 && !best)
    terminal.out(
      'Nothing was found: no feed is offered, and no list with links repeats. Its items may be loaded by a script; look for the JSON it fetches.\n'
    )
}

/** JSON is YAML, and quotes whatever needs it. */
function feedYaml(url: string, page: PageProposal['page'] | null): string {
  const id =
    (URL.parse(url)?.hostname ?? 'new')
      .replace(/^www\./, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'new'
  const lines = [
    `source: { id: ${id}, name: ${JSON.stringify(URL.parse(url)?.hostname ?? 'New source')} }`,
    'feeds:',
    `  - id: ${id}-news`,
    `    url: ${JSON.stringify(url)}`,
    ...(page
      ? [
          '    page:',
          ...Object.entries({ ...page }).map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`),
          '      article: { follow: true }'
        ]
      : [])
  ]
  return `${lines.join('\n')}\n`
}
