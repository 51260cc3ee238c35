/**
 * Weighs words and letters that one of some near languages uses and the others do not. It only tells near languages apart: the best of
 * a group gets 0, the others less, so that no group gains on languages outside it.
 * @param lower text in lower case
 * @param candidates BCP 47 tags; groups without one of them are not looked at
 * @returns 0 or less per tag; tags that are not in it have no marker at all
 */
export function siblingMarks(lower: string, candidates: readonly string[]): ReadonlyMap<string, number> {
  const groups = GROUPS.filter(({ tags }) => tags.some((tag) => candidates.includes(tag)))
  const marks = new Map<string, number>()
  if (groups.length === 0) return marks
  countMarkers(lower, marks)
  const out = new Map<string, number>()
  for (const { tags, weight } of groups) {
    const best = Math.max(...tags.map((tag) => marks.get(tag) ?? 0))
    for (const tag of tags) out.set(tag, weight * ((marks.get(tag) ?? 0) - best))
  }
  return out
}

/** N-grams of the first two groups hardly differ, so that a word says more there. */
const GROUPS: readonly { readonly tags: readonly string[]; readonly weight: number }[] = [
  { tags: ['bs', 'hr', 'sr-Latn'], weight: 2 },
  { tags: ['id', 'ms'], weight: 2 },
  { tags: ['nb', 'nn', 'da'], weight: 1 },
  { tags: ['gl', 'pt', 'es'], weight: 1 },
  { tags: ['xh', 'zu', 'ss'], weight: 1 },
  { tags: ['st', 'tn', 'nso'], weight: 1 },
  { tags: ['cs', 'sk'], weight: 1 },
  { tags: ['nl', 'af'], weight: 1 }
]

function countMarkers(lower: string, marks: Map<string, number>): void {
  for (const word of lower.slice(0, LENGTH_MAX).split(NO_LETTER)) {
    if (word === '') continue
    add(marks, whole.get(word))
    for (let length = 3; length <= Math.min(word.length, stemLengthMax); length++) add(marks, stems.get(word.slice(0, length)))
    for (let length = 2; length <= Math.min(word.length - 1, endingLengthMax); length++) add(marks, endings.get(word.slice(-length)))
  }
  for (const [letters, tag] of LETTERS) {
    for (const letter of letters) if (lower.includes(letter)) add(marks, [tag])
  }
}

