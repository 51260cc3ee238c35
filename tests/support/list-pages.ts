import type { PageConfig } from '../../src/config/schema.ts'
import type { PageProposal } from '../../src/parse/propose-page.ts'

/** A list page in one of the shapes that government sites have, with what should be read from it. */
export interface ListPage {
  readonly shape: string
  readonly html: string
  readonly titles: readonly string[]
  /** Days, YYYY-MM-DD, null where the page does not tell. */
  readonly days: readonly (string | null)[]
}

interface Listed {
  readonly title: string
  readonly href: string
  readonly day: string
}

const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Fourteen measures for computing power announced',
    'New data centre opens in the eastern district',
    'Companies sign for open data projects',
    'Public hearing on the transport plan',
    'Registration for the spring fair begins',
    'Water supply to be cut for repairs on Friday',
    'Council publishes the budget of next year',
    'Library extends its opening hours'
  ],
  zh: [
    '关于印发算力产业发展十四条措施的通知',
    '东部新区数据中心正式启用',
    '市政府召开全体会议研究部署下一阶段工作',
    '交通规划公开征求意见公告',
    '春季博览会报名工作启动',
    '关于供水管网检修停水的通告',
    '明年预算草案向社会公布',
    '市图书馆延长开放时间'
  ],
  ja: [
    '生成AIの利用に関する指針を公表しました',
    '東部地区のデータセンターが開所',
    'オープンデータ推進協定の締結について',
    '交通計画案に対する意見募集',
    '春の見本市の参加受付を開始します',
    '水道工事に伴う断水のお知らせ',
    '来年度予算案を公表',
    '図書館の開館時間を延長します'
  ],
  ar: [
    'إعلان أربعة عشر إجراء لدعم قطاع الحوسبة',
    'افتتاح مركز بيانات جديد في المنطقة الشرقية',
    'توقيع اتفاقيات مشاريع البيانات المفتوحة',
    'جلسة استماع عامة حول خطة النقل',
    'بدء التسجيل في معرض الربيع السنوي',
    'قطع المياه يوم الجمعة لأعمال الصيانة',
    'المجلس ينشر ميزانية العام المقبل',
    'المكتبة تمدد ساعات العمل اليومية'
  ]
}

const two = (number: number) => String(number).padStart(2, '0')

function listed(titles: readonly string[], hrefOf: (index: number, day: string) => string): readonly Listed[] {
  return titles.map((title, index) => {
    const day = `2026-0${1 + (index % 3)}-${two(3 + index * 3)}`
    return { title, href: hrefOf(index, day), day }
  })
}

const MENU = [
  'Home',
  'About us',
  'Services and opening hours',
  'Press room',
  'Open government data',
  'Contact',
  'Careers and vacancies',
  'Privacy statement',
  'Accessibility',
  'Sitemap'
]

function around(content: string, after = ''): string {
  return `<!DOCTYPE html><html><head><title>News</title></head><body><div class="top"><ul class="nav">${MENU.map((text, n) => `<li><a href="/section-${n}/">${text}</a></li>`).join('')}</ul></div>
<div class="crumb"><a href="/">Home</a> &gt; <a href="/news/">News</a> &gt; <a href="/news/all/">All</a></div>
<div class="main">${content}<div class="page"><a href="?p=1">1</a><a href="?p=2">2</a><a href="?p=3">3</a><a href="?p=4">4</a><a href="?p=5">next</a></div></div>
<div class="side"><h3>Topics</h3><ul><li><a href="/t/1">Economy and innovation in the region</a></li><li><a href="/t/2">Transport, roads and public works</a></li><li><a href="/t/3">Education and research institutes</a></li><li><a href="/t/4">Health, care and social affairs</a></li></ul></div>
<div class="footer"><p>${Array.from({ length: 12 }, (_, n) => `<a href="https://other${n}.example/">Ministry number ${n}</a>`).join(' | ')}</p></div>${after}</body></html>`
}

