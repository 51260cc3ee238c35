/**
 * Weighs words and letters that one of some near languages uses and the others do not. It only tells near languages apart: the best of
 * a group gets 0, the others less, so that no group gains on languages outside it.
 * @param lower text in lower case
 * @param candidates BCP 47 tags; groups without one of them are not looked at
 * @returns 0 or less per tag; tags that are not in it have no marker at all
 */
export function siblingMarks(lower: string, candidates: readonly string[]): ReadonlyMap<string, number> {
  const groups = GROUPS.filter((group) => group.some((tag) => candidates.includes(tag)))
  const marks = new Map<string, number>()
  if (groups.length === 0) return marks
  countMarkers(lower, marks)
  const out = new Map<string, number>()
  for (const group of groups) {
    const best = Math.max(...group.map((tag) => marks.get(tag) ?? 0))
    for (const tag of group) out.set(tag, (marks.get(tag) ?? 0) - best)
  }
  return out
}

const GROUPS: readonly (readonly string[])[] = [
  ['bs', 'hr', 'sr-Latn'], ['id', 'ms'], ['nb', 'nn', 'da'], ['gl', 'pt', 'es'], ['xh', 'zu', 'ss'], ['st', 'tn', 'nso'], ['cs', 'sk']
]

function countMarkers(lower: string, marks: Map<string, number>): void {
  for (const word of lower.slice(0, LENGTH_MAX).split(NO_LETTER)) {
    if (word === '') continue
    add(marks, whole.get(word))
    for (let length = 3; length <= Math.min(word.length, stemLengthMax); length++) add(marks, stems.get(word.slice(0, length)))
    for (let length = 3; length <= Math.min(word.length - 1, endingLengthMax); length++) add(marks, endings.get(word.slice(-length)))
  }
  for (const [letters, tag] of LETTERS) {
    for (const letter of letters) if (lower.includes(letter)) add(marks, [tag])
  }
}

