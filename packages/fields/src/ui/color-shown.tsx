import { FlagFilled } from '@ant-design/icons'

import type { FieldShape } from './field-shape.ts'

/** A colour as it is shown: a flag or a small square, and its name. */
export function Color({ field, value }: { field: FieldShape; value: unknown }) {
  const text = String(value)
  const flag = field.options?.[text]
  return <Swatch color={flag?.color ?? text} text={flag?.label ?? text} isFlag={flag !== undefined} />
}

/** A flag or a square of the colour, and its name. */
export function Swatch({ color, text, isFlag = false }: { color: string | undefined; text: string; isFlag?: boolean }) {
  return (
    <span className="fw-swatch">
      {isFlag ? <FlagFilled style={{ color }} /> : <span className="fw-swatch-square" style={{ background: color }} />}
      <span className="fw-ellipsis">{text}</span>
    </span>
  )
}
