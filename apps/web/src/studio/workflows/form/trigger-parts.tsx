import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { PointedExpression } from '../../conversions/pointed.tsx'
import { useDesigner, useEditing } from '../designer/designer-context.ts'
import type { Choice } from '../choices.ts'
import type { WorkflowTrigger } from '../workflow.ts'

/** Changes members of the trigger; undefined takes one away. */
export function useTriggerEdit() {
  const { workflow } = useDesigner()
  const { edit } = useEditing()
  return (part: Record<string, unknown>): void => {
    const entries = Object.entries({ ...workflow.trigger, ...part }).filter(([, value]) => value !== undefined)
    edit({ ...workflow, trigger: Object.fromEntries(entries) as WorkflowTrigger }, { isTyping: true })
  }
}

/** A trigger whose details a form shows. */
export interface Of {
  trigger: WorkflowTrigger
}

/** Undefined for what is no text or an empty one. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
/** What a list holds; none for anything else. */
export const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
/** Undefined for an empty list. */
export const filled = (values: string[]): string[] | undefined => (values.length === 0 ? undefined : values)

/** The condition for a record to start it; one that stands on its own has no `old` record. */
export function Condition({ member, trigger }: Of & { member: 'when' | 'where' }) {
  const { t } = useTexts('studio')
  const { workflow } = useDesigner()
  const change = useTriggerEdit()
  if (workflow.object === undefined) return null
  return (
    <PointedExpression
      pointer={`/trigger/${member}`}
      label={t(`wf.${member}`)}
      help={t(`wf.${member}Help`)}
      object={workflow.object}
      expects={{ kind: 'boolean' }}
      value={textOf(trigger[member]) ?? ''}
      onChange={(value) => change({ [member]: value === '' ? undefined : value })}
    />
  )
}

/** The fields of the records that start the workflow. */
export function useFields() {
  const { workflow } = useDesigner()
  return useStudioObjects().find(({ name }) => name === workflow.object)?.fields ?? []
}

/** Several of what there is; none: any of them. */
export function ManyChoice(props: {
  id: string
  value: unknown
  options: Choice[]
  onChange: (value: string[] | undefined) => void
}) {
  const { t } = useTexts('studio')
  return (
    <Select
      id={props.id}
      className="st-wide"
      mode="multiple"
      placeholder={t('wf.anyValue')}
      value={listOf(props.value)}
      options={props.options}
      optionFilterProp="label"
      onChange={(chosen: string[]) => props.onChange(filled(chosen))}
    />
  )
}
