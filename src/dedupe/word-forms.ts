/**
 * Other forms in which a short word may stand in a text, where its language inflects at the end (Arabic also at the start). Longer words are
 * found by their stem, the first letters, whatever ends they have; a form that is no word of the language costs nothing.
 * @param word folded as words of texts are, shorter than a stem
 * @returns without the word itself; none for languages whose words do not change
 */
export function formsOf(word: string, language: string): readonly string[] {
  const endings = ENDINGS[FAMILIES[language] ?? language]
  if (endings === undefined || word.length < LETTERS_MIN) return []
  const bare = word.length > LETTERS_MIN ? word.replace(endings.dropped, '') : word
  const forms = [...endings.added.map((ending) => bare + ending), ...(endings.before ?? []).map((start) => start + word)]
  if (bare !== word) forms.push(bare, ...endings.added.filter((ending) => ending.length > 1).map((ending) => word + ending))
  return forms.filter((form) => form !== word)
}

const LETTERS_MIN = 3

interface Endings {
  /** What a word loses before another ending. */
  readonly dropped: RegExp
  readonly added: readonly string[]
  /** Particles that are written with the word. */
  readonly before?: readonly string[]
}

// prettier-ignore
const FAMILIES: Readonly<Record<string, string>> = {
  uk: 'ru', be: 'ru', bg: 'ru', mk: 'ru', kk: 'ru', ky: 'ru', cs: 'pl', sk: 'pl', sl: 'pl', hr: 'pl', bs: 'pl', sr: 'pl', pt: 'es', it: 'es', ca: 'es', gl: 'es',
  da: 'sv', nb: 'sv', nn: 'sv', no: 'sv', az: 'tr', uz: 'tr', et: 'fi', mr: 'hi', ne: 'hi', ur: 'fa', ps: 'fa', af: 'nl', lv: 'lt'
}

const ENDINGS: Readonly<Record<string, Endings>> = {
  ru: { dropped: /[аяоеиыьй]$/, added: forms('а я у ю е о и ы ой ей ом ем ам ях ах ов ии ий ия ые ых ым ого ами ями ів ою') },
  pl: { dropped: /[aeiouy]$/, added: forms('a e i o u y ow om em ie ia ami ach ego ych ym ou ov eh am ah im ih') },
  es: { dropped: /[aeio]$/, added: forms('a e i o as es is os s') },
  fr: { dropped: /e$/, added: forms('e s es ee ees er x') },
  de: { dropped: /e$/, added: forms('e n s en er es em ern et te') },
  nl: { dropped: /e$/, added: forms('e n s en er t') },
  sv: { dropped: /[ae]$/, added: forms('a e n s t en et er ar or ens ets erna arna') },
  ro: { dropped: /[aeiu]$/, added: forms('a e i u ul ele ii ilor elor lor ului ei le') },
  el: { dropped: /[αεηιοωυσ]+$/, added: forms('α η ο ι ασ ησ οσ εσ ου οι ων ουσ εισ εων ον') },
  tr: {
    dropped: /$^/,
    added: forms('i u a e in un an en da de ta te si su ya ye yi yu ni nu na ne lar ler dan den tan ten nin nun la le')
  },
  fi: { dropped: /[aeiou]$/, added: forms('a n en an in t at et it ssa sta lla lta lle na ksi is on') },
  hu: { dropped: /$^/, added: forms('t k at et ot a e ja je ban ben ba be bol nak nek ra re ak ek ok val vel') },
  lt: { dropped: /(?:as|is|us|a|e|s|i|u)$/, added: forms('a as ai e es i is o os u us ui ams ems iai io ius am em') },
  hi: {
    dropped: /[\u093e\u0940\u0947]$/,
    added: ['\u093e', '\u0940', '\u0947', '\u094b\u0902', '\u0947\u0902', '\u093f\u092f\u094b\u0902', '\u093f\u092f\u093e\u0902']
  },
  fa: { dropped: /$^/, added: forms('ها هاي ي ان ات اي') },
  ar: { dropped: /ه$/, added: forms('ه ات ين ون ي يه ا'), before: forms('و ب ل ف ك') }
}

function forms(text: string): readonly string[] {
  return text.split(' ')
}