const LENGTH_MAX = 1_000
const NO_LETTER = /[^\p{L}\p{M}'’]+/u

const LETTERS: readonly (readonly [string, string])[] = [
  ['ěřů', 'cs'],
  ['ľĺŕäô', 'sk'],
  ['ñ', 'es'],
  ['ñ', 'gl'],
  ['ãõçêâ', 'pt'],
  ['š', 'nso']
]

// A star at the end of a word stands for any ending, at its start for any beginning. Tags that share a word share a list.
const WORDS: Readonly<Record<string, string>> = {
  'sr-Latn':
    'vreme* reč reči lep* deca dece decu mesto mesta mestu posle pre predsedni* svet sveta svetu svetsk* uvek gde ovde devojk* čovek* '
    + 'nedelj* sred* sledeć* zvaničn* obe dve nemačk* deo dela cena cene ceni pesm* takođe oktob* februar* jun jul reš* zahtev* promen* '
    + 'razume* uspe* uspeš* primen* vest vesti veste stepen* procen* ocen* vredn* mleko mera mere osob* odeljenj* istorij* živeti živi '
    + 'videti potrebno opšt* opštin* saopšt* hleb* bezbedn* preduzeć* spolj* vazduh* veštačk* juče hrišćan* demokratij* trk* trku '
    + 'poslanik* miting* *aće *iće *eće izbegl* sever* telo tela beli beo snegu sneg ver* medved* razmen* poveren* izvešt* menja smel* '
    + 'premijerk* mart* srbij* srpsk* beograd* vojvodin* kosov* '
    + 'mesec* ponedelj* poset* savet* pobed* pobeđ* zvezd* dete deteta reka reke reci reku celo celog cela celu ceo delo delova sećanj* '
    + 'svedo* obavest* obeleža* zabeležen* namer* smer* usmer* leto leta letn* peša* vežb* vetar vetr* nasled* nasleđ* verovatn* sednic* '
    + 'belorusij* lekar* lek lekov* zamen* švajcarsk* evra evro uopšte prestoni* vek veka ubeđ* hteo trpeo voleo želeo živeo umreo bes '
    + 'dinar* tramp* bajden* klinton* vašington* njujork* čikag* fejsbuk* tviter* gugl* jutjub* majkrosoft* pevač* pevan* primeti* lepot* '
    + 'oboleli* obolel* premešt* izmen* sprečen* strelj* uvred* celin* dospe* nameštaj* beležni* deli primer* primet* objašnjav*',
  'bs,hr':
    'vrijeme* riječ* lijep* djec* mjest* poslije prije predsjedni* svijet* svjet* uvijek gdje ovdje djevojk* čovjek* nedjelj* srijed* '
    + 'sljedeć* dvije obje njemačk* dio dijel* cijen* pjesm* rješ* zahtjev* promjen* razumij* uspje* primjen* vijest* procjen* ocjen* '
    + 'vrijedn* mlijek* mjer* vidje* živje* općin* opć* također vanjsk* zrak* jučer utrk* umjetn* izbjegl* sjever* sjedinj* tijel* '
    + 'bijel* snijeg* vjer* medvjed* razmjen* povjer* mijenja* potpun* cvjet* zajedni* vijeć* '
    + 'mjesec* ponedjelj* posjet* savjet* pobjed* zvijezd* dijete djetet* rijek* cijel* djelo djela djelov* sjećanj* svjedo* obavijest* '
    + 'obilježa* zabilježen* namjer* smjer* usmjer* ljeto ljeta ljetn* pješa* vježb* vjetar vjetr* naslijed* naslijeđ* sjednic* švicarsk* '
    + 'uopće zamjen* prijestoln* primijeti* htio vidio trpio volio želio živio umro bijes* pjevač* pjevan* cvijeć* sjedišt* bjelorus* '
    + 'lijek* liječ* općenit* ljepot* oboljel* premješt* izmjen* spriječ* strijelj* uvrijed* primjer* objašnj* dospje* razumj* namješt* '
    + 'bilježni* dijeli washington*',
  'bs,sr-Latn':
    'ubistv* samoubistv* odbran* milion* hapš* uhapš* podršk* porodic* nezavisn* tačn* niko neko ko voz vozovi hemij* partij* učestv* '
    + 'unutrašnj* uslov* hiljad* fudbal* avgust* januar* novembar* novembr* decembar* septemb* evrop* šta saobraćaj* univerzitet* '
    + 'finansij* organizov* glasa* sekretar* kancelarij* ambasad* sistem* muzik* pozorišt* bibliotek* fabrik* aerodrom* vanredn* lično '
    + 'taks* opozicij* štamp* tokom kandidov* okean* hirurg* jevrej* sprečav* policajc* penzij* uprkos '
    + 'sudij* advokat* tužila* takmič* budžet* privred* krivičn* nauk* naučn* saradnj* saradni* učesni* vakcin* kompanij* preduzetni* '
    + 'plata plate platu april* obezb* holandij* španij* rumunij* komšij* sprovest* poen* ukoliko uticaj* spisak spiska spisku sala sali '
    + 'štab* talas* hemijsk* bilans* skupštin* odbrambe* nacij* samit* povred* hiljadu muslimansk*',
  hr:
    'tisuć* siječ* veljač* ožuj* travanj travnja svibanj svibnja lipanj lipnja srpanj srpnja kolovoz* rujan rujna listopad* studeni '
    + 'studenog* prosinac prosinca europ* tko nitko netko što tvrtk* nogomet* glazb* sigurnosn* suradnj* zrakoplov* kazališ* županij* '
    + 'tjed* sveučiliš* vlak* zračn* izvješ* uporab* priopć* gospodar* hrvat* zagreb* unatoč glede milijun* umirovlj* povijest* '
    + 'poduzeć* financij* tijekom uhićen* uhiti* uhić* redarstv* znanst* postroj* *irati uboj* samouboj* obran* potpor* obitelj* '
    + 'neovisn* zastupni* točn* kemij* strank* sudjel* unutarnj* uvjet* glasova* tajni* ured* veleposlan* sustav* knjižnic* tvornic* '
    + 'izvanred* osobno pristojb* oporb* tisak* ocean* židov* mirovin* tzv recenzij* utakmic* proračun* skladb* prijam* dužnosni* '
    + 'kršćan* vijeće* sabor* kolodvor* uspored* nakladni* natječaj* '
    + 'sudac suca sucu suci sudaca sutkinj* tužitelj* odvjetni* natjecanj* natjecatelj* kaznen* ozljed* ozlijeđ* cjepiv* cijeplj* '
    + 'sudioni* djelatni* kirurg* poduzetni* nizozemsk* španjolsk* rumunjsk* vjerojatn* stoljeć* bod bodova bodove kruh* utjec* utječ* '
    + 'skladatelj* ravnatelj* promet* supruž* izvješć* prosvjed* ulaganj* blagdan* prometn* dvojb* popis* val valov* čelni* djelatnost* '
    + 'rabljen* putovni* nositelj* gledatelj* voditelj* čitatelj* stanovit* momčad* stožer* bilanc* muslimansk*',
  bs:
    'historij* sedmic* uposlen* lahk* mehk* kahv* bosn* bosansk* kanton* entitet* sarajev* augusta saopć* ministric* federacij* '
    + 'vještačk* bezbjed* izvješta* univerzitetsk* hljeb* općinsk* takođe kantonaln* mostar* banjaluk* tuzl* zenic* '
    + 'ljekar* obezbijed* izvještaj* eura juni juli august septembra oktobra dejton* hercegovin* domaćinst* halal* ramazan* bajram* '
    + 'vjerovatn* sigurnosn* opć*',
  id:
    'karena uang polisi mobil perusahaan kantor maret agustus desember senin kamis jumat juni juli pria bisa presiden kecelakaan '
    + 'kasus proyek universitas persen gubernur bupati provinsi kabupaten usai soal butuh warga bahwa tim dinas indonesia jakarta '
    + 'rupiah rp pemprov pemkot pemkab dprd kpk kemen* bakal sebut ungkap nasional* ekspor impor investasi informasi produk aktivitas '
    + 'komunitas fasilitas kualitas miliar triliun masyarakat listrik resmi* ponsel rusia inggris jerman jepang amerika tiongkok eropa '
    + 'mau coba beda sebagian tentara bandara longsor wabah internasional lokal rapat pemilu partai mahasiswa korban tersangka '
    + 'pengadilan pengacara jaksa narkoba pajak anggaran investor telepon situs film musik pelatih pertandingan setelah kantor* rumah '
    + 'sakit kamera mengubah surat kabar menurut saksikan tidak *itas *asi anda ini kejadian anjlok khawatir operan tuduhan '
    + 'mantan kesehatan komisi usulan karyawan pemerintah kekerasan sulung tewas keamanan pasokan gedung pabrik diperkirakan pekan '
    + 'kemarin digelar percobaan pembelot kepolisian',
  ms:
    'kerana wang polis kereta syarikat hospital pejabat mac ogos disember ahad isnin khamis jumaat jun julai ialah lelaki boleh '
    + 'kemalangan kes projek universiti peratus gabenor negeri bahawa pasukan malaysia kuala ringgit rm kerajaan beliau sahaja semasa '
    + 'mahkamah jawatan* isu kebangsaan eksport import pelaburan maklumat aktiviti komuniti kemudahan bilion trilion elektrik rasmi* '
    + 'datuk seri tan menerusi berkenaan perlawanan pengerusi pengarah didakwa ujar memaklumkan negara doktor televisyen pelancong* bot '
    + 'ejen cukai mahu cuba beza sebahagian manakala kakitangan tentera rakan wabak jangkitan dijangka antarabangsa tempatan mesyuarat '
    + 'undi parti ahli kanak maut mangsa suspek peguam dadah belanjawan telefon laman filem muzik jurulatih kejohanan selepas berkata '
    + 'bagi minit eropah perhimpunan bilangan siasatan memberitahu walau perbualan poskad keganasan tonton rancangan pasaran optimistik '
    + 'pendakwa pelarian skuad kelihatan kesilapan pembunuhan kecantikan penggal perempuan *iti *isasi masalah '
    + 'sulong rundingan kempen kos pencapaian sokongan pelajar pelabur penceramah penyelidik saintis hadapan sejurus mendapati dakwa '
    + 'lepas seramai menjelang bomba dibuka pertubuhan penerbangan pentadbiran timbalan setiausaha paderi kini diraikan ketawa kemuncak '
    + 'terhempas bekalan kesihatan suruhanjaya peruntukan dijangkakan persekutuan percubaan',
  nb:
    'ikke fra et en hun de hva hvem hvor hvordan noe noen mer bare selv være vært ble blir blitt komme gjøre gjør øke øker flere '
    + 'sier kommer fikk fortsatt hele nå mye uke uken uker ukes* sykehus* høy høye hennes deres dem hver hvorfor disse tror vet hør* '
    + 'kjør* vei* fremtid* frem* først* ønsker skjer kalt jenter gutter mulig* *lig *lige *ligere *ene *het *ingen aldri syk* dør',
  nn:
    'ikkje frå eit ein ei ho dei kva kven kvar korleis noko nokon nokre meir berre sjølv vere vore vart kome gjere gjer auke aukar '
    + 'auka fleire seier kjem fekk framleis saman òg sidan heile no mykje veke sjukehus* høg høge hennar deira kvifor desse trur veit '
    + 'høyr* køyr* kyrk* vald ynskj* ønskj* skjer kalla jenter gutar mogleg* mogeleg* *leg *lege *legare *ane *heit *inga *ar sjeldan '
    + 'straum* held tek gjev difor då korkje ingenting born ungar elevar siger skuld* sikta samstundes einskild* eige eigen',
  'nb,nn':
    'av etter etter* meg deg seg arbeid* regjering* *sjon *sjonen mann menn skutt gjennom mellom helse* mot ut kvinne* kvinner '
    + 'drept drep* bilde* språk* opp opp* uten* inn inn* sett* gutt* bok bøker gate gata mat vann* brann* finn* vinn* hjelp* krev* '
    + 'legg* lege* reis* øye øyne feil* eier eid mai nei president* bruk* søk* sak saken saka selskap* *skap *skapet sikkerhet* fått '
    + 'trekk* rett* tapt* tok økt* nekt*',
  da:
    'af efter efter* nu mig dig sig hvad meget blive bliver blev blevet nogle noget uge ugen uger ugens selvom ud ude* uden* op '
    + 'køb* høj høje deres dem hver hvorfor hvordan hvem hende siger sagde kun mere fra en et arbejd* vej* *hed *heden *heder *tion '
    + '*tionen *tioner regering* sundhed* mand mænd børn gennem mellem kvinde* dræbt dræb* billed* sprog* skudt mod ikke hun de flere '
    + 'kommer *lig *lige *ligere sygehus* syg* udtal* lyd* udvikl* udenrigs* ind ind* dreng* bog bøger gade gaden mad vand* find* '
    + 'vinder vandt hjælp* kræv* sætte* lægge* læge* rejs* øje* fejl* ejer* maj nej præsident* brug* søg* sag sagen selskab* *skab '
    + '*skabet sikkerhed* fået træk* ret* tabt* øget* nægt* *erne *ede *skes aldrig være været dør gør gøre formand* mistænk* anklag* '
    + 'træn* bange penge',
  gl:
    'un unha uns dunha nunha algunha ningunha máis xa xunta goberno galicia galego galega galegos coa co cos coas polo pola polos '
    + 'polas hoxe onte tamén despois ata moi ten teñen fai deputación concello xeral persoas ao aos á ás ó ós dos das os as o é foi '
    + 'foron en con non seu seus súa súas novo nova xove xente xornada xog* xuíz* xul* xustiza dixo mércores luns martes xoves '
    + 'venres sábado domingo *ción *cións *sión *sións *dade *dades *eiro *eira *óns *áns *ns *ais *ou *iu *aron *aba *aban *xe *xes '
    + 'do da na nas nos anos ano home homes muller* dous dúas sen hai lle lles quen nin cando tras mellor* pobo* cidade* traball* '
    + 'fillo* filla* millón* van atopa* segundo vivenda* rúa* fronte acordo *able *ables alcalde* igrexa* pode poden facer '
    + 'onde pero aínda iso isto noso nosa está están todo outro outra meu miña día',
  pt:
    'um uma uns umas numa duma mais já governo com pelo pela pelos pelas ontem hoje também depois até muito tem têm faz são não em '
    + 'na nos nas do da dos das os as o é foi foram seu seus sua suas novo nova jovem jovens ao aos à às jog* juiz* julg* justiça '
    + 'disse segunda terça quarta quinta sexta sábado domingo *ção *ções *são *sões *dade *dades *eiro *eira *agem *agens *ões *ais '
    + '*ou *iu *aram *eram *iram *ava *avam *ns anos ano homem homens mulher* dois duas sem há lhe lhes quem nem quando após melhor* '
    + 'povo* cidade* trabalh* filho* filha* milh* vão encontr* segundo moradia* rua* frente acordo *ável *áveis *ível prefeit* '
    + 'câmara* igreja* pode podem fazer onde mas ainda isso isto nosso nossa está estão todo tudo outro outra meu minha dia',
  es:
    'un una unos unas y el los las lo del más ya gobierno con por hoy ayer también después hasta muy tiene tienen hace hacer son en '
    + 'su sus nuevo nueva joven jóvenes al jug* juez* juic* justicia dijo lunes martes miércoles jueves viernes sábado domingo *ción '
    + '*ciones *sión *siones *dad *dades *ero *era *miento *ones *ales *ió *aron *ieron *aba *aban *aje *ajes años año hombre* mujer* '
    + 'dos sin hay les quien ni cuando tras mejor* pueblo* ciudad* trabaj* hijo* hija* millon* van encuentr* encontr* según vivienda* '
    + 'calle* frente acuerdo *able *ables alcalde* iglesia* puede pueden fueron donde pero aún eso esto nuestro nuestra está están '
    + 'todo otro otra mi día aunque hacia pues',
  nl:
    'een de niet zijn hun wij zij hij ik jij bij naar wordt worden werd werden heeft hebben had kunnen moeten zal zullen gaat over '
    + 'tegen door deze nieuw nieuwe politie vrouw* mensen zegt *ij *ijk *ijke *lijk *lijke *heden *isch *ische *tie *ties *schap *dt '
    + '*cht *ën zoek* zeg* zes zeven zwa* schr* scho*',
  af:
    "'n ’n nie hulle hy ek jy vir by word sal oor teen deur hierdie nuwe polisie vrou* mense sê gesê *y *lik *like *hede *ies *iese "
    + '*sie *sies *skap *tjie soek* ses sewe swa* skr* sko* se',
  xh:
    'ukuba kwaye ngu kunye amapolisa umntu abantu xa kodwa kwi kwe ngo yi *weyo kaloku urhulumente uza emva kufuneka ngenxa yokuba '
    + '*eyo',
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
for (const [tags, list] of Object.entries(WORDS)) {
  for (const tag of tags.split(','))
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
