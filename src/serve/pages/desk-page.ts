import type { EditKind, EditRecord } from '../../model/edit.ts'
import { type Html, html } from './html.ts'
import { layout, type Site } from './layout.ts'
import { byline, type Headline, reasonText } from './story-item.ts'
import { foreign, joined, languageLabel, time } from './text.ts'

/** One article at the desk. */
export interface DeskItem {
  readonly headline: Headline
  readonly pinned: boolean
  readonly score: number
  readonly copies: readonly { readonly id: string; readonly sourceName: string; readonly title: string }[]
}

export interface DeskEdit extends EditRecord {
  /** Of the article. */
  readonly title: string
  readonly language: string
}

interface DeskTopic {
  readonly id: string
  readonly title: { readonly text: string; readonly language: string }
}

export interface DeskView {
  readonly editor: string
  readonly csrf: string
  readonly topics: readonly DeskTopic[]
  readonly topic: DeskTopic | null
  /** The article that was looked for; the lists are empty then. */
  readonly one: DeskItem | null
  readonly shown: readonly DeskItem[]
  readonly near: readonly DeskItem[]
  readonly edits: readonly DeskEdit[]
  /** What came of the last form. */
  readonly said: { readonly good: boolean; readonly text: string } | null
}

/** The door of the desk. */
export function deskLoginPage(site: Site, refusal: string | null): string {
  return layout(site, { title: 'Editor’s desk', route: '/desk', noindex: true }, html`
    <div class="intro">
      <h1>Editor’s desk</h1>
      <p class="scope">Your token opens it for twelve hours. An operator makes one with <code>courant token</code>.</p>
      ${refusal !== null && html`<p class="said bad" role="alert">${refusal}</p>`}
      <form class="desk-form" method="post" action=${site.addresses.path('/desk/login')}>
        <label>Token <input type="password" name="token" required autocomplete="current-password" maxlength="512" /></label>
        <button type="submit">Open the desk</button>
      </form>
    </div>`)
}

/** What a topic shows, what it nearly showed, and what was edited: each with a form for what an editor can do. */
export function deskPage(site: Site, view: DeskView): string {
  const { path } = site.addresses
  return layout(site, { title: 'Editor’s desk', route: '/desk', noindex: true }, html`
    <div class="desk">
      <div class="intro">
        <h1>Editor’s desk</h1>
        <form class="meta" method="post" action=${path('/desk/logout')}>
          ${hidden(view)}You edit as <bdi>${view.editor}</bdi>. <button type="submit">Close the desk</button>
        </form>
        ${view.said !== null && html`<p class=${view.said.good ? 'said good' : 'said bad'} role=${view.said.good ? 'status' : 'alert'}>${view.said.text}</p>`}
        <form class="desk-form" method="get" action=${path('/desk')}>
          <label>Find an article, by its id or its address <input name="article" required maxlength="2000" /></label>
          <button type="submit">Find</button>
        </form>
      </div>
      ${view.topics.length > 0 && html`
        <nav class="facets" aria-label="Topics">
          <ul>${view.topics.map(({ id, title }) => html`
            <li><a href=${path(`/desk?topic=${id}`)} aria-current=${id === view.topic?.id ? 'page' : undefined}>${foreign(title.text, title.language)}</a></li>`)}</ul>
        </nav>`}
      ${view.topic !== null && html`
        <form class="desk-form" method="post" action=${path('/desk/edits')}>
          ${hidden(view)}
          <input type="hidden" name="topic" value=${view.topic.id} />
          <label>Add a page to this topic, by its address <input name="url" type="url" required maxlength="2000" /></label>
          <label>Why <input name="why" required maxlength="500" dir="auto" autocomplete="off" /></label>
          <button type="submit" name="kind" value="add">Add</button>
        </form>`}
      ${view.one !== null && list('The article', [view.one], view, path, '')}
      ${view.one === null && list('Shown', view.shown, view, path, 'The topic shows nothing so far.')}
      ${view.one === null && list('Near misses', view.near, view, path, 'No article had some words of the topic, but not enough.')}
      <section aria-labelledby="edits">
        <h2 id="edits" class="day">Lately edited</h2>
        ${view.edits.length === 0 && html`<p class="empty">Nothing was edited so far.</p>`}
        <ul class="troubled">${view.edits.map((edit) => editItem(edit, view, path))}</ul>
      </section>
    </div>`)
}

