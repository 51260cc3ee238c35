import htm from 'htm'
import { type ComponentChildren, h, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

export type Html = ComponentChildren

/** Templates of pages: values are escaped, whoever they come from. Gives what `renderPage` takes. */
export const html = (htm as unknown as typeof htm.default).bind(h) as unknown as (strings: TemplateStringsArray, ...values: unknown[]) => VNode

/** HTML that was made safe when it was stored, as it stands, in an element of its own. */
export function safeHtml(text: string, attributes: Readonly<Record<string, string>> = {}): Html {
  return h('div', { ...attributes, dangerouslySetInnerHTML: { __html: text } })
}

/** Writes a whole document. */
export function renderPage(root: VNode): string {
  return `<!doctype html>\n${renderToString(root)}\n`
}
