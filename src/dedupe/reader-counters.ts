/**
 * Takes off a title what counts its readers: "(1,204 views)", "[12 comments]", "阅读：356", "Просмотров: 41". Such a number is another at each
 * look and says nothing of the text. Numbers without a word that counts stay.
 */
export function withoutCounters(title: string): string {
  if (!/\p{Nd}/u.test(title)) return title
  const rest = title.replace(IN_BRACKETS, ' ').replace(AT_THE_END, '')
  return rest === title ? title : rest.replace(/\s+/g, ' ').trim()
}

// prettier-ignore
const COUNTED = [
  'views?', 'reads?', 'hits?', 'clicks?', 'visits?', 'comments?', 'likes?', 'shares?', 'downloads?', 'times read', 'page ?views?',
  'vues?', 'lectures?', 'commentaires?', 'visites?', 'vistas?', 'visitas?', 'visualizaciones', 'lecturas?', 'comentarios?', 'visualizações', 'visualizacoes',
  'leituras?', 'acessos?', 'comentários?', 'visualizzazioni', 'letture', 'commenti', 'visite', 'aufrufe', 'klicks', 'zugriffe', 'kommentare?',
  'mal gelesen', 'keer bekeken', 'weergaven', 'reacties', 'visningar', 'visninger', 'kommentarer', 'katselukertaa', 'odsłony?', 'odsłon', 'wyświetleń',
  'wyświetlenia', 'komentarzy', 'zobrazení', 'přečtení', 'megtekintés', 'vizualizări', 'citiri', 'просмотр(?:ов|а|ы)?', 'прочтени[йяе]', 'комментари(?:ев|я|й)',
  'перегляд(?:ів|и|у)?', 'преглед(?:а|и|ождания)?', 'görüntülen?me', 'okunma', 'yorum', 'dilihat', 'dibaca', 'kali (?:dilihat|dibaca)', 'lượt (?:xem|đọc)',
  'προβολές', 'αναγνώσεις', 'צפיות', 'تعداد بازدید', 'بازدید', 'مشاهدات', 'مشاهدة', 'قراءات', 'قراءة', 'बार (?:देखा|पढ़ा) गया', 'व्यूज़?',
  'เข้าชม', 'อ่าน', 'ครั้ง', '次?(?:浏览|瀏覽|阅读|閱讀|点击|點擊|访问|訪問|查看|点阅|點閱)(?:次数|次數|数|數|量|率)?', '评论', '評論', '回应', '閲覧数?', 'アクセス数?', 'コメント',
  '조회수?', '댓글'
].join('|')
const NUMBER = String.raw`\p{Nd}[\p{Nd}.,'’\s]{0,12}[km万萬]?`
const COUNTER = String.raw`(?:(?:${COUNTED})\s?[:：]?\s?${NUMBER}\s?次?|${NUMBER}\s?(?:${COUNTED}))`
const IN_BRACKETS = new RegExp(String.raw`\s?[(（\[［【]\s?${COUNTER}\s?[)）\]］】]`, 'giu')
/** Behind a stroke or dot, or a label with its colon. */
const AT_THE_END = new RegExp(String.raw`\s?(?:[-–—|｜·•,]\s?${COUNTER}|\s(?:${COUNTED})\s?[:：]\s?${NUMBER}\s?次?)\s*$`, 'iu')
