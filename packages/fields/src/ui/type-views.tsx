import type { ReactNode } from 'react'

import { composeAddress } from '../types/address/parts.ts'
import { plainText } from '../types/rich-text/plain-text.ts'
import { pathText } from './path-text.ts'
import { Color } from './color-shown.tsx'
import type { FieldShape } from './field-shape.ts'
import { FilesShown, VoiceShown, fileNames } from './files-shown.tsx'
import { positionText } from './position-text.ts'
import { JsonText, jsonLine } from './json-shown.tsx'
import { Choices, choicesText } from './choices.tsx'
import { RegionName } from './region-name.tsx'
import { RichText } from './rich-text.tsx'
import { Score } from './score-shown.tsx'
import type { FieldServices } from './services.tsx'

/** How values of a field type are shown where that is not the plain text. */
export interface TypeView {
  show(input: { value: unknown; field: FieldShape; services: FieldServices }): ReactNode
  /** the same as plain text; default: the value itself */
  text?(input: TextInput): string
  /** takes lines of its own, so a list shows the text instead */
  isBlock?: boolean
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
  json: { show: ({ value }) => <JsonText value={value} />, text: ({ value }) => jsonLine(value), isBlock: true },
  'rich-text': {
    show: ({ value }) => <RichText value={value} />,
    text: ({ value }) => plainText(String(value)),
    isBlock: true,
  },
  file: { show: ({ value }) => <FilesShown value={value} />, text: ({ value }) => fileNames(value) },
  image: { show: ({ value }) => <FilesShown value={value} />, text: ({ value }) => fileNames(value) },
  'voice-note': { show: ({ value }) => <VoiceShown value={value} />, text: ({ value }) => fileNames(value) },
  score: { show: ({ value, field }) => <Score field={field} value={value} /> },
}
