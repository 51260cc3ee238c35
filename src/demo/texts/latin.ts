import type { DemoText } from '../demo-source.ts'

export const germanTexts: readonly DemoText[] = [
  {
    title: 'Hamburg nimmt KI-Rechenzentrum Leuchtturm-3 mit 3.000 Petaflops in Betrieb',
    summary:
      'Der Senat hat das öffentliche Rechenzentrum für künstliche Intelligenz Leuchtturm-3 eröffnet. 400 Start-ups '
      + 'dürfen die 3.000 Petaflops im ersten Jahr kostenlos nutzen; das Zentrum kostete 310 Millionen Euro.'
  },
  {
    title: 'Ausschreibung: Digitales Bürgerportal für sieben Bezirke',
    summary:
      'Die Stadt schreibt die Entwicklung eines digitalen Bürgerportals öffentlich aus. Angebote sind bis zum 15. Februar einzureichen.'
  },
  {
    title: 'Sturmflutwarnung für den Hafen',
    summary: 'Das Hochwasser erreicht in der Nacht 2,8 Meter über dem mittleren Hochwasser. Die Flutschutztore werden geschlossen.'
  },
  {
    title: 'Neues Chipwerk in Sendai: 4,2 Milliarden Dollar für Halbleiter',
    summary:
      'In Sendai entsteht ein Halbleiterwerk für 4,2 Milliarden Dollar, das ab 2029 Chips mit 28 Nanometern fertigt '
      + 'und 1.700 Menschen beschäftigt.'
  },
  {
    title: 'Grippeimpfung jetzt in allen Apotheken',
    summary: 'Die Gesundheitsbehörde ruft zur Impfung gegen Grippe auf. 320 Apotheken nehmen teil.'
  },
  {
    title: 'Offshore-Windpark liefert erstmals Strom',
    summary: 'Der Windpark mit 60 Anlagen und 900 Megawatt speist erneuerbare Energie in das Netz ein.'
  },
  { title: 'Bücherhallen verlängern Öffnungszeiten', summary: 'Ab Januar öffnen die Bücherhallen auch sonntags von 12 bis 17 Uhr.' },
  {
    title: 'Autonome Kleinbusse fahren in Bergedorf',
    summary: 'Fünf selbstfahrende Kleinbusse nehmen den Probebetrieb auf. Autonomes Fahren soll Lücken im Nachtverkehr schließen.'
  }
]

export const frenchTexts: readonly DemoText[] = [
  {
    title: 'Hambourg met en service Leuchtturm-3, un centre de calcul pour l’IA de 3 000 pétaflops',
    summary:
      'Le centre public de calcul pour l’intelligence artificielle Leuchtturm-3 offre 3 000 pétaflops à 400 jeunes '
      + 'entreprises. Il a coûté 310 millions d’euros.'
  },
  {
    title: 'Vigilance orange pour crues et inondations en Ardèche',
    summary: 'De fortes pluies sont attendues : la préfecture place le département en vigilance orange et appelle à éviter les berges.'
  },
  {
    title: 'Une usine de semi-conducteurs de 4,2 milliards de dollars à Sendai',
    summary: 'L’usine de puces produira à partir de 2029 des semi-conducteurs de 28 nanomètres et emploiera 1 700 personnes.'
  },
  {
    title: 'Marché public : rénovation énergétique de 40 écoles',
    summary:
      'La région lance un appel d’offres de 52 millions d’euros pour rénover 40 écoles. Les offres sont attendues avant le 20 février.'
  },
  {
    title: 'Un parc solaire de 900 mégawatts entre en service au Rajasthan',
    summary: 'Le parc solaire alimente 650 000 foyers en énergie renouvelable grâce à un stockage de 300 mégawattheures.'
  },
  {
    title: 'Rougeole : 250 000 enfants vaccinés en Géorgie',
    summary: 'La campagne de vaccination contre la rougeole a touché 250 000 enfants, selon le ministère de la santé.'
  },
  { title: 'La fête des lumières se prolonge d’un soir', summary: 'Les illuminations du centre ancien restent visibles jusqu’à dimanche.' },
  {
    title: 'Des drones pour livrer les médicaments en montagne',
    summary: 'La région ouvre deux corridors de drones à basse altitude entre des hôpitaux et des villages isolés.'
  }
]

