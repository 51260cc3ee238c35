/**
 * The address of a link as a page writes it, or, where a script is to open it (`javascript:show('/news/1.html')`, `location.href='1.html'`), the
 * address that the script names.
 * @returns '' for a script that names none
 */
export function linkAddress(written: string): string {
  return IS_SCRIPT.test(written) ? (NAMED.exec(written)?.[2] ?? '') : written
}

const IS_SCRIPT =
  /^\s{0,20}(?:javascript:|[\w$.]{1,60}\s{0,4}\()|(?:^|[\s;:{.])(?:location(?:\.href)?\s{0,4}=\s{0,4}['"]|(?:window\.)?open\s{0,4}\(\s{0,4}['"])/i
const NAMED = /(['"])((?:https?:\/\/|\.{0,2}\/)[^'"\s<>]{1,2000}|[\w/-]{1,200}\.(?:s?html?|aspx?|jspx?|php|do)(?:\?[^'"\s<>]{0,1000})?)\1/i
