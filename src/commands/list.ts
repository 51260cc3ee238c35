import { openStore } from './open-store.ts'
import type { AddCommand } from './program.ts'
import { requireConfig } from './read-config.ts'
import { printJson, printTable } from './terminal.ts'
import { wholeNumber } from './whole-number.ts'

interface Options {
  readonly config: string
  readonly json?: true
}

export const topicsCommand: AddCommand = (program, terminal) => {
  program
    .command('topics')
    .description('list the topics: terms, languages, how many articles they show')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const config = requireConfig(options.config, terminal)
      await using opened = await openStore(config.service.store, terminal.now())
      const shown = await opened.store.countPublications()
      const topics = config.topics.map(({ topic, terms }) => ({
        id: topic.id,
        title: topic.title.en ?? Object.values(topic.title)[0] ?? topic.id,
        languages: Object.keys(terms).length,
        terms: Object.values(terms).reduce((sum, lists) => sum + Object.values(lists).flat().length, 0),
        articles: shown.get(topic.id) ?? 0
      }))
      if (options.json) printJson(terminal, topics)
      else
        printTable(
          terminal,
          ['topic', 'title', 'languages', 'terms', 'articles'],
          topics.map(({ id, title, languages, terms, articles }) => [id, title, String(languages), String(terms), String(articles)])
        )
    })
}

export const articlesCommand: AddCommand = (program, terminal) => {
  program
    .command('articles')
    .description('list stored articles, newest first')
    .option('--config <dir>', 'folder of the configuration', 'config')
    .option('--topic <id>', 'only what this topic shows')
    .option('--language <tag>', 'only this language')
    .option('--source <id>', 'only what this source published')
    .option('--limit <n>', 'how many', wholeNumber(1, 10_000), 20)
    .option('--json', 'print JSON')
    .action(async (options: Options & { topic?: string; language?: string; source?: string; limit: number }) => {
      const config = requireConfig(options.config, terminal)
      await using opened = await openStore(config.service.store, terminal.now())
      const { topic, language, source, limit } = options
      const articles = await opened.store.listArticles(
        {
          ...(topic === undefined ? {} : { topicId: topic }),
          ...(language === undefined ? {} : { language }),
          ...(source === undefined ? {} : { sourceId: source })
        },
        limit
      )
      const rows = articles.map(({ id, storyId, language, regions, sortAt, lead }) => ({
        id,
        story: storyId,
        title: lead.title,
        language,
        source: lead.sourceId,
        url: lead.url,
        regions,
        at: new Date(sortAt).toISOString()
      }))
      if (options.json) printJson(terminal, rows)
      else
        printTable(
          terminal,
          ['id', 'when', 'language', 'source', 'title'],
          rows.map((row) => [row.id, row.at.slice(0, 16), row.language, row.source, row.title])
        )
    })
}
