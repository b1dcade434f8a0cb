import { CopyOutlined, DeleteOutlined } from '@ant-design/icons'
import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Button, Input, InputNumber, Select } from 'antd'
import { useMemo, useState } from 'react'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { PointedField, PointedProblem } from '../../conversions/pointed.tsx'
import { checkName } from '../../model/api-name.ts'
import { isBlankText, NO_TEXT } from '../../model/localized.ts'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { useDesigner, useEditing } from '../designer/designer-context.ts'
import { changeNode, renameNode } from '../graph/edits.ts'
import { stepVariables } from '../graph/environment.ts'
import { withOptions } from '../graph/item-name.ts'
import type { WorkflowNode } from '../workflow.ts'
import { OptionContext } from './option-context.ts'
import { OptionFields, OptionInput } from './option-input.tsx'
import { WayForm } from './way-form.tsx'

const PARTS = { OptionFields, OptionInput }

/** The properties of a step: what it is called, its options, where it leads, and what follows a failure. */
export function NodeForm({ name, node }: { name: string; node: WorkflowNode }) {
  const { t, locale } = useTexts('studio')
  const { workflow, kinds, select } = useDesigner()
  const { edit, remove, copy } = useEditing()
  const objects = useStudioObjects()
  const kind = kinds.get(node.step)
  const variables = useMemo(() => stepVariables(workflow, name, { kinds, objects }), [workflow, name, kinds, objects])
  const options = node.options ?? {}
  const change: (part: Parameters<typeof changeNode>[2]) => void = (part) =>
    edit(changeNode(workflow, name, part), { isTyping: true })
  const changeOptions = (next: Record<string, unknown>): void => {
    const changed = withOptions(workflow, { key: name, options: next }, { kinds, objects })
    edit(changed.workflow, { isTyping: true })
    if (changed.key !== name) select(changed.key)
  }
  const scope = {
    step: node.step,
    object: workflow.object ?? null,
    options,
    variables,
    vars: Object.keys(workflow.vars ?? {}),
    parts: PARTS,
  }
  return (
    <div className="st-wf-form">
      <header className="st-wf-form-head">
        <span className="st-wf-card-icon">
          <FieldIcon name={kind?.icon} />
        </span>
        <h2>{kind?.label[locale] ?? node.step}</h2>
        <Button
          type="text"
          icon={<CopyOutlined />}
          aria-label={t('wf.copyStep')}
          title={t('wf.copyStep')}
          onClick={() => copy(name)}
        />
        <Button
          type="text"
          danger
          icon={<DeleteOutlined />}
          aria-label={t('wf.removeStep')}
          title={t('wf.removeStep')}
          onClick={() => remove(name)}
        />
      </header>
      <p className="st-help">{kind?.help[locale]}</p>
      <PointedProblem pointer={`/nodes/${name}`} />
      <PointedProblem pointer={`/nodes/${name}/step`} />
      <OptionContext.Provider value={scope}>
        {kind ? (
          <OptionFields
            schema={kind.options}
            pointer={`/nodes/${name}/options`}
            value={options}
            onChange={changeOptions}
          />
        ) : null}
      </OptionContext.Provider>
      <WayForm name={name} />
      <ErrorForm name={name} node={node} onChange={change} />
      <details className="st-wf-details">
        <summary>{t('wf.nodeNames')}</summary>
        <LabelInputs
          label={t('wf.nodeLabel')}
          value={node.label ?? NO_TEXT}
          onChange={(label) => change({ label: isBlankText(label) ? undefined : label })}
        />
        <NodeName key={name} name={name} />
      </details>
    </div>
  )
}

/** The name by which expressions call the result of the step. */
function NodeName({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const { workflow, kinds, select } = useDesigner()
  const { edit } = useEditing()
  const [written, setWritten] = useState(name)
  const taken = Object.keys(workflow.nodes).filter((each) => each !== name)
  const problem = checkName(written, taken)
  const rename = (): void => {
    if (problem !== null || written === name) return
    edit(renameNode(workflow, kinds, { from: name, to: written }))
    select(written)
  }
  return (
    <PointedField
      pointer={`/nodes/${name}`}
      label={t('wf.nodeName')}
      help={problem === null ? t('wf.nodeNameHelp', { name: written }) : t(`name.${problem}`, { name: written })}
    >
      {(id) => (
        <Input
          id={id}
          className="st-code"
          value={written}
          status={problem === null ? '' : 'error'}
          onChange={(event) => setWritten(event.target.value)}
          onBlur={rename}
          onPressEnter={rename}
        />
      )}
    </PointedField>
  )
}

type Change = (part: { onError?: WorkflowNode['onError']; retry?: WorkflowNode['retry'] | undefined }) => void

function ErrorForm({ name, node, onChange }: { name: string; node: WorkflowNode; onChange: Change }) {
  const { t } = useTexts('studio')
  const { workflow } = useDesigner()
  const chosen = typeof node.onError === 'object' ? 'node' : (node.onError ?? 'fail')
  const other = Object.keys(workflow.nodes).find((each) => each !== name)
  const choose = (next: string): void => {
    const target = other === undefined ? undefined : { node: other }
    onChange({ onError: next === 'continue' ? next : next === 'node' ? target : undefined } as Parameters<Change>[0])
  }
  const attempts = node.retry?.attempts
  return (
    <details className="st-wf-details" open={node.onError !== undefined || node.retry !== undefined}>
      <summary>{t('wf.errors')}</summary>
      <PointedField pointer={`/nodes/${name}/onError`} label={t('wf.onError')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={chosen}
            options={['fail', 'continue', 'node'].map((value) => ({
              value,
              label: t(`wf.onErrors.${value}`),
              disabled: value === 'node' && other === undefined,
            }))}
            onChange={choose}
          />
        )}
      </PointedField>
      <div className="st-pair">
        <PointedField pointer={`/nodes/${name}/retry/attempts`} label={t('wf.attempts')}>
          {(id) => (
            <InputNumber
              id={id}
              className="st-wide"
              min={1}
              max={20}
              precision={0}
              placeholder="1"
              value={attempts ?? null}
              onChange={(value) => onChange({ retry: value === null ? undefined : { ...node.retry, attempts: value } })}
            />
          )}
        </PointedField>
        <PointedField pointer={`/nodes/${name}/retry/delaySeconds`} label={t('wf.delay')}>
          {(id) => (
            <InputNumber
              id={id}
              className="st-wide"
              min={1}
              precision={0}
              placeholder="10"
              disabled={attempts === undefined}
              value={node.retry?.delaySeconds ?? null}
              onChange={(value) =>
                onChange({ retry: { attempts: attempts ?? 1, ...(value === null ? {} : { delaySeconds: value }) } })
              }
            />
          )}
        </PointedField>
      </div>
    </details>
  )
}
