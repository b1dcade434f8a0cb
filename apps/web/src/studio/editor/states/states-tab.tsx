import { EmptyState, useTexts } from '@fieldwork/ui'
import { App, Button, Select } from 'antd'
import { useState } from 'react'

import type { ObjectDefinition, Property, SelectOption, States } from '../../model/definitions.ts'
import { optionsOf, putField, withStates } from '../../model/object-edits.ts'
import { FormField } from '../../parts/form-field.tsx'
import { FieldDrawer } from '../fields/field-drawer.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { StateGraph } from './state-graph.tsx'
import { TransitionTable } from './transition-table.tsx'

/** The state model: which field holds the state, where records start, and the ways between the states. */
export function StatesTab({ editing }: { editing: ObjectEditing }) {
  const { definition } = editing
  const states = optionsOf(definition).states
  return states ? <StateModel editing={editing} states={states} /> : <NoStates editing={editing} />
}

function selectFields({ definition }: ObjectEditing): [string, Property][] {
  return Object.entries(definition.properties).filter(([, property]) => property['x-field'].type === 'select')
}

function optionsOfField(property: Property | undefined): [string, SelectOption][] {
  const options = (property?.['x-field']['options'] ?? {}) as Record<string, SelectOption>
  return Object.entries(options).sort(([, a], [, b]) => a.order - b.order)
}

/** States differ by colour; choices that nobody has coloured yet get one each. */
function withStateColors(object: ObjectDefinition, field: string): ObjectDefinition {
  const property = object.properties[field]
  const options = optionsOfField(property)
  if (!property || options.some(([, option]) => option.color)) return object
  const colored = options.map(([key, option], at) => [
    key,
    { ...option, color: STATE_COLORS[at % STATE_COLORS.length] },
  ])
  const painted = { ...property, 'x-field': { ...property['x-field'], options: Object.fromEntries(colored) } }
  return { ...object, properties: { ...object.properties, [field]: painted } }
}

const STATE_COLORS = ['default', 'blue', 'green', 'orange', 'purple', 'cyan', 'gold', 'red']

/** Chooses the field that becomes the state, or makes one. */
function NoStates({ editing }: { editing: ObjectEditing }) {
  const { t, locale } = useTexts('studio')
  const { definition, edit } = editing
  const [isAdding, setAdding] = useState(false)
  const fields = selectFields(editing)
  const start = (object: ObjectDefinition, field: string): void => {
    const initial = optionsOfField(object.properties[field])[0]?.[0] ?? ''
    edit(withStates(withStateColors(object, field), { field, initial, transitions: {} }))
  }
  return (
    <>
      <EmptyState
        icon="swap"
        title={t('states.none')}
        text={t('states.noneText')}
        action={
          <span className="st-tags">
            {fields.map(([name, property], at) => (
              <Button key={name} type={at === 0 ? 'primary' : 'default'} onClick={() => start(definition, name)}>
                {t('states.use', { field: property['x-field'].label?.[locale] ?? name })}
              </Button>
            ))}
            <Button type={fields.length === 0 ? 'primary' : 'default'} onClick={() => setAdding(true)}>
              {t('states.newField')}
            </Button>
          </span>
        }
      />
      {isAdding ? (
        <FieldDrawer
          editing={editing}
          field={{ name: '', property: { 'x-field': { type: 'select', label: STATUS, options: FIRST_STATES } } }}
          onClose={() => setAdding(false)}
          onSave={(field, isRequired) => {
            start(putField(definition, field, isRequired), field.name)
            setAdding(false)
          }}
        />
      ) : null}
    </>
  )
}

const STATUS = { en: 'Status', 'zh-CN': '状态' }
const FIRST_STATES: Record<string, SelectOption> = {
  draft: { order: 1, label: { en: 'Draft', 'zh-CN': '草稿' }, color: 'default' },
  active: { order: 2, label: { en: 'In progress', 'zh-CN': '进行中' }, color: 'blue' },
  done: { order: 3, label: { en: 'Done', 'zh-CN': '已完成' }, color: 'green' },
}

function StateModel({ editing, states }: { editing: ObjectEditing; states: States }) {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const { definition, edit } = editing
  const options = optionsOfField(definition.properties[states.field])
  const set = (change: Partial<States>): void => edit(withStates(definition, { ...states, ...change }))
  const remove = (): void =>
    void modal.confirm({
      title: t('states.removeTitle'),
      content: t('states.removeText'),
      okText: t('states.removeConfirm'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => edit(withStates(definition, undefined)),
    })

  return (
    <>
      <div className="st-states-head">
        <FormField label={t('states.field')}>
          {(id) => (
            <Select
              id={id}
              value={states.field}
              options={selectFields(editing).map(([name, property]) => ({
                value: name,
                label: property['x-field'].label?.[locale] ?? name,
              }))}
              onChange={(field) => {
                const initial = optionsOfField(definition.properties[field])[0]?.[0] ?? ''
                edit(withStates(definition, { field, initial, transitions: {} }))
              }}
            />
          )}
        </FormField>
        <FormField label={t('states.initial')}>
          {(id) => (
            <Select
              id={id}
              value={states.initial}
              options={options.map(([key, option]) => ({ value: key, label: option.label[locale] }))}
              onChange={(initial) => set({ initial })}
            />
          )}
        </FormField>
        <span className="st-grow" />
        <Button danger type="text" onClick={remove}>
          {t('states.remove')}
        </Button>
      </div>
      <StateGraph options={options} states={states} />
      <TransitionTable
        editing={editing}
        states={states}
        options={options}
        onChange={(transitions) => set({ transitions })}
      />
    </>
  )
}
