import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { AutoComplete, Button } from 'antd'
import { useState } from 'react'

import { PointedProblem } from '../../conversions/pointed.tsx'
import { NAME_PATTERN } from '../../model/definitions.ts'
import type { Json } from '../../model/definitions.ts'
import { isObject } from '../../model/json.ts'
import { useOptionScope } from './option-context.ts'
import type { OptionProps } from './option-props.ts'
import { withMember } from './option-props.ts'
import { useOptionWords } from './use-option-words.ts'

/** Entries by name, such as variables with their values or the rows of a table. */
export function MapOption({ name, pointer, schema, value, isRequired, onChange }: OptionProps) {
  const { t } = useTexts('studio')
  const { OptionFields, OptionInput } = useOptionScope().parts
  const { label, help } = useOptionWords()(name, schema)
  const entries = isObject(value) ? value : {}
  const each = schema['additionalProperties'] as Json
  const isGroup = isObject(each['properties'])
  const change = (key: string, next: unknown): void => {
    const rest = withMember(entries, key, next)
    onChange(Object.keys(rest).length === 0 && !isRequired ? undefined : rest)
  }
  return (
    <div className="st-wf-ways" role="group" aria-label={label} data-pointer={pointer}>
      <span className={isRequired ? 'st-label st-label-required' : 'st-label'}>{label}</span>
      {help === undefined ? null : <p className="st-help">{help}</p>}
      <PointedProblem pointer={pointer} />
      {Object.entries(entries).map(([key, entry]) => (
        <section key={key} className="st-wf-entry" aria-label={key}>
          <header>
            <code className="st-code">{key}</code>
            <span className="st-grow" />
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('wf.dropEntry', { name: key })}
              onClick={() => change(key, undefined)}
            />
          </header>
          {isGroup ? (
            <OptionFields
              schema={each}
              pointer={`${pointer}/${key}`}
              value={isObject(entry) ? entry : {}}
              onChange={(next) => change(key, next)}
            />
          ) : (
            <OptionInput
              name="value"
              pointer={`${pointer}/${key}`}
              schema={each}
              value={entry}
              isRequired
              around={entries}
              onChange={(next) => change(key, next ?? '')}
            />
          )}
        </section>
      ))}
      <NewEntry
        label={label}
        isVariable={name === 'vars'}
        taken={Object.keys(entries)}
        onAdd={(key) => change(key, isGroup ? {} : '')}
      />
    </div>
  )
}

function NewEntry(props: { label: string; isVariable: boolean; taken: string[]; onAdd: (key: string) => void }) {
  const { t } = useTexts('studio')
  const { vars } = useOptionScope()
  const [name, setName] = useState('')
  const isFree = NAME_PATTERN.test(name) && !props.taken.includes(name)
  const add = (): void => {
    if (!isFree) return
    props.onAdd(name)
    setName('')
  }
  return (
    <div className="st-wf-new-entry">
      <AutoComplete
        aria-label={t('wf.newEntry', { label: props.label })}
        placeholder={t('wf.entryName')}
        value={name}
        options={props.isVariable ? vars.filter((each) => !props.taken.includes(each)).map((value) => ({ value })) : []}
        onChange={setName}
        onKeyDown={(event) => (event.key === 'Enter' ? add() : undefined)}
      />
      <Button size="small" icon={<PlusOutlined />} disabled={!isFree} onClick={add}>
        {t('wf.addEntry')}
      </Button>
    </div>
  )
}
