import type { DemoText } from '../demo-source.ts'

/** A development zone's own site, in the shape of such sites: short articles with a photo caption. */
export const zoneTexts: readonly DemoText[] = [
  {
    title: 'Conference on AI native industry opens in Beijing E-Town',
    summary: 'New policies for the AI native industry and a public computing platform of 3000P were presented in Beijing E-Town.',
    day: '2024-04-10',
    body: [
      'Beijing E-Town has put a public computing platform for artificial intelligence with a scale of 3000P into '
        + 'service, and presented its policies for the AI native industry at a conference held on March 29.',
      'Guests watch as the computing platform is switched on. [Photo/etown.demo]',
      'The policies name 14 measures in six fields, from cheaper computing power and shared data infrastructure to '
        + 'open scenarios in which companies can try their models.',
      'An industry park, an open source community and an accelerator for young companies were opened on the same '
        + 'day, and 100 datasets for training large models, more than 150PB in all, were released.'
    ]
  },
  {
    title: 'E-Town subsidises computing power for large model developers',
    summary:
      'Companies that train large models in the zone can have up to 30 percent of their computing power bills paid, '
      + 'E-Town announced. Applications for the AI subsidy open on Monday.'
  },
  {
    title: 'Driverless buses start regular service on Kechuang Street',
    summary:
      'Twelve autonomous driving buses without a safety driver now run on a loop of 9 kilometres in E-Town, the zone administration said.'
  },
  {
    title: 'Chip packaging plant breaks ground in E-Town',
    summary:
      'A semiconductor packaging line worth 2.6 billion yuan will make advanced chips for cars from 2028, according ' + 'to the investor.'
  },
  {
    title: 'Humanoid robots take part in E-Town half marathon',
    summary: 'Twenty teams entered humanoid robots in the second robot race; the fastest robot needed 2 hours and 21 minutes.'
  },
  {
    title: 'E-Town opens reading room in Rongchang Park',
    summary: 'The reading room has 8,000 books and a view of the lake. It is open every day from 9 am to 8 pm.'
  },
  {
    title: 'Green power now covers half of the demand of E-Town factories',
    summary:
      'Wind power and solar power bought under long contracts cover 50 percent of the electricity used by the ' + 'factories of the zone.'
  },
  {
    title: 'Data trading centre in E-Town lists its 1,000th data product',
    summary: 'The data exchange lists 1,000 data products; the data economy of the zone grew by 12 percent.'
  },
  {
    title: 'Drone deliveries begin between two E-Town hospitals',
    summary: 'A low-altitude route of 6 kilometres carries blood samples by drone in eight minutes.'
  }
]

/** A wire agency: others copy these. */
export const wireTexts: readonly DemoText[] = [
  {
    title: 'Hamburg switches on Leuchtturm-3 AI computing centre with 3,000 petaflops',
    summary:
      'HAMBURG - The city of Hamburg on Tuesday switched on Leuchtturm-3, a public AI computing centre with 3,000 '
      + 'petaflops that 400 start-ups may use free of charge in their first year, the city government said. The centre '
      + 'cost 310 million euros and runs on wind power.'
  },
  {
    title: 'Typhoon Hoshi nears Okinawa with winds of 45 metres a second, 120,000 told to leave',
    summary:
      'NAHA - Typhoon Hoshi moved towards Okinawa and northern Taiwan with winds of 45 metres a second, and 120,000 '
      + 'people were told to evacuate, weather services said on Tuesday. Heavy rain of up to 600 millimetres may cause '
      + 'floods and mudslides.'
  },
  {
    title: 'Sendai wins chip plant worth 4.2 billion dollars',
    summary:
      'SENDAI - A semiconductor plant worth 4.2 billion dollars will be built in Sendai and make 28-nanometre chips '
      + 'from 2029, the prefecture said. The plant will employ 1,700 people and gets a third of its cost from the '
      + 'state.'
  },
  {
    title: 'Rajasthan puts 900-megawatt solar park into operation',
    summary:
      'JAIPUR - A solar park of 900 megawatts near Jaisalmer went into operation on Tuesday, the state government of '
      + 'Rajasthan said. With its battery storage of 300 megawatt hours it supplies 650,000 homes with renewable '
      + 'energy.'
  },
  {
    title: 'Georgia vaccinates 250,000 children against measles',
    summary:
      'TBILISI - A vaccination campaign against measles reached 250,000 children in Georgia, the health ministry '
      + 'said. The measles outbreak that began in spring with 1,900 cases is slowing down.'
  },
  {
    title: 'Attica invites tenders for 150 electric buses',
    summary:
      'ATHENS - The region of Attica opened a public procurement procedure for 150 electric buses worth 86 million '
      + 'euros. Tenders can be submitted until 30 January.'
  },
  {
    title: 'Chess: Young team wins river cup',
    summary: 'VIENNA - The youngest team of the tournament won the river cup after a draw in the last round.'
  },
  {
    title: 'Seoul and Daejeon link quantum computers over 160 kilometres',
    summary:
      'DAEJEON - Two quantum computers were joined over 160 kilometres of fibre, the institute said. The quantum '
      + 'network will serve 12 universities.'
  }
]

/** A newspaper that prints wire copy under headlines of its own, and a little besides. */
export const pressTexts: readonly DemoText[] = [
  { title: 'AI for all: Leuchtturm-3 computing centre goes live in Hamburg', summary: wireTexts[0]!.summary },
  { title: 'Evacuations as typhoon Hoshi closes in on Okinawa', summary: wireTexts[1]!.summary },
  {
    title: 'Harbour fair returns to the old docks',
    summary: 'The harbour fair returns to the old docks for three days with music, boat trips and a fish market.'
  },
  { title: 'Chip plant worth 4.2 billion dollars goes to Sendai', summary: wireTexts[2]!.summary },
  { title: 'Rajasthan puts 900-megawatt solar park into operation', summary: wireTexts[3]!.summary },
  {
    title: 'Swimming pool closes for repairs',
    summary: 'The pool in the east of the town stays closed for three weeks while its tiles are replaced.'
  },
  { title: '150 electric buses wanted: Attica opens tender', summary: wireTexts[5]!.summary },
  { title: 'Measles: 250,000 children vaccinated in Georgia', summary: wireTexts[4]!.summary }
]

/** An office whose server is often busy. */
export const floodTexts: readonly DemoText[] = [
  {
    title: 'Flood warning for the lower Shannon',
    summary:
      'A flood warning is in force for the lower Shannon. Water levels rise by 40 centimetres until tomorrow; move '
      + 'cars and livestock to higher ground.'
  },
  {
    title: 'Storm warning: gusts of 110 kilometres an hour on the west coast',
    summary: 'A severe weather warning for wind is in force for Clare, Kerry and Galway until midnight.'
  },
  {
    title: 'Boil water notice lifted in Killaloe',
    summary: 'The drinking water in Killaloe is safe again, the public health service said.'
  },
  {
    title: 'Tender for the renewal of 14 pumping stations',
    summary: 'Public procurement: 14 pumping stations are to be renewed for 9 million euros. Bids are due on 12 February.'
  },
  { title: 'Hearing on the new cycle path', summary: 'Residents are invited to a hearing on the cycle path along the canal.' },
  { title: 'Wildfire risk lowered to moderate', summary: 'After rain the risk of wildfires is moderate in all counties.' },
  { title: 'Sandbags available at four depots', summary: 'Sandbags against flooding can be fetched at four depots from 8 am.' },
  { title: 'All flood warnings ended', summary: 'The flood warning for the lower Shannon has ended. Levels fall slowly.' }
]
