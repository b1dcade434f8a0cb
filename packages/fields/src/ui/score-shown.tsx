import { StarFilled } from '@ant-design/icons'

import type { FieldShape } from './field-shape.ts'
import { ownOption } from './field-shape.ts'

/** Points as small stars with the number beside them. */
export function Score({ field, value }: { field: FieldShape; value: unknown }) {
  if (typeof value !== 'number') return <>{String(value)}</>
  const stars = Array.from({ length: mostPoints(field) }, (_, index) => Math.max(0, Math.min(1, value - index)))
  return (
    <span className="fw-score fw-score-shown">
      <span aria-hidden="true">
        {stars.map((part, index) => (
          <span key={index} className="fw-star" style={{ '--part': `${part * 100}%` } as React.CSSProperties}>
            <StarFilled />
          </span>
        ))}
      </span>
      <span className="fw-score-number">{value}</span>
    </span>
  )
}

/** The most points that the field gives. */
export function mostPoints(field: FieldShape): number {
  const max = ownOption(field, 'max')
  return typeof max === 'number' ? max : 5
}
