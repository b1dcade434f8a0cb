import type { BarPattern, Barcodes } from './bar-pattern.ts'

const names: Record<string, string> = { qr: 'qrcode', code128: 'code128', ean13: 'ean13', datamatrix: 'datamatrix' }

interface Matrix {
  pixs: number[]
  pixx: number
  pixy: number
}

/** Widths of bars and gaps in turn. */
interface Bars {
  sbs: number[]
}

/** The library of barcodes; loaded when the first is printed. */
export async function loadBarcodes(): Promise<Barcodes> {
  const { default: library } = await import('bwip-js/node')
  return (symbology, text) => {
    // bars of letters beyond ASCII are read differently by every scanner
    if (symbology === 'code128' && /[^\x20-\x7e]/.test(text)) return null
    try {
      const [code] = library.raw({ bcid: names[symbology] ?? 'qrcode', text }) as unknown as (Matrix | Bars)[]
      if (!code) return null
      return 'pixs' in code ? ofMatrix(code) : ofBars(code)
    } catch (error) {
      // the text is too long for the symbology, or has letters that it does not know
      if (error instanceof Error && error.message.startsWith('bwipp.')) return null
      throw error
    }
  }
}

function ofMatrix({ pixs, pixx, pixy }: Matrix): BarPattern {
  const bars = pixs.flatMap((pixel, at) =>
    pixel ? [{ x: at % pixx, y: Math.floor(at / pixx), width: 1, height: 1 }] : [],
  )
  return { width: pixx, height: pixy, bars }
}

function ofBars({ sbs }: Bars): BarPattern {
  let x = 0
  const bars = sbs.flatMap((width, at) => {
    const bar = { x, y: 0, width, height: 1 }
    x += width
    return at % 2 === 0 ? [bar] : []
  })
  return { width: x, height: 1, bars }
}
