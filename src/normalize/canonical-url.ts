/**
 * Folds an address so that two spellings of one page become equal: scheme, `www.` and mobile hosts, AMP copies, index files,
 * slashes, percent-encoding, parameter order, session ids and marks of campaigns and referrers. For comparison only: the
 * result may not be fetched. Numeric parameters are kept whatever their name: governments keep content ids in `?s=`, `?n=`, `?id=`.
 * Folding twice is folding once.
 * @returns an `https:` address, or null for what is no http(s) address or longer than {@link urlCharactersMax}
 */
export function canonicalUrl(url: string): string | null {
  let folded = foldOnce(url)
  // What one rule leaves may be what an earlier rule takes away; each round shortens or changes nothing.
  for (let round = 0; folded !== null && round < FOLD_ROUNDS_MAX; round++) {
    const again = foldOnce(folded)
    if (again === folded) return folded
    folded = again
  }
  return null
}

export const urlCharactersMax = 2048

const FOLD_ROUNDS_MAX = 8

function foldOnce(url: string): string | null {
  if (url.length > 2 * urlCharactersMax || !URL.canParse(url)) return null
  const parsed = unwrapAmpCache(new URL(url))
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null
  const folded = `https://${foldHost(parsed.hostname)}${portOf(parsed)}${foldPath(parsed.pathname)}${foldQuery(parsed.search)}${foldFragment(parsed.hash)}`
  if (folded.length > urlCharactersMax || !URL.canParse(folded)) return null
  return new URL(folded).href
}

function portOf({ port }: URL): string {
  return port === '' || port === '80' || port === '443' ? '' : `:${port}`
}

/** Caches name the original in their path: `/c/s/host/path` at ampproject.org, `/amp/s/host/path` at Google. */
function unwrapAmpCache(url: URL): URL {
  const host = url.hostname
  const inPath =
    host === 'cdn.ampproject.org' || host.endsWith('.cdn.ampproject.org')
      ? /^\/[a-z]\/(?:s\/)?([^/]+\..*)$/.exec(url.pathname)
      : /^(?:www\.)?google(?:\.[a-z]{2,3}){1,2}$/.test(host)
        ? /^\/amp\/(?:s\/)?([^/]+\..*)$/.exec(url.pathname)
        : null
  if (inPath === null) return url
  const original = `https://${inPath[1]!}${url.search}${url.hash}`
  return URL.canParse(original) ? new URL(original) : url
}

function foldHost(host: string): string {
  let labels = host.split('.')
  while (labels.at(-1) === '') labels = labels.slice(0, -1)
  while (labels.length >= 3 && DEVICE_LABELS.has(labels[0]!)) labels = labels.slice(1)
  return labels.join('.')
}

const DEVICE_LABELS = new Set(['www', 'm', 'mobile', 'amp'])

function foldPath(path: string): string {
  const segments = foldEscapes(path)
    .split('/')
    .map((segment) => segment.replace(/;(?:jsessionid|phpsessid)=[^;]*/gi, ''))
    .filter((segment) => segment !== '')
  while (segments.length > 0) {
    const last = segments.at(-1)!
    if (/^(?:index|default)\.(?:s?html?|php|aspx?|jspx?|cfm)$/i.test(last)) segments.pop()
    else if (last === 'amp' && segments.length > 1) segments.pop()
    else if (/.\.amp(?:\.html?)?$/.test(last)) segments[segments.length - 1] = last.replace(/\.amp(?=(?:\.html?)?$)/, '')
    else break
  }
  return `/${segments.join('/')}`
}

/** Escapes in capitals, none where none is needed, and each stray percent sign escaped. */
function foldEscapes(text: string): string {
  return text.replace(/%(?:[0-9a-f]{2})?/gi, (escape) => {
    if (escape === '%') return '%25'
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape.toUpperCase()
  })
}

function foldQuery(search: string): string {
  const kept = foldEscapes(search.slice(1).replaceAll('+', '%20'))
    .split('&')
    .filter((part) => part !== '' && part !== '=' && !isTracking(...splitParameter(part)))
    .sort()
  return kept.length === 0 ? '' : `?${kept.join('&')}`
}

function splitParameter(part: string): [name: string, value: string] {
  const at = part.indexOf('=')
  return at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
}

function isTracking(name: string, value: string): boolean {
  const lower = name.toLowerCase()
  if (TRACKING_PREFIX.test(lower) || TRACKING_NAMES.has(lower)) return true
  return REFERRER_NAMES.has(lower) && REFERRER_VALUE.test(value)
}

const TRACKING_PREFIX =
  /^(?:utm_|mtm_|pk_|piwik_|hsa_|mc_[ce]id|fb_|itm_|_hs(?:enc|mi)$|at_(?:medium|campaign|custom|format|link|ptr|bbc|creation|variant|emailtype|recipient|objective))/
const TRACKING_NAMES = new Set([
  'wt_zmc',
  'wt.mc_id',
  'wt.rss_f',
  'wt.rss_a',
  'wt.rss_ev',
  'xtor',
  'cmpid',
  'ocid',
  'ncid',
  'smid',
  'fbclid',
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'msclkid',
  'yclid',
  'ysclid',
  'twclid',
  'ttclid',
  'igshid',
  'igsh',
  'mkt_tok',
  '_ga',
  '_gl',
  'vero_id',
  'traffic_source',
  'feedtype',
  'feedname',
  'guccounter',
  'guce_referrer',
  'guce_referrer_sig',
  'usqp',
  'phpsessid',
  'jsessionid',
  'cfid',
  'cftoken',
  'aspsessionid',
  'spm',
  'isappinstalled',
  'nocache',
  'amp',
  'outputtype'
])
const REFERRER_NAMES = new Set([
  'ref',
  'referer',
  'referrer',
  'from',
  'source',
  'src',
  'origin',
  'cmp',
  'track',
  'cid',
  'rss',
  'via',
  'utm',
  'share',
  'shared'
])
const REFERRER_VALUE =
  /^(?:rss|atom|feed|feeds|twitter|twtr|tw|x|facebook|fb|linkedin|instagram|ig|telegram|whatsapp|wechat|weixin|weibo|line|youtube|reddit|pinterest|social|socialmedia|newsletter|email|mail|e-mail|share|sharing|sms|push|app|mobile|web|homepage|home|hp|top|search|google|baidu|bing|yahoo|timeline|singlemessage|groupmessage)(?:[-_.](?:rss|feed|feeds|share|link|news|headlines|post|app|web|top|main|story|stories))?$/i

/** A fragment that is a route of the page's own program names content; any other only a place in it. */
function foldFragment(fragment: string): string {
  return fragment.startsWith('#/') || fragment.startsWith('#!/') ? fragment : ''
}
