import { useTexts } from '@fieldwork/ui'

import { addTarget, removeTarget, targetsOf } from '../model/conversions.ts'
import type { ConversionTarget } from '../model/conversions.ts'
import { moveEntry } from '../model/record-types.ts'
import { FormField, FormGroup } from '../parts/form-field.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { useRowDrag } from '../parts/row-handle.tsx'
import type { ConversionEditing } from './conversion-editing.ts'
import { PointedProblem } from './pointed.tsx'
import { TargetCard } from './target-card.tsx'

/** The records that are made, in the order in which they are. */
export function ConversionTargets({ conversion, edit }: ConversionEditing) {
  const { t } = useTexts('studio')
  const ordered = targetsOf(conversion)
  const drag = useRowDrag(
    ordered.map(([key]) => key),
    (key, position) => edit({ ...conversion, targets: moveEntry(conversion.targets, key, position) }),
  )
  const put = (key: string, target: ConversionTarget, options?: { isTyping?: boolean }): void =>
    edit({ ...conversion, targets: { ...conversion.targets, [key]: target } }, options)
  return (
    <FormGroup title={t('conversions.targets')} note={t('conversions.targetsNote')}>
      <PointedProblem pointer="/targets" />
      {ordered.map(([key, target], at) => (
        <TargetCard
          key={key}
          name={key}
          target={target}
          source={conversion.source}
          before={ordered.slice(0, at)}
          drag={drag}
          onChange={(next, options) => put(key, next, options)}
          onRemove={() => edit(removeTarget(conversion, key))}
        />
      ))}
      <FormField label={t('conversions.addTarget')}>
        {(id) => (
          <ObjectSelect
            id={id}
            value={undefined}
            placeholder={t('conversions.chooseObject')}
            onChange={(object) => edit(addTarget(conversion, { object, values: {} }))}
          />
        )}
      </FormField>
    </FormGroup>
  )
}
