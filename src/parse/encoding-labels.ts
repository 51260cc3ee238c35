/**
 * Labels that TextDecoder reads wrongly or not at all go to iconv-lite; `iso-8859-1` and ASCII mean windows-1252 (WHATWG
 * Encoding Standard, section 4.2).
 */
// prettier-ignore
export const ICONV: Readonly<Record<string, string>> = {
  'windows-1252': 'windows-1252', 'euc-kr': 'cp949', big5: 'big5-hkscs', ibm855: 'ibm855', 'x-mac-cyrillic': 'maccyrillic',
  ibm437: 'cp437', ibm850: 'cp850', ibm852: 'cp852', ibm857: 'cp857', ibm737: 'cp737', ibm862: 'cp862', ibm864: 'cp864', ibm869: 'cp869',
  ibm775: 'cp775',
  ibm858: 'cp858', ibm860: 'cp860', ibm861: 'cp861', ibm863: 'cp863', ibm865: 'cp865', tcvn: 'tcvn', viscii: 'viscii',
  armscii8: 'armscii8', 'koi8-t': 'koi8t',
  'georgian-ps': 'georgianps', 'pt154': 'pt154', 'rk1048': 'rk1048', 'utf-32le': 'utf-32le', 'utf-32be': 'utf-32be',
  macgreek: 'macgreek', macturkish: 'macturkish',
  maccenteuro: 'maccenteuro', maccroatian: 'maccroatian', maciceland: 'maciceland', macromania: 'macromania'
}

// prettier-ignore
const ALIASES: Readonly<Record<string, string>> = {
  utf8: 'utf-8', 'utf-8n': 'utf-8', 'utf8mb4': 'utf-8', 'utf-16': 'utf-16le', 'utf-32': 'utf-32be', 'ucs-2': 'utf-16le', ucs2: 'utf-16le',
  'iso-10646-ucs-2': 'utf-16be', 'ucs-4': 'utf-32be', 'iso-10646-ucs-4': 'utf-32be', cp1252: 'windows-1252', win1252: 'windows-1252',
  'iso8859-1': 'windows-1252', 'iso_8859_1': 'windows-1252',
  cp1251: 'windows-1251', win1251: 'windows-1251', 'win-1251': 'windows-1251', 'windows1251': 'windows-1251', cp1250: 'windows-1250',
  win1250: 'windows-1250',
  'gb_2312': 'gb18030', 'gb-2312': 'gb18030', cp936: 'gb18030', ms936: 'gb18030', 'windows-936': 'gb18030', 'euc-cn': 'gb18030',
  euccn: 'gb18030', 'hz-gb-2312': 'gb18030',
  cp949: 'euc-kr', uhc: 'euc-kr', 'x-windows-949': 'euc-kr', ms949: 'euc-kr', 'ks_c_5601': 'euc-kr', 'ksc-5601': 'euc-kr', cp950: 'big5',
  ms950: 'big5', 'big-5': 'big5', 'windows-950': 'big5',
  cp932: 'shift_jis', 'shift-jis': 'shift_jis', 'x-sjis': 'shift_jis', sjis: 'shift_jis', ms932: 'shift_jis', eucjp: 'euc-jp',
  'euc_jp': 'euc-jp', 'jis': 'iso-2022-jp',
  'tis-620': 'windows-874', tis620: 'windows-874', cp874: 'windows-874', cp866: 'ibm866', cp855: 'ibm855', 'csibm855': 'ibm855',
  '855': 'ibm855', maccyrillic: 'x-mac-cyrillic', 'mac-cyrillic': 'x-mac-cyrillic',
  macroman: 'macintosh', 'mac-roman': 'macintosh', 'x-mac-roman': 'macintosh', koi8r: 'koi8-r', koi8u: 'koi8-u', 'koi8-ru': 'koi8-u',
  'iso-8859-8-i': 'iso-8859-8', 'tcvn-5712': 'tcvn', 'viscii1.1-1': 'viscii'
}

/** One name for a label, or null when no reader knows it; UTF-7 and `replacement` encodings are known to none. */
export function encodingNamed(label: string | undefined): string | null {
  if (label === undefined) return null
  const lower = label.trim().toLowerCase()
  const name =
    ALIASES[lower]
    ?? lower
      .replace(/^cp-?(12\d\d)$/, 'windows-$1')
      .replace(/^(?:cp|ibm|dos)-?(4\d\d|7\d\d|8\d\d)$/, 'ibm$1')
      .replace(/^iso[_ ]?8859[_-]?(\d{1,2})(?::\d+)?$/, 'iso-8859-$1')
  if (Object.hasOwn(ICONV, name)) return name
  try {
    const known = new TextDecoder(name).encoding
    return known === 'replacement' ? null : known === 'gbk' ? 'gb18030' : known
  } catch {
    return null
  }
}
