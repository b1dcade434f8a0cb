import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'

import { PointedField, PointedProblem } from '../../conversions/pointed.tsx'
import { NAME_PATTERN } from '../../model/definitions.ts'
import { isBlankText, NO_TEXT } from '../../model/localized.ts'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { ObjectSelect } from '../../parts/object-select.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import { useDesigner, useEditing } from '../designer/designer-context.ts'
import { isActive, VARIABLE_TYPES } from '../workflow.ts'
import type { VariableType, WorkflowDefinition, WorkflowVariable } from '../workflow.ts'

type Part = { [Member in keyof WorkflowDefinition]?: WorkflowDefinition[Member] | undefined }

function useChange(): (part: Part) => void {
  const { workflow } = useDesigner()
  const { edit } = useEditing()
  return (part) => {
    const entries = Object.entries({ ...workflow, ...part }).filter(([, value]) => value !== undefined)
    edit(Object.fromEntries(entries) as unknown as WorkflowDefinition, { isTyping: true })
  }
}

/** The workflow as a whole: what it is called, whose rights it has, its variables and limits. */
export function SettingsForm() {
  const { t } = useTexts('studio')
  const { workflow } = useDesigner()
  const change = useChange()
  return (
    <div className="st-wf-form">
      <header className="st-wf-form-head">
        <h2>{t('wf.settings')}</h2>
      </header>
      <p className="st-help">{t('wf.settingsHelp')}</p>
      <SwitchLine
        label={t('wf.on')}
        help={t('wf.onHelp')}
        value={isActive(workflow)}
        onChange={(active) => change({ active })}
      />
      <LabelInputs
        label={t('wf.label')}
        isRequired
        value={workflow.label ?? NO_TEXT}
        onChange={(label) => change({ label: isBlankText(label) ? undefined : label })}
      />
      <LabelInputs
        label={t('wf.description')}
        isMultiline
        value={workflow.description ?? NO_TEXT}
        onChange={(description) => change({ description: isBlankText(description) ? undefined : description })}
      />
      <PointedField pointer="/runAs" label={t('wf.runAs')} help={t('wf.runAsHelp')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={workflow.runAs ?? 'system'}
            options={(['system', 'trigger-user'] as const).map((value) => ({
              value,
              label: t(`wf.runAsChoices.${value}`),
            }))}
            onChange={(runAs) => change({ runAs: runAs === 'system' ? undefined : runAs })}
          />
        )}
      </PointedField>
      <Variables />
      <Limits />
    </div>
  )
}

function Variables() {
  const { t } = useTexts('studio')
  const { workflow } = useDesigner()
  const change = useChange()
  const [name, setName] = useState('')
  const vars = workflow.vars ?? {}
  const put = (key: string, variable: WorkflowVariable | undefined): void => {
    const { [key]: _old, ...rest } = vars
    const next = variable === undefined ? rest : { ...vars, [key]: variable }
    change({ vars: Object.keys(next).length === 0 ? undefined : next })
  }
  const isFree = NAME_PATTERN.test(name) && !Object.hasOwn(vars, name)
  const add = (): void => {
    if (!isFree) return
    put(name, { type: 'text' })
    setName('')
  }
  return (
    <section className="st-wf-ways" aria-label={t('wf.vars')}>
      <span className="st-label">{t('wf.vars')}</span>
      <p className="st-help">{t('wf.varsHelp')}</p>
      {Object.entries(vars).map(([key, variable]) => (
        <Variable key={key} name={key} variable={variable} onChange={(next) => put(key, next)} />
      ))}
      <div className="st-wf-new-entry">
        <Input
          aria-label={t('wf.newVar')}
          placeholder={t('wf.entryName')}
          className="st-code"
          value={name}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={add}
        />
        <Button size="small" icon={<PlusOutlined />} disabled={!isFree} onClick={add}>
          {t('wf.addVar')}
        </Button>
      </div>
    </section>
  )
}

function Variable(props: {
  name: string
  variable: WorkflowVariable
  onChange: (variable: WorkflowVariable | undefined) => void
}) {
  const { t } = useTexts('studio')
  const { name, variable, onChange } = props
  const hasObject = variable.type === 'record' || variable.type === 'records'
  return (
    <section className="st-wf-entry" aria-label={name}>
      <header>
        <code className="st-code">vars.{name}</code>
        <span className="st-grow" />
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('wf.dropEntry', { name })}
          onClick={() => onChange(undefined)}
        />
      </header>
      <Select<VariableType>
        aria-label={t('wf.varType')}
        className="st-wide"
        value={variable.type}
        options={VARIABLE_TYPES.map((value) => ({ value, label: t(`wf.varTypes.${value}`) }))}
        onChange={(type) => onChange({ ...variable, type })}
      />
      {hasObject ? (
        <PointedField pointer={`/vars/${name}/object`} label={t('wf.object')} isRequired>
          {(id) => (
            <ObjectSelect id={id} value={variable.object} onChange={(object) => onChange({ ...variable, object })} />
          )}
        </PointedField>
      ) : null}
      <SwitchLine
        label={t('wf.varRequired')}
        value={variable.required === true}
        onChange={(required) => onChange({ ...variable, required })}
      />
      <PointedProblem pointer={`/vars/${name}`} />
    </section>
  )
}

function Limits() {
  const { t } = useTexts('studio')
  const { workflow } = useDesigner()
  const change = useChange()
  const limits = workflow.limits ?? {}
  return (
    <details className="st-wf-details">
      <summary>{t('wf.limits')}</summary>
      {(['steps', 'depth', 'runs'] as const).map((name) => (
        <PointedField key={name} pointer={`/limits/${name}`} label={t(`wf.limit.${name}`)}>
          {(id) => (
            <InputNumber
              id={id}
              className="st-wide"
              min={1}
              max={name === 'depth' ? 20 : 100_000}
              precision={0}
              placeholder={name === 'depth' ? '5' : '10000'}
              value={limits[name] ?? null}
              onChange={(value) => {
                const { [name]: _old, ...rest } = limits
                const next = value === null ? rest : { ...rest, [name]: value }
                change({ limits: Object.keys(next).length === 0 ? undefined : next })
              }}
            />
          )}
        </PointedField>
      ))}
    </details>
  )
}
