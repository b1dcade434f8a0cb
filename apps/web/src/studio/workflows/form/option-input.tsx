import { useProblemAt } from '../../conversions/pointed.tsx'
import type { Json } from '../../model/definitions.ts'
import { isObject } from '../../model/json.ts'
import { SchemaField } from '../../schema-form/schema-field.tsx'
import { ExpressionOption } from './expression-option.tsx'
import { FieldValues } from './field-values.tsx'
import { MapOption } from './map-option.tsx'
import type { OptionFieldsProps, OptionProps } from './option-props.ts'
import { withMember } from './option-props.ts'
import { ReferenceOption } from './reference-option.tsx'
import { LocalizedOption, TemplateOption } from './template-option.tsx'
import { useOptionWords } from './use-option-words.ts'
import { WaysOption } from './ways-option.tsx'

/** The options of a step, drawn from their JSON Schema. */
export function OptionFields(props: OptionFieldsProps) {
  const { schema, pointer, value, onChange } = props
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(properties).map(([name, part]) => (
    <OptionInput
      key={name}
      name={name}
      pointer={`${pointer}/${name}`}
      schema={part as Json}
      value={value[name]}
      isRequired={required.includes(name)}
      around={value}
      onChange={(member) => onChange(withMember(value, name, member))}
    />
  ))
}

/** One option: its widget follows from its schema. */
export function OptionInput(props: OptionProps) {
  const { schema } = props
  if (isObject(schema['x-expression'])) return <ExpressionOption {...props} />
  if (schema['x-template'] === true) return <TemplateOption {...props} />
  if (typeof schema['x-reference'] === 'string') return <ReferenceOption {...props} />
  if (isObject(schema['x-fields'])) return <FieldValues {...props} />
  if (schema['x-branches'] === true) return <WaysOption {...props} />
  if (schema['type'] === 'object') return <ObjectOption {...props} />
  return <PlainOption {...props} />
}

function ObjectOption(props: OptionProps) {
  const words = useOptionWords()
  const { schema, value, onChange } = props
  const { properties } = schema
  if (isObject(schema['additionalProperties'])) return <MapOption {...props} />
  if (!isObject(properties)) return <PlainOption {...props} />
  if (isObject(properties['en']) && isObject(properties['zh-CN'])) return <LocalizedOption {...props} />
  return (
    <fieldset className="st-wf-group">
      <legend>{words(props.name, schema).label}</legend>
      <OptionFields
        schema={schema}
        pointer={props.pointer}
        value={isObject(value) ? value : {}}
        onChange={(next) => onChange(Object.keys(next).length === 0 && !props.isRequired ? undefined : next)}
      />
    </fieldset>
  )
}

/** An input without another meaning: as every form draws it. What is emptied or switched off is left out. */
function PlainOption({ name, schema, pointer, value, isRequired, onChange }: OptionProps) {
  const words = useOptionWords()(name, schema)
  const error = useProblemAt(pointer) ?? undefined
  return (
    <div data-pointer={pointer} className="st-pointed">
      <SchemaField
        {...{ schema, words, value, error, isRequired }}
        hasPhrases
        onChange={(next) => onChange(isLeftOut(next) ? undefined : next)}
      />
    </div>
  )
}

const isLeftOut = (value: unknown): boolean => value === false || (Array.isArray(value) && value.length === 0)
