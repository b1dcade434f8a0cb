/** Bars of a text; null where the symbology cannot say it. */
export type Barcodes = (symbology: string, text: string) => BarPattern | null

/** Black boxes, in modules. */
export interface BarPattern {
  width: number
  height: number
  bars: readonly { x: number; y: number; width: number; height: number }[]
}
