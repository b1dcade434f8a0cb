import { ArrowRightOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Tag } from 'antd'
import { useState } from 'react'

import type { SelectOption, States, Transition } from '../../model/definitions.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { TransitionDrawer } from './transition-drawer.tsx'

interface Props {
  editing: ObjectEditing
  states: States
  options: [string, SelectOption][]
  onChange: (transitions: Record<string, Transition>) => void
}

/** The ways between states as rows. */
export function TransitionTable(props: Props) {
  const { t } = useTexts('studio')
  const { editing, states, onChange } = props
  const transitions = states.transitions ?? {}
  const isKnown = editing.focus !== null && Object.hasOwn(transitions, editing.focus)
  const [opened, setOpened] = useState<string | null>(isKnown ? editing.focus : null)
  const remove = (name: string): void => {
    const { [name]: _removed, ...rest } = transitions
    onChange(rest)
  }
  return (
    <section className="st-group" aria-label={t('states.transitions')}>
      <div className="st-toolbar">
        <h3 className="st-group-title st-grow">{t('states.transitions')}</h3>
        <Button icon={<PlusOutlined />} onClick={() => setOpened('')}>
          {t('states.add')}
        </Button>
      </div>
      {Object.keys(transitions).length === 0 ? (
        <p className="st-muted">{t('states.noTransitions')}</p>
      ) : (
        <table className="st-table">
          <thead>
            <tr>
              <th>{t('states.button')}</th>
              <th>{t('states.way')}</th>
              <th>{t('states.conditions')}</th>
              <th aria-label={t('fields.actions')} className="st-actions-cell" />
            </tr>
          </thead>
          <tbody>
            {Object.entries(transitions).map(([name, transition]) => (
              <TransitionRow
                key={name}
                {...props}
                name={name}
                transition={transition}
                onOpen={() => setOpened(name)}
                onRemove={() => remove(name)}
              />
            ))}
          </tbody>
        </table>
      )}
      {opened === null ? null : (
        <TransitionDrawer
          key={opened}
          editing={editing}
          options={props.options}
          taken={Object.keys(transitions)}
          name={opened}
          transition={transitions[opened] ?? { from: [], to: '' }}
          onClose={() => setOpened(null)}
          onSave={(name, transition) => {
            onChange({ ...transitions, [name]: transition })
            setOpened(null)
          }}
        />
      )}
    </section>
  )
}

function TransitionRow(
  props: Props & { name: string; transition: Transition; onOpen: () => void; onRemove: () => void },
) {
  const { t, locale } = useTexts('studio')
  const { name, transition, options } = props
  const label = transition.label?.[locale] ?? name
  return (
    <tr>
      <td>
        <button type="button" className="st-link" onClick={props.onOpen}>
          {label}
        </button>{' '}
        <code className="st-code st-faint">{name}</code>
      </td>
      <td>
        <span className="st-way">
          {transition.from.map((state) => (
            <StateTag key={state} state={state} options={options} />
          ))}
          <ArrowRightOutlined className="st-faint" />
          <StateTag state={transition.to} options={options} />
        </span>
      </td>
      <td>
        <TransitionConditions transition={transition} editing={props.editing} />
      </td>
      <td className="st-actions-cell">
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('states.removeTransition', { label })}
          onClick={props.onRemove}
        />
      </td>
    </tr>
  )
}

function StateTag({ state, options }: { state: string; options: Props['options'] }) {
  const { locale } = useTexts()
  const option = options.find(([key]) => key === state)?.[1]
  return (
    <Tag color={option?.color ?? 'default'} variant="filled">
      {option?.label[locale] ?? state}
    </Tag>
  )
}

function TransitionConditions({ transition, editing }: { transition: Transition; editing: ObjectEditing }) {
  const { t, locale } = useTexts('studio')
  const labelOf = (name: string): string =>
    editing.object.fields.find((field) => field.name === name)?.label[locale] ?? name
  const separator = locale === 'en' ? ', ' : '、'
  const sets = Object.keys(transition.set ?? {})
  return (
    <div className="st-conditions">
      {transition.when ? <code className="st-code">{transition.when}</code> : null}
      {transition.requires?.length ? (
        <span>{t('states.needs', { fields: transition.requires.map(labelOf).join(separator) })}</span>
      ) : null}
      {sets.length > 0 ? <span>{t('states.sets', { fields: sets.map(labelOf).join(separator) })}</span> : null}
    </div>
  )
}
