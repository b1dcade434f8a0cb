import '../studio-security.css'

import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, PageHeader, useTexts } from '@fieldwork/ui'
import { Button, Skeleton, Tag } from 'antd'
import { useState } from 'react'

import { useParameterDefinitions } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useDraftedDocuments } from '../draft/use-documents.ts'
import type { Drafted } from '../draft/use-documents.ts'
import { sameJson } from '../model/json.ts'
import type { ParameterDefinition, ParameterValue } from '../model/parameters.ts'
import { FormField } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { studioPaths } from '../paths.ts'
import { ParameterDrawer } from './parameter-drawer.tsx'
import { useParameterDefaults } from './use-defaults.ts'
import type { ParameterDefault } from './use-defaults.ts'
import { ValidFrom } from './valid-from.tsx'
import { ParameterValueInput, useParameterWords } from './value-input.tsx'

const WORKSPACE = 'workspace'

/** The switches of the whole workspace: what each decides, what it is by default, and what it is about. */
export function ParametersPage() {
  const { t, locale } = useTexts('studio')
  const published = useParameterDefinitions()
  const { all, isPending, put } = useDraftedDocuments('parameter', published.data)
  const layers = [...new Set(Object.values(published.data?.layers ?? {}).flat())].filter((each) => each !== WORKSPACE)
  const defaults = useParameterDefaults(layers)
  const [opened, setOpened] = useState<string | null>(null)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened('')}>
      {t('parameters.add')}
    </Button>
  )
  return (
    <div className="st-page st-parameters">
      <PageHeader title={t('parameters.title')} line={t('parameters.line')} actions={add} />
      {isPending && !published.error ? <Skeleton active title={false} paragraph={{ rows: 5 }} /> : null}
      {published.error ? <p role="alert">{published.error.message}</p> : null}
      {!isPending && all.length === 0 ? (
        <EmptyState icon="control" title={t('parameters.none')} text={t('parameters.noneText')} action={add} />
      ) : null}
      {groupsOf(all, locale).map(([group, parameters]) => (
        <section key={group} className="st-group" aria-label={group || t('parameters.others')}>
          <h2 className="st-group-title">{group || t('parameters.others')}</h2>
          <ul className="st-parameter-list">
            {parameters.map((parameter) => (
              <ParameterLine
                key={parameter.definition.name}
                parameter={parameter}
                shipped={defaults.get(parameter.definition.name)}
                onChange={(definition) => put(parameter, parameter.definition.name, definition)}
                onEdit={() => setOpened(parameter.definition.name)}
              />
            ))}
          </ul>
        </section>
      ))}
      {opened === null ? null : <ParameterDrawer name={opened} all={all} put={put} onClose={() => setOpened(null)} />}
    </div>
  )
}

interface LineProps {
  parameter: Drafted<ParameterDefinition>
  shipped: ParameterDefault | undefined
  onChange: (definition: ParameterDefinition) => void
  /** of one of the workspace's own */
  onEdit: () => void
}

function ParameterLine({ parameter: { definition, base, origin }, shipped, onChange, onEdit }: LineProps) {
  const { t, locale } = useTexts('studio')
  const { name, label, description, value, type = 'boolean' } = definition
  const wordsOf = useParameterWords()
  const shownLabel = label?.[locale] ?? name
  const set = (next: ParameterValue) => onChange({ ...definition, value: next })
  const isDrafted = base === null || !sameJson(base, definition)
  return (
    <li className="st-parameter">
      {type === 'boolean' ? (
        <SwitchLine label={shownLabel} help={description?.[locale]} value={value === true} onChange={set} />
      ) : (
        <FormField label={shownLabel} help={description?.[locale]} className="st-parameter-value">
          {(id) => (
            <ParameterValueInput parameter={definition} value={value} label={shownLabel} id={id} onChange={set} />
          )}
        </FormField>
      )}
      <p className="st-parameter-facts">
        <strong>{wordsOf(definition, value)}</strong>
        {isDrafted ? <Tag color="gold">{t('parameters.drafted')}</Tag> : null}
        <span>
          {shipped
            ? t('parameters.default', {
                state: wordsOf(definition, shipped.value),
                layer: t(`layers.${shipped.layer}`, { defaultValue: shipped.layer }),
              })
            : t('parameters.own')}
        </span>
        {shipped && shipped.value !== value ? (
          <Button type="link" size="small" onClick={() => set(shipped.value)}>
            {t('parameters.toDefault')}
          </Button>
        ) : null}
        <code className="st-code">{type === 'boolean' ? name : `param.${name}`}</code>
        {origin === 'shipped' ? null : (
          <Button
            type="text"
            size="small"
            icon={<EditOutlined />}
            aria-label={t('parameters.edit', { label: label?.[locale] ?? name })}
            onClick={onEdit}
          />
        )}
      </p>
      {type === 'boolean' ? <Effect name={name} /> : <ValidFrom parameter={definition} onChange={onChange} />}
    </li>
  )
}

/** The objects whose records it is about. */
function Effect({ name }: { name: string }) {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects().filter(({ parameter }) => parameter === name)
  if (objects.length === 0) return <p className="st-parameter-effect st-faint">{t('parameters.noEffect')}</p>
  return (
    <p className="st-parameter-effect">
      {t('parameters.effect')}{' '}
      <span className="st-links">
        {objects.map((object) => (
          <AppLink key={object.name} to={studioPaths.object(object.name, 'access')}>
            {object.label[locale]}
          </AppLink>
        ))}
      </span>
    </p>
  )
}

/** In their order, groups by their first parameter; those without a group last. */
function groupsOf(parameters: Drafted<ParameterDefinition>[], locale: 'en' | 'zh-CN') {
  const ordered = [...parameters].sort(({ definition: a }, { definition: b }) => (a.order ?? 0) - (b.order ?? 0))
  const groups = new Map<string, Drafted<ParameterDefinition>[]>()
  for (const parameter of ordered) {
    const group = parameter.definition.group?.[locale] ?? ''
    groups.set(group, [...(groups.get(group) ?? []), parameter])
  }
  return [...groups].sort(([a], [b]) => Number(a === '') - Number(b === ''))
}
