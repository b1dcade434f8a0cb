const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

/** An amount in the words of Chinese accounts: 1234.5 is 壹仟贰佰叁拾肆元伍角整. Beyond 16 digits it stays a number. */
export function chineseAmount(amount: number): string {
  const [whole = '0', cents = '00'] = Math.abs(amount).toFixed(2).split('.')
  if (whole.length > 16) return String(amount)
  const yuan = wholeWords(whole)
  const [jiao, fen] = [Number(cents[0]), Number(cents[1])]
  const sign = amount < 0 && (yuan !== '' || jiao + fen > 0) ? '负' : ''
  if (jiao + fen === 0) return `${sign}${yuan || '零'}元整`
  const head = yuan === '' ? '' : `${yuan}元`
  const gap = jiao === 0 && head !== '' ? '零' : ''
  const tenths = jiao === 0 ? gap : `${DIGITS[jiao]}角`
  return `${sign}${head}${tenths}${fen === 0 ? '整' : `${DIGITS[fen]}分`}`
}

function wholeWords(whole: string): string {
  const padded = whole.padStart(Math.ceil(whole.length / 4) * 4, '0')
  const groups = padded.match(/\d{4}/g) ?? []
  return groups.reduce((words, group, at) => {
    const value = Number(group)
    if (value === 0) return words
    // a gap is told once, wherever it begins
    const gap = words !== '' && (value < 1000 || Number(groups[at - 1]) === 0) ? '零' : ''
    return words + gap + groupWords(group) + GROUPS[groups.length - 1 - at]
  }, '')
}

function groupWords(group: string): string {
  const digits = [...group].map(Number)
  let words = ''
  digits.forEach((digit, at) => {
    if (digit === 0) return
    const gap = words !== '' && digits[at - 1] === 0 ? '零' : ''
    words += gap + DIGITS[digit] + PLACES[digits.length - 1 - at]
  })
  return words
}