const LENGTH_MAX = 1_000
const NO_LETTER = /[^\p{L}\p{M}'’]+/u

const LETTERS: readonly (readonly [string, string])[] = [['ěřů', 'cs'], ['ľĺŕäô', 'sk'], ['ñ', 'es'], ['ã', 'pt'], ['š', 'nso']]

// A star at the end of a word stands for any ending, at its start for any beginning.
const WORDS: Readonly<Record<string, string>> = {
  'sr-Latn':
    'vreme* reč* lep* deca dece mesto mesta posle pre predsedni* svet sveta svetsk* uvek gde ovde devojk* čovek* nedelj* sred* sledeć* zvaničn* obe dve nemačk* ' +
    'deo cena cene pesm* šta ko avgust* hiljad* fudbal* bezbedn* preduzeć* evrop* takođe oktob* januar* februar* jun jul reš* zahtev* promen* razume* uspe* primen* ' +
    'vesti vest vlasti stepen* procen* ocen* vredn* mleko mera mere nedel* osob* ubistv* saobraćaj* poseb* odeljenj* uslov* istorij* ' +
    'živet* video videti potrebn* voz* ministark* opštin* saopšt* univerzitet* vasp* hleb* finansij* *ovao organizov*',
  hr:
    'vrijeme* riječ* tisuć* siječ* veljač* ožuj* travanj travnja svibanj svibnja lipanj lipnja srpanj srpnja kolovoz* rujan rujna listopad* studeni studenog* prosinac prosinca ' +
    'europ* tko što tvrtk* nogomet* glazb* sigurnosn* suradnj* zrakoplov* kazališ* općin* županij* tjed* sveučiliš* vlak* zračn* izvješ* upora* priopć* gospodar* hrvat* ' +
    'unatoč glede milijun* predsjedni* svijet* također djec* promet* umirovlj* povijest* poduzeć* financij* dopušt* tijekom uhićen* uhiti* redarstv* znanst* postroj* *irati',
  bs:
    'vrijeme* riječ* hiljad* historij* fudbal* saobraćaj* evrop* januar* februar* avgust* oktob* sedmic* uposlen* ko lahk* mehk* kahv* također predsjedni* svijet* općin* djec* ' +
    'milion* hapš* uhapš* šta bosn* bosansk* kanton* entitet* sarajev* opć* augusta *isati *ovati univerzitet* sigurnosn* tokom saopć* finansij* ministric* federacij*',
  id:
    'karena uang polisi mobil perusahaan kantor maret agustus desember minggu senin kamis jumat adalah pria bisa presiden kecelakaan kasus proyek universitas persen gubernur ' +
    'bupati provinsi kabupaten usai tewas soal butuh warga bahwa tim dinas indonesia jakarta rupiah rp pemprov pemkot pemkab dprd kpk kemen* bakal kini sebut ungkap nasional* ' +
    'perdana ekspor impor investasi teknologi informasi akses sistem produk aktivitas komunitas fasilitas kualitas miliar triliun masyarakat listrik sepak sepeda resmi* ' +
    'mereka ponsel kendaraan mengatakan kepala badan menteri daerah seorang pemain direktur pemerintah rusia inggris jerman jepang amerika cina tiongkok',
  ms:
    'kerana wang polis kereta syarikat hospital pejabat mac ogos disember ahad isnin khamis jumaat ialah lelaki boleh kemalangan kes projek universiti peratus gabenor negeri ' +
    'bahawa pasukan malaysia kuala ringgit rm kerajaan ketua awam beliau sahaja semasa mahkamah jawatan* isu kebangsaan eksport import pelaburan teknologi* maklumat akses ' +
    'sistem produk aktiviti komuniti kemudahan kualiti bilion trilion elektrik bola rasmi* datuk seri tan menerusi berkenaan ditahan penduduk perlawanan pengerusi ' +
    'pengarah china rusia jerman jepun britain amerika sidang didakwa ujar memaklumkan berusia menteri negara doktor televisyen pelancong* bot ejen cukai',
  nb: 'ikke fra et en hun de hva hvem hvor hvordan noe noen mer bare selv være vært ble komme gjøre øke øker flere sier kommer fikk fortsatt sammen også hele av etter nå meg seg mye uke kjøp* sykehus* ' +
    'høy høye hennes deres dem hver hvorfor får går ser ny nye vil må mot to jente* gutte* barne* skole* *ene *ingen *else',
  nn: 'ikkje frå eit ein ho dei kva kven kvar korleis noko nokon nokre meir berre sjølv vere vore vart kome gjere auke aukar fleire seier kjem fekk framleis saman òg sidan heile av etter no meg seg mykje ' +
    'veke kjøp* sjukehus* høg høge hennar deira kvifor får går ser ny nye vil må mot to jente* born *ane *inga *leg *skap* kommunar* kvinner',
  da: 'af efter nu mig dig sig hvad meget blive bliver blev nogle noget uge uger selvom ud køb* høj høje deres dem hver hvorfor får siger mod ind kun gøre mere syge* hun fra en et der *hed *tion',
  gl: 'unha dunha nunha máis xa xunta goberno galicia galego galega coa co polo pola polos polas hoxe onte tamén despois ata moi ten fai deputación concello xeral persoas ao aos ós dos das ' +
    'os as e é en con sen non seu súa novo nova xove xente xornada *ción *cións *dade *eiro *eira',
  pt: 'uma duma numa mais já governo com pelo pela pelos pelas ontem hoje também depois até muito tem faz são não em no na dos das os as e é seu sua novo nova jovem *ção *ções *dade *eiro *eira *agem',
  es: 'una y el los las del más ya gobierno con por hoy ayer también después hasta muy tiene hace son no en de la su nuevo nueva joven *ción *ciones *dad *ero *era *miento',
  xh: 'ukuba kwaye ngu kunye amapolisa umntu abantu xa kodwa kwi kwe ngo yi *weyo kaloku urhulumente uza emva kufuneka ngenxa yokuba *eyo',
  zu: 'ukuthi kanye futhi nokuthi amaphoyisa umuntu uma kodwa ku isikhathi uhulumeni ngemuva kumele ngenxa *yo ngoba kusho uthe',
  ss: 'kutsi futsi kanye umuntfu bantfu timo ti etikwe le lebe labo tfola tinkhundla',
  st: 'ho hore ha haholo ba bang empa leha hona motho batho mmuso ke tsa ya',
  tn: 'go gore ga jwa tsa ebile mme kgotsa fa motho batho puso ke ya thata gompieno',
  nso: 'go gore ga bja tša gomme eupša goba ge motho batho mmušo ke ya kudu lehono'
}

const whole = new Map<string, string[]>()
const stems = new Map<string, string[]>()
const endings = new Map<string, string[]>()
let stemLengthMax = 0
let endingLengthMax = 0
for (const [tag, list] of Object.entries(WORDS)) {
  for (const word of list.split(' ')) {
    if (word.startsWith('*')) put(endings, word.replaceAll('*', ''), tag)
    else if (word.endsWith('*')) put(stems, word.slice(0, -1), tag)
    else put(whole, word, tag)
  }
}
for (const stem of stems.keys()) stemLengthMax = Math.max(stemLengthMax, stem.length)
for (const ending of endings.keys()) endingLengthMax = Math.max(endingLengthMax, ending.length)

function put(map: Map<string, string[]>, word: string, tag: string): void {
  const tags = map.get(word)
  if (tags === undefined) map.set(word, [tag])
  else tags.push(tag)
}

function add(marks: Map<string, number>, tags: readonly string[] | undefined): void {
  for (const tag of tags ?? []) marks.set(tag, (marks.get(tag) ?? 0) + 1)
}
