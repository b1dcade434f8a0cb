import { useTexts } from '@fieldwork/ui'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import { FormField } from '../../parts/form-field.tsx'
import { ObjectSelect, ObjectsSelect } from '../../parts/object-select.tsx'
import { CopyMapping } from './copy-mapping.tsx'
import { CollectionInput } from './collection-input.tsx'
import { DeletionRule } from './deletion-rule.tsx'
import type { TypeOptionsProps } from './type-options-props.ts'

/** What a field refers to, what happens when that is deleted, and which records can be chosen. */
export function LookupOptions({ type, form, editing, isPublished }: TypeOptionsProps) {
  const { t } = useTexts('studio')
  const options = form.property['x-field']
  const target = typeof options['object'] === 'string' ? options['object'] : undefined
  return (
    <>
      <FormField label={t('lookup.object')} isRequired help={isPublished ? t('lookup.objectPublished') : undefined}>
        {(id) =>
          'objects' in type.options.properties ? (
            <ObjectsSelect
              id={id}
              value={(options['objects'] as string[] | '*' | undefined) ?? []}
              placeholder={t('lookup.objectNone')}
              onChange={(objects) => form.setOptions({ objects: objects.length > 0 ? objects : undefined })}
            />
          ) : (
            <ObjectSelect
              id={id}
              value={target}
              placeholder={t('lookup.objectNone')}
              onChange={(object) => form.setOptions({ object })}
            />
          )
        }
      </FormField>
      <DeletionRule type={type} form={form} />
      {target ? (
        <FormField label={t('lookup.filter')} help={t('lookup.filterHelp')}>
          {(id) => (
            <DraftExpression
              id={id}
              label={t('lookup.filter')}
              object={target}
              expects="boolean"
              minRows={1}
              value={String(options['filter'] ?? '')}
              onChange={(filter) => form.setOptions({ filter: filter === '' ? undefined : filter })}
            />
          )}
        </FormField>
      ) : null}
      {target && 'copy' in type.options.properties ? (
        <CopyMapping form={form} editing={editing} target={target} />
      ) : null}
      <CollectionInput form={form} usual={editing.object.name} />
    </>
  )
}