const numbered = (index: number) => `/news/${index + 4_101}.html`
const dated = (index: number, day: string) => `./${day.slice(0, 7).replace('-', '')}/t${day.replaceAll('-', '')}_${3_616_900 + index}.html`

/** How each shape writes its items; `days: false` where it tells none. */
const SHAPES: Readonly<
  Record<string, { href?: (index: number, day: string) => string; days?: false; write: (items: readonly Listed[]) => string }>
> = {
  'ul with a date beside': {
    write: (items) =>
      around(
        `<ul class="list">${items.map(({ title, href, day }) => `<li><a href="${href}">${title}</a><span>${day}</span></li>`).join('')}</ul>`
      )
  },
  'ul with the date before': {
    write: (items) =>
      around(
        `<ul class="news_list">${items.map(({ title, href, day }) => `<li><span class="time">[${day}]</span><a href="${href}" target="_blank">${title}</a></li>`).join('\n')}</ul>`
      )
  },
  'ul, dates in addresses': {
    href: dated,
    write: (items) => around(`<ul>${items.map(({ title, href }) => `<li><a href="${href}">${title}</a></li>`).join('')}</ul>`)
  },
  'ul without dates': {
    days: false,
    write: (items) =>
      around(`<ul class="article-list">${items.map(({ title, href }) => `<li><a href="${href}">${title}</a></li>`).join('')}</ul>`)
  },
  'table rows': {
    write: (items) =>
      around(
        `<table class="tb"><tr><th>Title</th><th>Date</th></tr>${items.map(({ title, href, day }, n) => `<tr><td>${n + 1}</td><td><a href="${href}">${title}</a></td><td>${day.replaceAll('-', '/')}</td></tr>`).join('')}</table>`
      )
  },
  'tables for layout': {
    write: (items) =>
      around(
        `<table><tr><td width="200"></td><td><table>${items.map(({ title, href, day }) => `<tr><td height="25">·<a href="${href}">${title}</a></td><td>${day}</td></tr>`).join('')}</table></td></tr></table>`
      )
  },
  'articles with headings': {
    write: (items) =>
      around(
        items
          .map(
            ({ title, href, day }) =>
              `<article class="post"><h3><a href="${href}">${title}</a></h3><time datetime="${day}">${day}</time><p>A short text that says more of it than the headline does, and ends.</p><a class="more" href="${href}">Read more</a></article>`
          )
          .join('')
      )
  },
  'cards as links': {
    write: (items) =>
      around(
        `<div class="cards">${items.map(({ title, href, day }) => `<a class="card" href="${href}"><div class="pic"><img src="/x.jpg"></div><div class="card-title">${title}</div><div class="card-date">${day}</div></a>`).join('')}</div>`
      )
  },
  'divs with classes': {
    write: (items) =>
      around(
        `<div class="rows">${items.map(({ title, href, day }, n) => `<div class="row ${n % 2 ? 'odd' : 'even'}"><div class="cell"><a href="${href}" title="${title}">${title}</a></div><div class="cell d">${day.replaceAll('-', '.')}</div></div>`).join('')}</div>`
      )
  },
  'dl with dates before': {
    write: (items) =>
      around(
        `<dl class="news">${items.map(({ title, href, day }) => `<dt>${day.replace(/-/, '年').replace(/-/, '月')}日</dt><dd><a href="${href}">${title}</a></dd>`).join('')}</dl>`
      )
  },
  'paragraphs with the date in the text': {
    write: (items) =>
      around(`<div class="content">${items.map(({ title, href, day }) => `<p><a href="${href}">${title}</a> (${day})</p>`).join('')}</div>`)
  },
  'links that are never closed': {
    write: (items) =>
      around(
        `<ul class="list-news">${items.map(({ title, href, day }) => `<li><a href="${href}"><time>${day}</time><h5>${title}</h5></li>`).join('')}</ul>`
      )
  },
  'grouped by day with line breaks': {
    days: false,
    write: (items) => around(`<div id="newslist">${items.map(({ title, href }) => `<a href="${href}">${title}</a><br>`).join('')}</div>`)
  },
  'with a picture and a category': {
    write: (items) =>
      around(
        `<ul class="media">${items.map(({ title, href, day }) => `<li><a href="${href}"><img src="a.jpg" alt=""></a><div><a class="tag" href="/c/economy">Economy</a><h4><a href="${href}">${title}</a></h4><p class="date">${day}</p></div></li>`).join('')}</ul>`
      )
  },
  'ROC dates': {
    write: (items) =>
      around(
        `<ul class="list">${items.map(({ title, href, day }) => `<li><i>${Number(day.slice(0, 4)) - 1911}-${day.slice(5)}</i><a href="${href}">${title}</a></li>`).join('')}</ul>`
      )
  },
  'a link of the picture before that of the headline': {
    write: (items) =>
      around(
        items
          .map(
            ({ title, href, day }, n) =>
              `<div class="views-row row-${n}"><div class="image"><a href="${href}"><img src="/i.jpg" alt=""></a></div><div class="views-title"><span><a href="${href}">${title}</a></span></div><div class="created">${day}</div></div>`
          )
          .join('')
      )
  },
  'a button before the headline': {
    write: (items) =>
      around(
        `<div class="entries">${items.map(({ title, href, day }, n) => `<div class="entry"><div class="right"><a href="javascript:void(0)" onclick="share(${n})">Share this</a></div><h4><a href="${href}">${title}</a></h4><div class="on">${day.split('-').toReversed().join('/')}</div></div>`).join('')}</div>`
      )
  },
  'tags and shares longer than the headline': {
    write: (items) =>
      around(
        `<ul class="rows">${items.map(({ title, href, day }, n) => `<li><a href="${href}">${title}</a><span>${day}</span><p><a href="/tag/1">Infrastructure, transport and communications policy department</a></p><p><a href="https://social.example/share?u=${n}">Share this article with all your friends and colleagues today</a></p></li>`).join('')}</ul>`
      )
  },
  'one link around number, headline and office': {
    write: (items) =>
      around(
        `<ul class="board">${items.map(({ title, href, day }, n) => `<li><a href="${href}"><span class="num">${500 - n}</span><strong class="tit">${title}</strong><span class="info"><span class="dept">Office 7</span><span class="day">${day}</span></span></a></li>`).join('')}</ul>`
      )
  },
  'dates for machines': {
    write: (items) =>
      around(
        `<div class="grid">${items.map(({ title, href, day }, n) => `<div class="card"><a href="${href}"><h3>${title}</h3></a><time datetime="${day}T08:00:00Z">${n + 1} days ago</time></div>`).join('')}</div>`
      )
  },
  'links that a script opens': {
    write: (items) =>
      around(
        `<table class="board">${items.map(({ title, href, day }) => `<tr><td><a href="javascript:openPage('${href}', 'detail')">${title}</a></td><td>${day}</td></tr>`).join('')}</table>`
      )
  },
  'links whose address is elsewhere': {
    write: (items) =>
      around(
        `<table class="board">${items.map(({ title, href, day }) => `<tr><td><a href="#view" data-href="${href}" onclick="view(); return false">${title}</a></td><td>${day}</td></tr>`).join('')}</table>`
      )
  },
  'months as headings, days in addresses': {
    href: dated,
    write: (items) =>
      around(
        `<h2>January 2026</h2><ul class="links">${items.map(({ title, href, day }) => `<li><span>${day.slice(8)}.</span> <a href="${href}">${title}</a></li>`).join('')}</ul>`
      )
  },
  'two items in each list': {
    write: (items) =>
      around(
        `<div class="lists">${[0, 2, 4, 6]
          .map(
            (from) =>
              `<ul class="part">${items
                .slice(from, from + 2)
                .map(({ title, href, day }) => `<li><a href="${href}">${title}</a><span>${day}</span></li>`)
                .join('')}</ul><hr>`
          )
          .join('')}</div>`
      )
  },
  'rows of two columns': {
    write: (items) =>
      around(
        `<div class="blog">${[0, 2, 4, 6]
          .map(
            (from) =>
              `<div class="pair row-${from}">${items
                .slice(from, from + 2)
                .map(
                  ({ title, href, day }) =>
                    `<div class="col"><div class="item"><h2><a href="${href}">${title}</a></h2><p>Published: ${day}</p></div></div>`
                )
                .join('')}</div>`
          )
          .join('')}</div>`
      )
  },
  'a file with the name of the headline': {
    write: (items) =>
      around(
        `<div class="list">${items.map(({ title, href, day }, n) => `<div class="one"><p class="day">${day}</p><p class="tit"><a href="${href}">${title}</a></p><ul><li><a href="/files/${n}.pdf?download">${title} (PDF, 230 KB, accessible)</a></li></ul></div>`).join('')}</div>`
      )
  },
  'a card that begins with its date': {
    write: (items) =>
      around(
        `<div class="cards">${items.map(({ title, href, day }) => `<div class="col"><a href="${href}" class="news"><div class="pic"></div><div class="when">${day}</div><div class="what">${title}</div></a></div>`).join('')}</div>`
      )
  },
  'Thai dates': {
    write: (items) =>
      around(
        `<div class="row">${items.map(({ title, href, day }) => `<div class="col"><a href="${href}"><img src="/x.jpg"></a><p><i></i> ${Number(day.slice(8))} ${['ม.ค.', 'ก.พ.', 'มี.ค.'][Number(day.slice(5, 7)) - 1]} ${Number(day.slice(0, 4)) + 543}</p><h5><a href="${href}">${title}</a></h5></div>`).join('')}</div>`
      )
  },
  'dates in Persian digits': {
    write: (items) =>
      around(
        `<div class="list">${items.map(({ title, href, day }) => `<div class="item"><a href="${href}">${title}</a><span>${new Intl.DateTimeFormat('fa-IR-u-ca-persian-nu-arabext', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))} - ۱۸:۳۰</span></div>`).join('')}</div>`
      )
  },
  'records in a script': {
    write: (items) =>
      around(
        `<div class="list"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/more"></a>]]></nextgroup><recordset>${items.map(({ title, href, day }) => `<record><![CDATA[<li><a href="${href}" title="${title}">${title}</a><span>${day}</span></li>]]></record>`).join('')}</recordset></datastore></script></div>`
      )
  },
  'JSON in a script': {
    write: (items) =>
      around(
        '<div id="app"></div>',
        `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { menu: MENU.map((name) => ({ name })), page: { total: 8, list: items.map(({ title, href, day }) => ({ title, url: href, publishTime: `${day} 10:00:00`, id: 7 })) } } })}</script>`
      )
  },
  'JSON in an attribute': {
    write: (items) =>
      around(
        `<ul id="showData0" data='${JSON.stringify(items.map(({ title, href, day }) => ({ docTitle: title, docUrl: href, docDate: day })))}'></ul>`
      )
  },
  'JSON instead of a page': {
    write: (items) =>
      JSON.stringify({
        code: 0,
        data: { rows: items.map(({ title, href, day }) => ({ name: title, link: href, date: day, author: null })) }
      })
  }
}

/** Every shape in each of four languages. */
export const LIST_PAGES: readonly ListPage[] = Object.entries(SHAPES).flatMap(([shape, { href, days, write }]) =>
  Object.entries(LANGUAGES).map(([language, titles]) => {
    const items = listed(titles, href ?? numbered)
    return { shape: `${shape}, ${language}`, html: write(items), titles, days: items.map(({ day }) => (days === false ? null : day)) }
  })
)

/** A proposal as the configuration takes it: what is left out has its default. */
export function pageOf(page: PageProposal['page']): PageConfig {
  return { ...page, item: page.item ?? '', link: page.link ?? 'a@href', url_date: true }
}
