import { useTexts } from '@fieldwork/ui'

import { useFieldTypes } from '../../catalog/field-types.ts'
import type { ObjectDefinition, ObjectOptions } from '../../model/definitions.ts'
import { isBlankText, NO_TEXT } from '../../model/localized.ts'
import { optionsOf, withOptions } from '../../model/object-edits.ts'
import { AppsSelect } from '../../objects/apps-select.tsx'
import { IconPicker } from '../../objects/icon-picker.tsx'
import { FieldSelect } from '../../parts/field-select.tsx'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { DeleteObject } from './delete-object.tsx'

/** What holds for an object as a whole; every change goes into the draft at once. */
export function SettingsTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { definition, edit, object } = editing
  const options = optionsOf(definition)
  const types = useFieldTypes()
  const set = (change: Partial<ObjectOptions>): void => edit(withOptions(definition, change))
  const write = (change: Partial<ObjectOptions>, title = definition.title): void =>
    edit({ ...withOptions(definition, change), ...(title ? { title } : {}) }, { isTyping: true })
  const naming = object.fields.filter((field) => !field.system && types.get(field.type)?.naming === true)
  const above = object.fields.filter(
    (field) => !field.system && !field.required && field.reference === object.name && field.type === 'lookup',
  )
  return (
    <div className="st-settings">
      <FormGroup title={t('settings.naming')}>
        <LabelInputs
          label={t('newObject.label')}
          isRequired
          value={options.label ?? NO_TEXT}
          onChange={(label) => write({ label }, label.en)}
        />
        <LabelInputs
          label={t('settings.description')}
          isMultiline
          value={options.description ?? NO_TEXT}
          onChange={(description) => write({ description: isBlankText(description) ? undefined : description })}
        />
        <div className="st-pair">
          <FormField label={t('icon.label')}>
            {(id) => <IconPicker id={id} value={options.icon ?? 'file-text'} onChange={(icon) => set({ icon })} />}
          </FormField>
          <FormField label={t('settings.nameField')} help={t('settings.nameFieldHelp')}>
            {(id) => (
              <FieldSelect
                id={id}
                fields={naming}
                value={options.nameField}
                placeholder={t('settings.nameFieldNone')}
                onChange={(nameField) => set({ nameField })}
              />
            )}
          </FormField>
        </div>
      </FormGroup>
      <FormGroup title={t('settings.behaviour')}>
        <FormField label={t('settings.apps')} help={t('settings.appsHelp')}>
          {(id) => <AppsSelect id={id} value={options.apps ?? []} onChange={(apps) => set({ apps })} />}
        </FormField>
        {above.length > 0 ? (
          <FormField label={t('settings.hierarchy')} help={t('settings.hierarchyHelp')}>
            {(id) => (
              <FieldSelect
                id={id}
                fields={above}
                value={options.hierarchy}
                placeholder={t('settings.hierarchyNone')}
                onChange={(hierarchy) =>
                  set(hierarchy === undefined ? { hierarchy, levelField: undefined } : { hierarchy })
                }
              />
            )}
          </FormField>
        ) : null}
        {options.hierarchy === undefined ? null : (
          <LevelField editing={editing} onChange={(levelField) => set({ levelField })} />
        )}
        <SwitchLine
          label={t('settings.owner')}
          help={t('settings.ownerHelp')}
          value={options.owner === true}
          onChange={(owner) => set({ owner })}
        />
        <SwitchLine
          label={t('settings.history')}
          help={t('settings.historyHelp')}
          value={options.history !== false}
          onChange={(history) => set({ history })}
        />
        <SwitchLine
          label={t('settings.attachments')}
          help={t('settings.attachmentsHelp')}
          value={options.attachments !== false}
          onChange={(attachments) => set({ attachments })}
        />
      </FormGroup>
      {editing.origin === 'shipped' ? null : <DeleteObject editing={editing} />}
    </div>
  )
}

interface LevelProps {
  editing: ObjectEditing
  onChange: (field: string | undefined) => void
}

/** Where the depth of records in their hierarchy is kept. */
function LevelField({ editing: { definition, object }, onChange }: LevelProps) {
  const { t } = useTexts('studio')
  const { levelField } = optionsOf(definition)
  const levels = object.fields.filter(
    (field) => !field.system && field.type === 'integer' && isKept(definition, field.name),
  )
  if (levels.length === 0 && levelField === undefined) return null
  return (
    <FormField label={t('settings.level')} help={t('settings.levelHelp')}>
      {(id) => (
        <FieldSelect
          id={id}
          fields={levels}
          value={levelField}
          placeholder={t('settings.levelNone')}
          onChange={onChange}
        />
      )}
    </FormField>
  )
}

/** A number that nobody enters. */
const isKept = ({ properties, required = [] }: ObjectDefinition, name: string): boolean =>
  properties[name]?.['readOnly'] === true && !required.includes(name)
