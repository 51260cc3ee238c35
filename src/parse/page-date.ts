import type { CheerioAPI } from 'cheerio'
import { findDate, type FindDateOptions } from '../text/find-date.ts'

/**
 * Finds the date that an article's page shows: beside its headline, or behind a label that says what it is.
 * @param title the headline as found on the page, '' when it is not known
 * @returns ms since 1970 UTC, or null when the page shows none that can be told from the dates its text speaks of
 */
export function pageDate($: CheerioAPI, title: string, options: FindDateOptions): number | null {
  const text = visibleText($)
  return dateBesideTitle(text, title, options) ?? dateBesideBrokenTitle(text, title, options) ?? labelledDate(text, options)
}

const TEXT_MAX = 200_000
const NEAR = 50
const FAR = 160
const SIGHTS_MAX = 5

function visibleText($: CheerioAPI): string {
  const parts: string[] = []
  let length = 0
  const visit = (nodes: Iterable<{ type: string; name?: string; data?: string; children?: Iterable<unknown> }>): void => {
    for (const node of nodes) {
      if (length > TEXT_MAX) return
      if (node.type === 'text') {
        parts.push(node.data ?? '')
        length += node.data?.length ?? 0
      } else if (node.type === 'tag' && node.children !== undefined && !HIDDEN.has(node.name ?? '')) {
        parts.push(' ')
        visit(node.children as Iterable<{ type: string }>)
        parts.push(' ')
      }
    }
  }
  visit($('body').toArray())
  return parts.join('').replace(/\s+/g, ' ')
}

const HIDDEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'select', 'nav', 'footer'])

/** A headline in Chinese or Japanese is broken into lines anywhere, and written with other spaces elsewhere: without any, it is found. */
function dateBesideBrokenTitle(text: string, title: string, options: FindDateOptions): number | null {
  if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(title)) return null
  return dateBesideTitle(text.replace(/\s+/g, ''), title.replace(/\s+/g, ''), options)
}

/** The nearest text decides: menus and lists of other articles carry dates too. */
function dateBesideTitle(text: string, title: string, options: FindDateOptions): number | null {
  const wanted = title.slice(0, 200)
  if (wanted.length < 4) return null
  let at = text.indexOf(wanted)
  for (let sight = 0; sight < SIGHTS_MAX && at >= 0; sight++) {
    const end = at + wanted.length
    for (const [from, to] of [
      [end, end + NEAR],
      [at - NEAR, at],
      [end, end + FAR],
      [at - FAR, at]
    ] as const) {
      const found = plausibleDate(wholeWords(text.slice(Math.max(0, from), to)), options)
      if (found !== null) return found
    }
    at = text.indexOf(wanted, end)
  }
  return null
}

/** There were no pages before the web. */
function plausibleDate(text: string, options: FindDateOptions): number | null {
  const found = findDate(text, options)
  return found !== null && found > Date.UTC(1991, 0, 1) ? found : null
}

/** A window must not cut a number in two. */
function wholeWords(text: string): string {
  return wholeEnd(text.replace(/^\d+(?=\D)/, (digits) => (digits.length === 4 ? digits : '')))
}

function wholeEnd(text: string): string {
  return text.replace(/\d+$/, (digits) => (digits.length === 4 ? digits : ''))
}

const LABEL =
  /(?:发布(?:时间|日期|于)|更新(?:时间|日期)|发稿(?:时间|日期)|成文日期|时间|日期|發布(?:時間|日期)|發佈日期|發稿時間|公告日期|更新日期|公開日|公表日|掲載日|更新日|최종수정|등록일|작성일|입력|게시일|published(?: on)?|posted(?: on)?|updated(?: on)?|release date|date|datum|veröffentlicht(?: am)?|erstellt am|stand|publié le|mis à jour le|date de publication|publicado(?: el| em)?|fecha|data(?: di pubblicazione)?|pubblicato il|дата(?: публикации)?|опубликовано|опубліковано|data publikacji|yayın tarihi|güncelleme|tarih|ngày đăng|تاريخ(?: النشر)?|تاریخ انتشار|تاریخ|วันที่|तिथि|दिनांक)\s{0,3}[:：|]?\s{0,3}(?=[\d０-９۰-۹٠-٩๐-๙०-९]|\p{L}{3,12}\.? \d)/giu
const LABELS_MAX = 10

function labelledDate(text: string, options: FindDateOptions): number | null {
  let seen = 0
  for (const label of text.matchAll(LABEL)) {
    if (++seen > LABELS_MAX) return null
    const behind = label.index + label[0].length
    const found = plausibleDate(wholeEnd(text.slice(behind, behind + 40)), options)
    if (found !== null) return found
  }
  return null
}