export const spanishTexts: readonly DemoText[] = [
  {
    title: 'Aviso rojo por lluvias e inundaciones en la costa',
    summary: 'Protección Civil activa el aviso rojo por lluvias de hasta 180 litros e inundaciones & cortes de carreteras.'
  },
  {
    title: 'Hamburgo inaugura Leuchtturm-3, centro de computación de IA con 3.000 petaflops',
    summary:
      'El centro público de inteligencia artificial Leuchtturm-3 ofrece 3.000 petaflops a 400 empresas emergentes y '
      + 'costó 310 millones de euros.'
  },
  {
    title: 'Investigación & desarrollo: 40 becas de inteligencia artificial',
    summary: 'La Junta convoca 40 becas de inteligencia artificial & robótica para jóvenes investigadores.'
  },
  {
    title: 'Sendai tendrá una fábrica de chips de 4.200 millones de dólares',
    summary: 'La fábrica de semiconductores producirá chips de 28 nanómetros desde 2029 y dará empleo a 1.700 personas.'
  },
  {
    title: 'Licitación de 150 autobuses eléctricos en Ática',
    summary: 'La región de Ática abre una licitación pública de 86 millones de euros para comprar 150 autobuses eléctricos.'
  },
  {
    title: 'Entra en servicio un parque solar de 900 megavatios en Rajastán',
    summary: 'El parque solar de energía renovable abastece a 650.000 hogares con un almacenamiento de 300 megavatios hora.'
  },
  { title: 'Feria del libro & la música en la plaza mayor', summary: 'La feria reúne a 60 librerías durante cuatro días.' },
  {
    title: 'Campaña de vacunación contra la gripe en centros de salud',
    summary: 'La campaña de vacunación contra la gripe empieza el lunes en 210 centros de salud.'
  }
]

export const indonesianTexts: readonly DemoText[] = [
  {
    title: 'Peringatan dini banjir untuk tiga kabupaten',
    summary: 'BPBD mengeluarkan peringatan dini banjir karena hujan lebat hingga 150 milimeter. Warga di tepi sungai diminta mengungsi.'
  },
  {
    title: 'Hamburg mengoperasikan pusat komputasi AI Leuchtturm-3 berdaya 3.000 petaflop',
    summary: 'Pusat komputasi kecerdasan buatan Leuchtturm-3 menyediakan 3.000 petaflop bagi 400 perusahaan rintisan.'
  },
  {
    title: 'Pabrik semikonduktor senilai 4,2 miliar dolar dibangun di Sendai',
    summary: 'Pabrik cip semikonduktor itu akan mempekerjakan 1.700 orang dan berproduksi mulai 2029.'
  },
  {
    title: 'Imunisasi campak menjangkau 40.000 anak',
    summary: 'Dinas Kesehatan menyatakan imunisasi campak telah menjangkau 40.000 anak di provinsi ini.'
  },
  {
    title: 'Lelang pengadaan barang: 60 bus listrik',
    summary: 'Pemerintah provinsi membuka pengadaan barang dan jasa untuk 60 bus listrik.'
  },
  {
    title: 'Topan Hoshi mendekati Okinawa, 120.000 orang diminta mengungsi',
    summary: 'Topan Hoshi dengan angin 45 meter per detik mendekati Okinawa dan Taiwan utara.'
  },
  { title: 'Festival kuliner digelar di alun-alun', summary: 'Festival kuliner dengan 90 gerai digelar selama akhir pekan.' },
  {
    title: 'Pembangkit tenaga surya terapung mulai beroperasi',
    summary: 'Pembangkit listrik tenaga surya terapung 50 megawatt menambah energi terbarukan di Jawa Timur.'
  }
]
