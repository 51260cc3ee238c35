import type { ArticleWithLead } from '../model/article.ts'
import type { EditRecord } from '../model/edit.ts'
import { topicTitle } from './catalog.ts'
import { headlinesOf } from './headlines.ts'
import type { DeskEdit, DeskItem, DeskView } from './pages/desk-page.ts'
import { present, type Serving } from './serving.ts'

const SHOWN_MAX = 20
const NEAR_MISSES_MAX = 20
const NEAR_MISSES_RANKED = 200
const EDITS_MAX = 30

/**
 * What an editor sees: the newest of a topic, what it nearly showed, and what was edited lately.
 * @param article one to show instead of a topic
 */
export async function deskView(
  serving: Serving,
  topicId: string | null,
  article: ArticleWithLead | null
): Promise<Omit<DeskView, 'editor' | 'csrf' | 'said'>> {
  const { store } = serving
  const { catalog, config } = present(serving)
  const topics = config.topics.map((topic) => ({ id: topic.topic.id, title: topicTitle(topic) }))
  const topic = topics.find(({ id }) => id === topicId) ?? topics[0] ?? null
  const edits = await editViews(serving, await store.listEdits(EDITS_MAX))
  if (article) return { topics, topic, one: (await items(serving, [article], topic?.id ?? null))[0]!, shown: [], near: [], edits }
  if (topic === null) return { topics, topic, one: null, shown: [], near: [], edits }
  const shown = await store.articlesInTopic(topic.id, {}, SHOWN_MAX)
  const pinned = new Set(shown.filter((one) => one.pinned).map((one) => one.article.id))
  const shownItems = await items(
    serving,
    shown.map((one) => one.article),
    topic.id
  )
  // Where near misses are ranked by what editors chose before, the best of more of them.
  const ranked = catalog.topics.get(topic.id)!.learn
  const near = await store.articlesById(await store.nearMisses(topic.id, ranked ? NEAR_MISSES_RANKED : NEAR_MISSES_MAX))
  const nearItems = await items(
    serving,
    near.toSorted((a, b) => b.sortAt - a.sortAt),
    topic.id
  )
  return {
    topics,
    topic,
    one: null,
    edits,
    shown: shownItems.map((item) => ({ ...item, pinned: pinned.has(item.headline.articleId) })),
    near: (ranked ? nearItems.toSorted((a, b) => b.score - a.score) : nearItems).slice(0, NEAR_MISSES_MAX)
  }

  async function items(of: Serving, articles: readonly ArticleWithLead[], about: string | null): Promise<readonly DeskItem[]> {
    const ids = articles.map(({ id }) => id)
    const [headlines, matches, copies] = await Promise.all([
      headlinesOf(of.store, catalog, articles, about),
      of.store.matchesOf(ids),
      of.store.entriesOfArticles(ids)
    ])
    return articles.map(({ id }) => ({
      headline: headlines.get(id)!,
      pinned: false,
      score: matches.find(({ topicId: match, articleId }) => match === about && articleId === id)?.score ?? 0,
      copies: copies
        .filter(({ articleId }) => articleId === id)
        .map(({ id: copy, sourceId, title }) => ({ id: copy, sourceName: catalog.sourceName(sourceId), title }))
    }))
  }
}

async function editViews({ store }: Serving, edits: readonly EditRecord[]): Promise<readonly DeskEdit[]> {
  const titles = new Map(
    (await store.articlesById([...new Set(edits.map(({ articleId }) => articleId))])).map(({ id, lead }) => [id, lead])
  )
  return edits.map((edit) => {
    const lead = titles.get(edit.articleId)
    return { ...edit, title: lead?.title || edit.articleId, language: lead?.language ?? 'und' }
  })
}
