import { counted, languageName } from '../names.ts'
import { html } from './html.ts'
import { layout, type Site } from './layout.ts'
import type { Headline } from './story-item.ts'
import { byline } from './story-item.ts'
import { foreign, time } from './text.ts'

export interface StoryPageView {
  readonly id: string
  readonly headlines: readonly Headline[]
  readonly publishers: number
  /** Left out when there is nothing to draw. */
  readonly plotRoute: string | null
}

/** A story: every article that tells it, by language, each list on its own line of time. */
export function storyPage(site: Site, view: StoryPageView): string {
  const { path } = site.addresses
  const oldestFirst = view.headlines.toSorted((one, other) => one.at - other.at)
  const [first] = oldestFirst
  const languages = [...Map.groupBy(oldestFirst, ({ language }) => language)].sort((one, other) => other[1].length - one[1].length)
  return layout(
    site,
    { title: first!.title || 'A story', route: `/stories/${view.id}`, section: 'topics' },
    html`
      <div class="intro">
        <p class="kicker">Story</p>
        <h1>${foreign(first!.title || 'Without a title', first!.title ? first!.language : 'en')}</h1>
        <p class="meta">${counted(view.headlines.length, 'article')} in ${counted(languages.length, 'language')} by ${counted(view.publishers, 'publisher')}, from ${time(first!.at)} to ${time(oldestFirst.at(-1)!.at)}</p>
      </div>
      ${view.plotRoute !== null && html`<figure class="plot"><img src=${path(view.plotRoute)} width="720" height=${80 + 34 * languages.length} alt=${`When each article appeared: ${languages.map(([language, members]) => `${languageName(language)} ${members.length}`).join(', ')}.`} /></figure>`}
      ${languages.map(([language, members]) => html`
        <section class="line" aria-labelledby=${`in-${language}`}>
          <h2 class="day" id=${`in-${language}`}>${languageName(language)} <span class="count">${members.length}</span></h2>
          <ol class="timeline">${members.map((headline) => html`
            <li>
              <h3 class="headline"><a href=${path(`/articles/${headline.articleId}`)}>${foreign(headline.title || 'Without a title', headline.title ? headline.language : 'en')}</a></h3>
              ${headline.summary !== '' && html`<p class="summary">${foreign(headline.summary, headline.language)}</p>`}
              ${byline(headline)}
            </li>`)}</ol>
        </section>`)}`
  )
}