type Path = (route: string) => string

function list(title: string, items: readonly DeskItem[], view: DeskView, path: Path, empty: string): Html {
  const id = title.toLowerCase().replaceAll(' ', '-')
  return html`
    <section aria-labelledby=${id}>
      <h2 id=${id} class="day">${title}</h2>
      ${items.length === 0 && html`<p class="empty">${empty}</p>`}
      ${items.map((item) => deskItem(item, view, path))}
    </section>`
}

function deskItem(item: DeskItem, view: DeskView, path: Path): Html {
  const { headline, copies } = item
  const form = (button: Html, fields: Html = null): Html => html`
    <form class="desk-form" method="post" action=${path('/desk/edits')}>
      ${hidden(view)}
      <input type="hidden" name="article" value=${headline.articleId} />
      ${view.topic && html`<input type="hidden" name="topic" value=${view.topic.id} />`}
      ${fields}
      <label>Why <input name="why" required maxlength="500" dir="auto" autocomplete="off" /></label>
      <div class="buttons">${button}</div>
    </form>`
  return html`
    <article class="story">
      <p class="kicker">${joined([languageLabel(headline.language), html`<span>score ${item.score.toFixed(1)}</span>`, item.pinned && html`<span class="pinned">Pinned</span>`])}</p>
      <h3 class="headline"><a href=${path(`/articles/${headline.articleId}`)}>${foreign(headline.title || 'Without a title', headline.title ? headline.language : 'en')}</a></h3>
      ${byline(headline)}
      ${headline.reasons.length > 0 && html`<p class="reason">Because ${joined(headline.reasons.map(reasonText), '; ')}</p>`}
      ${form([view.topic && submit('pin', 'Pin'), view.topic && submit('hide', 'Hide here'), submit('hide-everywhere', 'Hide everywhere')])}
      <details>
        <summary>Retitle, summarise, merge${copies.length > 1 && ', split'}</summary>
        ${form(submit('retitle', 'Retitle'), html`<label>Title <input name="title" required maxlength="300" dir="auto" value=${headline.title} /></label>`)}
        ${form(submit('summarise', 'Summarise'), html`<label>Summary <textarea name="summary" required maxlength="2000" rows="3" dir="auto">${headline.summary}</textarea></label>`)}
        ${form(submit('merge', 'Merge'), html`<label>Part of which article, by its id or address <input name="into" required maxlength="2000" /></label>`)}
        ${copies.length > 1 && form(submit('split', 'Split off'), html`
          <label>Copy <select name="entry">${copies.map(({ id, sourceName, title }) => html`<option value=${id}>${sourceName}: ${title}</option>`)}</select></label>`)}
      </details>
    </article>`
}

function submit(kind: EditKind | 'hide-everywhere', label: string): Html {
  return html`<button type="submit" name="kind" value=${kind}>${label}</button>`
}

function hidden({ csrf }: DeskView): Html {
  return html`<input type="hidden" name="csrf" value=${csrf} />`
}

function editItem(edit: DeskEdit, view: DeskView, path: Path): Html {
  return html`
    <li>
      <p><strong>${edit.kind}</strong> <a href=${path(`/desk?article=${edit.articleId}`)}>${foreign(edit.title, edit.language)}</a></p>
      <p class="meta">${joined([
        time(edit.madeAt), html`<span>by <bdi>${edit.madeBy}</bdi></span>`, html`<span>${edit.topicId ?? 'every topic'}</span>`, html`<bdi>${edit.why}</bdi>`
      ])}</p>
      ${edit.undoneAt !== null
        ? html`<p class="meta">Undone ${time(edit.undoneAt)} by <bdi>${edit.undoneBy}</bdi>: <bdi>${edit.undoneWhy}</bdi></p>`
        : html`
          <form class="desk-form" method="post" action=${path('/desk/undo')}>
            ${hidden(view)}
            <input type="hidden" name="edit" value=${edit.id} />
            <label>Why undo it <input name="why" required maxlength="500" dir="auto" autocomplete="off" /></label>
            <button type="submit">Undo</button>
          </form>`}
    </li>`
}
