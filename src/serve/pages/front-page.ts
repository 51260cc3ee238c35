import { counted } from '../names.ts'
import { topicRoute } from '../addresses.ts'
import { html } from './html.ts'
import { layout, type Site } from './layout.ts'
import type { StoryView } from './story-item.ts'
import { foreign, joined, languageLabel, name, time } from './text.ts'

export interface FrontView {
  readonly topics: readonly {
    readonly id: string
    readonly title: { readonly text: string; readonly language: string }
    readonly articles: number
    readonly languages: number
    readonly stories: readonly StoryView[]
  }[]
  readonly sources: number
  readonly languages: number
}

/** Readers that are given the address of the front page offer these. */
const FEEDS_NAMED = 30

/** All topics, each with its newest stories. */
export function frontPage(site: Site, view: FrontView): string {
  const { path, absolute } = site.addresses
  return layout(
    site,
    {
      title: site.title,
      description: `Regional and government news from ${counted(view.sources, 'source')}, sorted into ${counted(view.topics.length, 'topic')}`,
      route: '/',
      section: 'topics',
      feeds: [
        ...view.topics.slice(0, FEEDS_NAMED).map(({ id, title }) => ({ type: 'application/atom+xml', title: title.text, href: absolute(topicRoute(id, {}, 'atom')) })),
        { type: 'text/x-opml', title: 'All topics (OPML)', href: absolute('/opml.xml') }
      ]
    },
    html`
      <div class="intro front">
        <h1>What regions and governments publish</h1>
        <p class="scope">News from ${counted(view.sources, 'source')} in ${counted(view.languages, 'language')}, sorted by topic, each with its source and the reason it is here. Every topic is a feed.</p>
      </div>
      <div class="topics">
        ${view.topics.length === 0 && html`<p class="empty">No topics yet. Write one under config/topics, and it appears here.</p>`}
        ${view.topics.map((topic) => html`
          <section class="topic" aria-labelledby=${`topic-${topic.id}`}>
            <h2 id=${`topic-${topic.id}`}><a href=${path(topicRoute(topic.id))}>${foreign(topic.title.text, topic.title.language)}</a></h2>
            ${topic.articles > 0 && html`<p class="meta">${counted(topic.articles, 'article')} in ${counted(topic.languages, 'language')}</p>`}
            ${topic.stories.length === 0
              ? html`<p class="empty">Nothing so far.</p>`
              : html`<ol class="newest">${topic.stories.map(({ lead, others }) => html`
                <li>
                  <a class="headline" href=${path(`/articles/${lead.articleId}`)}>${foreign(lead.title || 'Without a title', lead.title ? lead.language : 'en')}</a>
                  <span class="meta">${joined([languageLabel(lead.language), name(lead.sourceName), time(lead.at), others.length > 0 && `${counted(others.length, 'more report')}`])}</span>
                </li>`)}</ol>`}
            <p class="links"><a href=${path(topicRoute(topic.id))}>All of it</a> <a href=${`${path(topicRoute(topic.id))}#subscribe`}>Subscribe</a></p>
          </section>`)}
      </div>`
  )
}
