import type { ReactNode } from 'react'

import { composeAddress } from '../types/address/parts.ts'
import { pathText } from './cascading-widget.tsx'
import { Color } from './color-widget.tsx'
import type { FieldShape } from './field-shape.ts'
import { positionText } from './geolocation-widget.tsx'
import { JsonText, jsonLine } from './json-widget.tsx'
import { Choices, choicesText } from './multi-select-widget.tsx'
import { RegionName } from './region-widget.tsx'
import { Score } from './score-widget.tsx'
import type { FieldServices } from './services.tsx'

/** How values of a field type are shown where that is not the plain text. */
export interface TypeView {
  show(input: { value: unknown; field: FieldShape; services: FieldServices }): ReactNode
  /** the same as plain text; default: the value itself */
  text?(input: TextInput): string
}

export interface TextInput {
  value: unknown
  field: FieldShape
  locale: FieldServices['locale']
}

/** By the name of the field type. */
export const typeViews: Record<string, TypeView> = {
  time: { show: ({ value }) => <span className="fw-number">{String(value)}</span> },
  color: {
    show: ({ value, field }) => <Color field={field} value={value} />,
    text: ({ value, field }) => field.options?.[String(value)]?.label ?? String(value),
  },
  'multi-select': {
    show: ({ value, field }) => <Choices field={field} value={value} />,
    text: ({ value, field, locale }) => choicesText(field, value, locale),
  },
  'cascading-select': {
    show: ({ value, field, services }) => <>{pathText(field, value, services.locale)}</>,
    text: ({ value, field, locale }) => pathText(field, value, locale),
  },
  region: { show: ({ value }) => <RegionName value={value} /> },
  address: {
    show: ({ value, services }) => <>{composeAddress(value, services.locale)}</>,
    text: ({ value, locale }) => composeAddress(value, locale),
  },
  geolocation: {
    show: ({ value }) => <span className="fw-number">{positionText(value)}</span>,
    text: ({ value }) => positionText(value),
  },
  json: { show: ({ value }) => <JsonText value={value} />, text: ({ value }) => jsonLine(value) },
  score: { show: ({ value, field }) => <Score field={field} value={value} /> },
}
