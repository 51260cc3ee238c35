import { createServer } from 'node:http'
import { once } from 'node:events'

/*
 * Plays the site the seed page stands on: a list page that offers no feed, article pages with a breadcrumb and
 * "Updated: yyyy-MM-dd", and a second site that carries the same article under another address. The texts are ours.
 */

export const ARTICLE = {
  title: '2024 Beijing AI Native Industry Innovation Conference held',
  date: '2024-04-10',
  caption: 'Guests start the 2024 Beijing AI Native Industry Innovation Conference. [Photo/beijingetown.com.cn]',
  body: [
    'Beijing E-Town was host to the 2024 Beijing AI Native Industry Innovation Conference on March 29, held together with a release of results from the Beijing Data Infrastructure Pilot Zone.',
    'At the conference the area published its policies for the AI native industry, switched on 3000P of intelligent computing power of its public AI platform and opened the Beijing Artificial Intelligence Data Training Base.',
    'Fourteen measures in six fields are meant to help companies with computing power, data sets and places to use them, and one hundred data sets for large models with more than 150PB were handed over.'
  ]
} as const

const PATH = '/2024-04/10/c_978417.htm'

export interface EtownSite extends AsyncDisposable {
  readonly port: number
  /** Addresses asked for, in order. */
  readonly requests: readonly string[]
}

/** Starts the site on loopback: /industries.html and the article below it, and the second site under /etda/. */
export async function startEtownSite(): Promise<EtownSite> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    requests.push(path)
    const page = pageAt(path)
    if (page === null) return response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 Not Found</h1>')
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    }
  }
}

function pageAt(path: string): string | null {
  if (path === '/industries.html') return listPage(`.${PATH}`)
  if (path === '/etda/news.html') return listPage(`/etda${PATH}`)
  if (path === PATH || path === `/etda${PATH}`) return articlePage()
  return null
}

function listPage(link: string): string {
  return `<!DOCTYPE html><html><head><title>Industries</title></head><body><div class="nav"><a href="/">Home</a></div>
<ul class="list"><li><a href="${link}">${ARTICLE.title}</a><span>${ARTICLE.date}</span></li></ul></body></html>`
}

function articlePage(): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${ARTICLE.title}</title></head><body>
<div class="crumb"><a href="/">Home</a>&gt; <a href="/industries.html">Industries</a></div>
<div class="article"><h1>${ARTICLE.title}</h1><p class="info">Updated: ${ARTICLE.date}</p>
<p>${ARTICLE.body[0]}</p>
<p><img src="/img/1.jpg" alt=""></p><p>${ARTICLE.caption}</p>
<p>${ARTICLE.body[1]}</p><p>${ARTICLE.body[2]}</p></div>
<div class="foot"><p>Copyright. All rights reserved. Presented by the administration.</p></div></body></html>`
}
