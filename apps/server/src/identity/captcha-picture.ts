import { randomInt } from 'node:crypto'

const WIDTH = 170
const HEIGHT = 56
const UNIT = 5.4

/** Letters and digits that nobody takes for another, as strokes on a grid of 4 x 6 (x, y from the top left). */
const STROKES: Readonly<Record<string, readonly string[]>> = {
  A: ['0,6 2,0 4,6', '1,4 3,4'],
  C: ['4,1 3,0 1,0 0,1 0,5 1,6 3,6 4,5'],
  E: ['4,0 0,0 0,6 4,6', '0,3 3,3'],
  F: ['4,0 0,0 0,6', '0,3 3,3'],
  H: ['0,0 0,6', '4,0 4,6', '0,3 4,3'],
  J: ['4,0 4,5 3,6 1,6 0,5'],
  K: ['0,0 0,6', '4,0 0,3 4,6'],
  L: ['0,0 0,6 4,6'],
  M: ['0,6 0,0 2,3 4,0 4,6'],
  N: ['0,6 0,0 4,6 4,0'],
  P: ['0,6 0,0 3,0 4,1 4,2 3,3 0,3'],
  R: ['0,6 0,0 3,0 4,1 4,2 3,3 0,3', '2,3 4,6'],
  T: ['0,0 4,0', '2,0 2,6'],
  W: ['0,0 1,6 2,2 3,6 4,0'],
  X: ['0,0 4,6', '4,0 0,6'],
  Y: ['0,0 2,3 4,0', '2,3 2,6'],
  3: ['0,0 4,0 2,2 3,2 4,3 4,5 3,6 1,6 0,5'],
  4: ['3,6 3,0 0,4 4,4'],
  7: ['0,0 4,0 1,6'],
  9: ['4,2 3,3 1,3 0,2 0,1 1,0 3,0 4,1 4,4 2,6'],
}

/** What a picture's text is made of. */
export const CAPTCHA_LETTERS = Object.keys(STROKES)

/** A picture of the text as SVG: strokes bent at random, no letters in the file. */
export function drawCaptcha(text: string): string {
  const letters = [...text].map((letter, index) => drawLetter(letter, 16 + index * ((WIDTH - 30) / text.length)))
  const noise = Array.from({ length: 3 }, drawNoise)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<rect width="100%" height="100%" fill="#f4f6f8"/>`,
    `<g fill="none" stroke-linecap="round" stroke-linejoin="round">${shuffled([...letters, ...noise]).join('')}</g>`,
    `</svg>`,
  ].join('')
}

function drawLetter(letter: string, left: number): string {
  const angle = (between(-18, 18) * Math.PI) / 180
  const size = UNIT * (between(85, 110) / 100)
  const top = 11 + between(-4, 4)
  const place = (point: string): string => {
    const [x = 0, y = 0] = point.split(',').map(Number)
    const [dx, dy] = [(x - 2) * size + between(-10, 10) / 10, (y - 3) * size + between(-10, 10) / 10]
    const [px, py] = [dx * Math.cos(angle) - dy * Math.sin(angle), dx * Math.sin(angle) + dy * Math.cos(angle)]
    return `${(left + 2 * UNIT + px).toFixed(1)} ${(top + 3 * UNIT + py).toFixed(1)}`
  }
  const path = (STROKES[letter] ?? []).map((stroke) => `M${stroke.split(' ').map(place).join('L')}`).join('')
  return `<path d="${path}" stroke="${color(25, 45)}" stroke-width="${between(22, 34) / 10}"/>`
}

function drawNoise(): string {
  const y = () => between(4, HEIGHT - 4)
  const path = `M${between(0, 30)} ${y()}C${between(30, 80)} ${y()} ${between(80, 120)} ${y()} ${between(130, WIDTH)} ${y()}`
  return `<path d="${path}" stroke="${color(30, 60)}" stroke-width="${between(10, 20) / 10}"/>`
}

const between = (least: number, most: number): number => randomInt(least, most + 1)
const color = (dark: number, light: number): string => `hsl(${between(0, 359)},45%,${between(dark, light)}%)`

function shuffled(items: string[]): string[] {
  return items
    .map((item) => ({ item, at: randomInt(1 << 30) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
