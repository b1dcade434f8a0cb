import { useTexts } from '@fieldwork/ui'

import type { Json } from '../../model/definitions.ts'
import { FormGroup } from '../../parts/form-field.tsx'
import { DependentOptions } from './dependent-options.tsx'
import { FormulaOptions } from './formula-options.tsx'
import { LookupOptions } from './lookup-options.tsx'
import { MasterOptions } from './master-options.tsx'
import { NumberOptions } from './numbering/number-options.tsx'
import { RollUpOptions } from './roll-up-options.tsx'
import { SchemaOptions } from './schema-options.tsx'
import { SelectOptions } from './select-options.tsx'
import { TreeOptions } from './tree-options.tsx'
import type { TypeOptionsProps } from './type-options-props.ts'

/** The options of a field's type: an editor of its own where one helps, else drawn from their JSON Schema. */
export function TypeOptions(props: TypeOptionsProps) {
  const { t } = useTexts('studio')
  if (Object.keys(props.type.options.properties).length === 0) return null
  return (
    <FormGroup title={t(`options.title.${props.type.name}`, { defaultValue: t('options.title.other') })}>
      <OptionsEditor {...props} />
      {props.problem ? (
        <p className="st-error" role="alert">
          {t(`field.problem.${props.problem}`)}
        </p>
      ) : null}
    </FormGroup>
  )
}

const REFERRING = new Set(['lookup', 'multi-lookup', 'polymorphic-lookup'])

/** Options that have others below them. */
function isTree(options: Json): boolean {
  const { properties } = (options['additionalProperties'] ?? {}) as { properties?: Json }
  return properties?.['children'] !== undefined
}

function OptionsEditor(props: TypeOptionsProps) {
  const { type } = props
  const { options: choices, dependsOn } = type.options.properties
  if (choices && isTree(choices)) return <TreeOptions {...props} />
  if (choices) {
    return (
      <>
        <SelectOptions {...props} />
        {dependsOn ? <DependentOptions {...props} /> : null}
      </>
    )
  }
  if (REFERRING.has(type.name)) return <LookupOptions {...props} />
  if (type.name === 'master-detail') return <MasterOptions {...props} />
  if (type.name === 'formula') return <FormulaOptions {...props} />
  if (type.name === 'roll-up') return <RollUpOptions {...props} />
  if (type.name === 'auto-number') return <NumberOptions {...props} />
  return <SchemaOptions {...props} />
}
