import type { PublishedItem } from '../model/published.ts'

/** The content, told its direction where that is right to left: neither format has another place for it. */
export function directedHtml(item: PublishedItem): string {
  return item.direction === 'rtl' && item.contentHtml !== '' ? `<div dir="rtl">${item.contentHtml}</div>` : item.contentHtml
}
