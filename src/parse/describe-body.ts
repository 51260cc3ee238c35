import type { Failure } from '../model/failure.ts'
import { plainText } from '../text/plain-text.ts'
import { binaryName } from './binary-name.ts'

/**
 * Says what a body is that turned out to be no feed.
 * @param wanted what would be right, for the message: "a feed (RSS, Atom, RDF, CDF or JSON Feed)"
 * @returns kind `empty`, `blocked` (a page that asks for a browser, a captcha or a login) or `not-a-feed`
 */
export function describeBody(bytes: Uint8Array, text: string, wanted: string): Failure {
  if (bytes.length === 0 || !/\S/.test(text.slice(0, 100_000))) {
    return {
      kind: 'empty',
      message: `The answer was ${bytes.length === 0 ? 'empty' : 'white space only'} where ${wanted} should be.`,
      transient: true
    }
  }
  const binary = binaryName(bytes)
  if (binary !== null) return notAFeed(`${binary} came instead of ${wanted}.`)
  const head = text.slice(0, 65_536)
  const isHtml = /<(?:!doctype\s{1,20}html|html|head|body|title|meta|script|div)[\s>]/i.test(head)
  const title = isHtml ? plainText(/<title[^>]{0,200}>([^<]{0,300})/i.exec(head)?.[1] ?? '').slice(0, 120) : ''
  if (isHtml) {
    if (isWall(head, title)) {
      return {
        kind: 'blocked',
        message: `A page that keeps programs out${named(title)} came instead of ${wanted}; ask the publisher to let this address poll, or poll less often.`,
        transient: true
      }
    }
    const feed = /<link\s[^>]{0,400}?type=["']?application\/(?:rss|atom|feed)\+(?:xml|json)/i.test(head)
    return notAFeed(
      `An HTML page${named(title)} came instead of ${wanted}; ${feed ? 'it offers a feed of its own: run "courant probe" with this address' : 'correct the address, or describe the page with "page:"'}.`
    )
  }
  if (/^\s{0,100}[[{]/.test(text))
    return notAFeed(
      `JSON that is no JSON Feed came instead of ${wanted}; it should have "version" and "items", or be described with "page: json:".`
    )
  const root = /<([A-Za-z_][\w.:-]{0,60})/.exec(withoutComments(head))
  if (root && /^\s{0,100}</.test(head)) return notAFeed(`XML with the root element <${root[1]}> came instead of ${wanted}.`)
  return notAFeed(
    `${/\ufffd|[\u0000-\u0008]/.test(head.slice(0, 2_000)) ? 'Binary data' : `Text that begins with "${plainText(head.slice(0, 200)).slice(0, 40)}"`} came instead of ${wanted}.`
  )
}

function withoutComments(text: string): string {
  return text
    .split('<!--')
    .map((part, index) => (index === 0 ? part : part.slice(part.indexOf('-->') < 0 ? part.length : part.indexOf('-->') + 3)))
    .join('')
}

function notAFeed(message: string): Failure {
  return { kind: 'not-a-feed', message, transient: false }
}

function named(title: string): string {
  return title === '' ? '' : ` titled "${title}"`
}

/** Marks of pages that stand between a program and what it asked for. */
const WALL_MARKS =
  /cf-chl|cf-browser-verification|challenges\.cloudflare\.com|__cf_chl|_incapsula_resource|incapsula incident|distil_r_captcha|captcha-delivery\.com|px-captcha|perimeterx|\/_sec\/cp_challenge|aws-waf-token|awswafcookie|sucuri_cloudproxy|ddos-guard|x-amzn-waf|g-recaptcha|hcaptcha\.com|geo\.captcha|acw_sc__v2|yundunwaf|safedog|bobcmn|tspd_101|\/TSPD\/|jschl[_-]answer|anubis_challenge|http-equiv=["']?refresh["'][^>]{0,100}(?:captcha|challenge|verify)/i
const WALL_TITLES =
  /^(?:just a moment|attention required|access denied|forbidden|403|request rejected|are you (?:a )?(?:human|robot)|robot check|security check|verify you are human|please wait|checking your browser|one more step|ddos[- ]guard|pardon our interruption|human verification|bot verification|captcha|zugriff verweigert|accès refusé|acceso denegado|доступ (?:запрещен|ограничен)|访问被拒绝|访问验证|安全验证|滑动验证|人机验证|百度安全验证|アクセスが拒否)/i

function isWall(head: string, title: string): boolean {
  if (WALL_TITLES.test(title)) return true
  // A page of any length may carry a captcha beside its text; one that is nothing else is short.
  return WALL_MARKS.test(head) && plainText(head).length < 1_500
}
