import { BooleanWidget } from './boolean-widget.tsx'
import { AutoNumberWidget, ComputedWidget } from './computed-widget.tsx'
import { DateWidget, DatetimeWidget } from './date-widget.tsx'
import type { FieldShape } from './field-shape.ts'
import { FileWidget, ImageWidget } from './file-widget.tsx'
import { GeolocationWidget } from './geolocation-widget.tsx'
import { JsonWidget } from './json-widget.tsx'
import { LookupWidget } from './lookup-widget.tsx'
import { MultiSelectWidget } from './multi-select-widget.tsx'
import { AddressWidget } from './address-widget.tsx'
import { CascadingWidget } from './cascading-widget.tsx'
import { ColorWidget } from './color-widget.tsx'
import { RegionWidget } from './region-widget.tsx'
import { RichTextWidget } from './rich-text-widget.tsx'
import { ScoreWidget } from './score-widget.tsx'
import { TimeWidget } from './time-widget.tsx'
import { MultiLookupWidget } from './multi-lookup-widget.tsx'
import { NumberWidget } from './number-widget.tsx'
import { PolymorphicLookupWidget } from './polymorphic-lookup-widget.tsx'
import { SelectWidget } from './select-widget.tsx'
import { LongTextWidget, TextWidget } from './text-widget.tsx'
import { VoiceNoteWidget } from './voice-note-widget.tsx'
import { addedTypes } from './added-types.ts'
import type { Widget } from './widget.ts'

/** Widgets by the name that field types give. */
export const widgets: Record<string, Widget> = {
  text: TextWidget,
  email: TextWidget,
  phone: TextWidget,
  url: TextWidget,
  'long-text': LongTextWidget,
  'rich-text': RichTextWidget,
  integer: NumberWidget,
  decimal: NumberWidget,
  money: NumberWidget,
  percent: NumberWidget,
  number: NumberWidget,
  boolean: BooleanWidget,
  date: DateWidget,
  'date-time': DatetimeWidget,
  time: TimeWidget,
  score: ScoreWidget,
  color: ColorWidget,
  select: SelectWidget,
  'multi-select': MultiSelectWidget,
  'cascading-select': CascadingWidget,
  region: RegionWidget,
  address: AddressWidget,
  geolocation: GeolocationWidget,
  json: JsonWidget,
  lookup: LookupWidget,
  'multi-lookup': MultiLookupWidget,
  'polymorphic-lookup': PolymorphicLookupWidget,
  user: LookupWidget,
  file: FileWidget,
  image: ImageWidget,
  'voice-note': VoiceNoteWidget,
  'auto-number': AutoNumberWidget,
  formula: ComputedWidget,
  'roll-up': ComputedWidget,
  computed: ComputedWidget,
}

/** The widget of a field: that of a plugin's type, by the widget's name, else by the type's, else one line of text. */
export function widgetOf(field: FieldShape): Widget {
  return addedTypes.get(field.type)?.Input ?? baseWidgetOf(field)
}

/** The same without the components of plugins. */
export const baseWidgetOf = (field: FieldShape): Widget => widgets[field.widget] ?? widgets[field.type] ?? TextWidget
