import type { FieldType } from './field-type.ts'
import { address } from './types/address/index.ts'
import { autoNumber } from './types/auto-number/index.ts'
import { boolean } from './types/boolean/index.ts'
import { cascadingSelect } from './types/cascading-select/index.ts'
import { color } from './types/color/index.ts'
import { dateTime } from './types/date-time/index.ts'
import { date } from './types/date/index.ts'
import { decimal } from './types/decimal/index.ts'
import { department } from './types/department/index.ts'
import { email } from './types/email/index.ts'
import { file } from './types/file/index.ts'
import { formula } from './types/formula/index.ts'
import { geolocation } from './types/geolocation/index.ts'
import { image } from './types/image/index.ts'
import { integer } from './types/integer/index.ts'
import { json } from './types/json/index.ts'
import { longText } from './types/long-text/index.ts'
import { lookup } from './types/lookup/index.ts'
import { masterDetail } from './types/master-detail/index.ts'
import { money } from './types/money/index.ts'
import { multiLookup } from './types/multi-lookup/index.ts'
import { multiSelect } from './types/multi-select/index.ts'
import { percent } from './types/percent/index.ts'
import { phone } from './types/phone/index.ts'
import { polymorphicLookup } from './types/polymorphic-lookup/index.ts'
import { region } from './types/region/index.ts'
import { richText } from './types/rich-text/index.ts'
import { rollUp } from './types/roll-up/index.ts'
import { score } from './types/score/index.ts'
import { select } from './types/select/index.ts'
import { text } from './types/text/index.ts'
import { time } from './types/time/index.ts'
import { url } from './types/url/index.ts'
import { user } from './types/user/index.ts'
import { voiceNote } from './types/voice-note/index.ts'

const types: FieldType[] = [
  text,
  longText,
  richText,
  integer,
  decimal,
  money,
  percent,
  boolean,
  date,
  dateTime,
  time,
  select,
  multiSelect,
  cascadingSelect,
  region,
  color,
  score,
  lookup,
  multiLookup,
  polymorphicLookup,
  masterDetail,
  user,
  department,
  autoNumber,
  formula,
  rollUp,
  url,
  email,
  phone,
  address,
  geolocation,
  file,
  image,
  voiceNote,
  json,
]

const known = new Map(types.map((type) => [type.name, type]))
const own: ReadonlySet<string> = new Set(known.keys())

/** Every kind of field by name, in the order in which designers are offered them; those of plugins come last. */
export const fieldTypes: ReadonlyMap<string, FieldType> = known

/** The type of that name, if there is one. */
export function fieldType(name: string): FieldType | undefined {
  return fieldTypes.get(name)
}

/** Adds a type of a plugin, before anything is compiled. Throws where the platform has a type of that name. */
export function addFieldType(type: FieldType): void {
  if (own.has(type.name)) throw new Error(`The field type “${type.name}” is the platform's own`)
  known.set(type.name, type)
}
