/**
 * English names of parts of countries, as readers say them: a country's code, then the code of each part with its name
 * (ISO 3166-2). Every part that regions are found by has one; a part that is missing here is shown by its code.
 */
const REGION_NAMES = `
AE: AZ Abu Dhabi|DU Dubai|SH Sharjah
AR: B Buenos Aires Province|C Buenos Aires|X Córdoba
AT: 9 Vienna
AU: ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|SA South Australia|TAS Tasmania|VIC Victoria|WA Western Australia
BD: 13 Dhaka
BE: BRU Brussels|VLG Flanders|VLI Limburg|WAL Wallonia
BG: 22 Sofia
BR: AM Amazonas|BA Bahia|CE Ceará|DF Federal District|GO Goiás|MG Minas Gerais|PA Pará|PE Pernambuco|PI Piauí|PR Paraná|RJ Rio de Janeiro
BR: RS Rio Grande do Sul|SC Santa Catarina|SP São Paulo
CA: AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia|ON Ontario|QC Quebec|SK Saskatchewan
CH: GE Geneva|ZH Zurich
CL: RM Santiago
CN: AH Anhui|BJ Beijing|CQ Chongqing|FJ Fujian|GD Guangdong|GS Gansu|GX Guangxi|GZ Guizhou|HA Henan|HB Hubei|HE Hebei|HI Hainan|HL Heilongjiang
CN: HN Hunan|JL Jilin|JS Jiangsu|JX Jiangxi|LN Liaoning|NM Inner Mongolia|NX Ningxia|QH Qinghai|SC Sichuan|SD Shandong|SH Shanghai|SN Shaanxi
CN: SX Shanxi|TJ Tianjin|XJ Xinjiang|XZ Tibet|YN Yunnan|ZJ Zhejiang
CO: ANT Antioquia|DC Bogotá
CZ: 10 Prague|64 South Moravia|80 Moravia-Silesia
DE: BB Brandenburg|BE Berlin|BW Baden-Württemberg|BY Bavaria|HB Bremen|HE Hesse|HH Hamburg|MV Mecklenburg-Vorpommern|NI Lower Saxony
DE: NW North Rhine-Westphalia|RP Rhineland-Palatinate|SH Schleswig-Holstein|SL Saarland|SN Saxony|ST Saxony-Anhalt|TH Thuringia
DK: 82 Central Jutland|84 Capital Region
DZ: 16 Algiers
EE: 37 Harju
EG: C Cairo
ES: AN Andalusia|AR Aragon|AS Asturias|CL Castile and León|CN Canary Islands|CT Catalonia|EX Extremadura|GA Galicia|MC Murcia|MD Madrid
ES: PV Basque Country|VC Valencia
ET: AA Addis Ababa
FI: 05 Kainuu|14 North Ostrobothnia|18 Uusimaa
FR: ARA Auvergne-Rhône-Alpes|BRE Brittany|GES Grand Est|HDF Hauts-de-France|IDF Île-de-France|NAQ Nouvelle-Aquitaine|NOR Normandy|OCC Occitania
FR: PAC Provence-Alpes-Côte d'Azur
GB: ENG England|NIR Northern Ireland|SCT Scotland|WLS Wales
GH: AA Greater Accra
GR: B Central Macedonia|I Attica
HR: 21 Zagreb
HU: BU Budapest|BZ Borsod-Abaúj-Zemplén
ID: BA Bali|JB West Java|JI East Java|JK Jakarta|KI East Kalimantan|KR Riau Islands
IE: D Dublin
IL: JM Jerusalem|TA Tel Aviv
IN: AP Andhra Pradesh|AR Arunachal Pradesh|AS Assam|BR Bihar|CG Chhattisgarh|DL Delhi|GA Goa|GJ Gujarat|HP Himachal Pradesh|HR Haryana
IN: JH Jharkhand|JK Jammu and Kashmir|KA Karnataka|KL Kerala|LA Ladakh|MH Maharashtra|ML Meghalaya|MN Manipur|MP Madhya Pradesh|MZ Mizoram
IN: NL Nagaland|OD Odisha|PB Punjab|PY Puducherry|RJ Rajasthan|SK Sikkim|TG Telangana|TN Tamil Nadu|TR Tripura|UK Uttarakhand|UP Uttar Pradesh
IN: WB West Bengal
IR: 07 Fars|23 Tehran
IT: 21 Piedmont|25 Lombardy|34 Veneto|42 Liguria|45 Emilia-Romagna|52 Tuscany|62 Lazio|72 Campania|75 Apulia|82 Sicily|88 Sardinia
JP: 01 Hokkaido|04 Miyagi|07 Fukushima|13 Tokyo|14 Kanagawa|17 Ishikawa|23 Aichi|26 Kyoto|27 Osaka|28 Hyogo|34 Hiroshima|40 Fukuoka|43 Kumamoto|47 Okinawa
KE: 30 Nairobi
KR: 11 Seoul|26 Busan|27 Daegu|28 Incheon|29 Gwangju|30 Daejeon|31 Ulsan|41 Gyeonggi|42 Gangwon|43 North Chungcheong|44 South Chungcheong
KR: 45 North Jeolla|46 South Jeolla|47 North Gyeongsang|48 South Gyeongsang|49 Jeju|50 Sejong
KZ: 71 Astana|75 Almaty
LT: VL Vilnius
LV: RIX Riga
MA: 06 Casablanca-Settat
MX: CMX Mexico City|JAL Jalisco|NLE Nuevo León|QUE Querétaro
MY: 01 Johor|07 Penang|10 Selangor|13 Sarawak|14 Kuala Lumpur
NG: FC Federal Capital Territory|LA Lagos
NL: GR Groningen|LI Limburg|NB North Brabant|NH North Holland|ZH South Holland
NO: 03 Oslo|46 Vestland|50 Trøndelag
NZ: AUK Auckland|WGN Wellington
PE: LIM Lima
PH: 00 Metro Manila
PK: IS Islamabad|PB Punjab|SD Sindh
PL: 02 Lower Silesia|10 Łódź|12 Lesser Poland|14 Masovia|22 Pomerania|24 Silesia|30 Greater Poland
PT: 11 Lisbon|13 Porto
RO: B Bucharest
RS: 00 Belgrade
RU: CE Chechnya|KDA Krasnodar|MOW Moscow|NVS Novosibirsk|ORE Orenburg|SPE Saint Petersburg|SVE Sverdlovsk|TA Tatarstan
RW: 01 Kigali
SA: 01 Riyadh|02 Makkah
SE: AB Stockholm|BD Norrbotten|E Östergötland|M Skåne|O Västra Götaland
SK: BC Banská Bystrica|BL Bratislava
TH: 10 Bangkok|50 Chiang Mai|83 Phuket
TR: 06 Ankara|34 Istanbul|35 Izmir
TW: CHA Changhua|CYQ Chiayi|HSZ Hsinchu|HUA Hualien|ILA Yilan|KEE Keelung|KHH Kaohsiung|KIN Kinmen|MIA Miaoli|NAN Nantou|NWT New Taipei|PEN Penghu
TW: PIF Pingtung|TAO Taoyuan|TNN Tainan|TPE Taipei|TTT Taitung|TXG Taichung|YUN Yunlin
TZ: 02 Dar es Salaam
UA: 30 Kyiv|43 Crimea|46 Lviv|51 Odesa|63 Kharkiv
UG: C Kampala
US: AK Alaska|AL Alabama|AR Arkansas|AZ Arizona|CA California|CO Colorado|CT Connecticut|DC Washington, D.C.|DE Delaware|FL Florida|GA Georgia
US: HI Hawaii|IA Iowa|ID Idaho|IL Illinois|IN Indiana|KS Kansas|KY Kentucky|LA Louisiana|MA Massachusetts|MD Maryland|ME Maine|MI Michigan
US: MN Minnesota|MO Missouri|MS Mississippi|MT Montana|NC North Carolina|ND North Dakota|NE Nebraska|NH New Hampshire|NJ New Jersey
US: NM New Mexico|NV Nevada|NY New York|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota
US: TN Tennessee|TX Texas|UT Utah|VA Virginia|VT Vermont|WA Washington|WI Wisconsin|WV West Virginia|WY Wyoming
UY: MO Montevideo
UZ: TK Tashkent
VN: DN Da Nang|HN Hanoi|HP Hai Phong|SG Ho Chi Minh City
ZA: GP Gauteng|WC Western Cape
`

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

const parts: ReadonlyMap<string, string> = new Map(
  REGION_NAMES.trim()
    .split('\n')
    .flatMap((line) =>
      line
        .slice(4)
        .split('|')
        .map((part): [string, string] => [`${line.slice(0, 2)}-${part.split(' ', 1)[0]}`, part.slice(part.indexOf(' ') + 1)])
    )
)

/** The English name of a country, or of a part of one with its country; a code without a name as it is. Takes an ISO 3166 code. */
export function regionName(code: string): string {
  const [country, part] = code.split('-')
  try {
    const name = countries.of(country!)
    if (name === undefined || part === undefined) return name ?? code
    const named = parts.get(code)
    return named === undefined ? `${name} (${part})` : `${named}, ${name}`
  } catch {
    return code
  }
}
