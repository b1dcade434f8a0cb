import { StarFilled } from '@ant-design/icons'
import { Rate } from 'antd'

import { ownOption } from './field-shape.ts'
import { mostPoints } from './score-shown.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf } from './widget.ts'

/** Points as stars: clicked, or changed with the arrow keys; the same star again takes them back. */
export function ScoreWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  const points = typeof props.value === 'number' ? props.value : 0
  return (
    <span className="fw-score" {...ariaOf(props)}>
      <Rate
        id={props.id}
        aria-label={props.field.label}
        count={mostPoints(props.field)}
        character={({ index = 0 }) => <StarFilled aria-label={widgetText(locale, 'ofMax', String(index + 1))} />}
        allowHalf={ownOption(props.field, 'half') === true}
        value={points}
        disabled={props.disabled}
        autoFocus={props.autoFocus ?? false}
        onChange={(next) => props.onChange(next === 0 ? undefined : next)}
        onBlur={() => props.onBlur?.()}
      />
      <span className="fw-score-number" aria-hidden="true">
        {typeof props.value === 'number' ? widgetText(locale, 'ofMax', String(props.value)) : ''}
      </span>
    </span>
  )
}
