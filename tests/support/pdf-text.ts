import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** The text of each page of a PDF, one line for each line on paper. */
export async function pdfPages(content: Buffer): Promise<string[]> {
  const pdf = await getDocument({ data: new Uint8Array(content), verbosity: 0 }).promise
  const pages: string[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    const placed = items.flatMap((item) =>
      'str' in item && item.str !== '' ? [{ text: item.str, x: item.transform[4], y: item.transform[5] }] : [],
    )
    const lines = groupLines(placed)
    pages.push(lines.join('\n'))
  }
  await pdf.destroy()
  return pages
}

interface Placed {
  text: string
  x: number
  y: number
}

function groupLines(placed: Placed[]): string[] {
  const lines = new Map<number, Placed[]>()
  for (const part of placed) {
    const y = [...lines.keys()].find((each) => Math.abs(each - part.y) < 1.5) ?? part.y
    lines.set(y, [...(lines.get(y) ?? []), part])
  }
  return [...lines]
    .toSorted(([a], [b]) => b - a)
    .map(([, parts]) =>
      parts
        .toSorted((a, b) => a.x - b.x)
        .map(({ text }) => text)
        .join(''),
    )
}
