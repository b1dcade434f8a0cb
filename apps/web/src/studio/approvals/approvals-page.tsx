import { PlusOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, FieldIcon, PageHeader, useTexts } from '@fieldwork/ui'
import { Button, Skeleton, Switch, Tag } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { sameJson } from '../model/json.ts'
import { studioPaths } from '../paths.ts'
import { stepOrder } from './edits.ts'
import { NewApprovalDialog } from './new-approval-dialog.tsx'
import { useDraftedApprovals } from './use-approvals.ts'
import type { DraftedApproval } from './use-approvals.ts'
import { useStartWords, useStepWords } from './words.ts'

/** Every approval chain: whether it is on, whose records it is for, how it begins, and its steps. */
export function ApprovalsPage() {
  const { t } = useTexts('studio')
  const { chains, isPending } = useDraftedApprovals()
  const [isCreating, setCreating] = useState(false)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('ap.add')}
    </Button>
  )
  return (
    <div className="st-page">
      <PageHeader title={t('ap.title')} line={t('ap.line')} actions={add} />
      {isPending ? <Skeleton active title={false} /> : null}
      {!isPending && chains.length === 0 ? (
        <EmptyState icon="audit" title={t('ap.none')} text={t('ap.noneText')} action={add} />
      ) : null}
      {chains.length > 0 ? <ChainTable chains={chains} /> : null}
      {isCreating ? <NewApprovalDialog onClose={() => setCreating(false)} /> : null}
    </div>
  )
}

function ChainTable({ chains }: { chains: DraftedApproval[] }) {
  const { t } = useTexts('studio')
  return (
    <div className="st-table-frame">
      <table className="st-table st-stack">
        <thead>
          <tr>
            <th>{t('ap.on')}</th>
            <th>{t('ap.name')}</th>
            <th>{t('ap.object')}</th>
            <th>{t('ap.start')}</th>
            <th>{t('ap.steps')}</th>
          </tr>
        </thead>
        <tbody>
          {chains.map((chain) => (
            <ChainRow key={chain.definition.name} chain={chain} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ChainRow({ chain }: { chain: DraftedApproval }) {
  const { t, locale } = useTexts('studio')
  const { put } = useDraftedApprovals()
  const { definition, base, origin } = chain
  const { name, object } = definition
  const label = definition.label?.[locale] || name
  const about = useStudioObjects().find((each) => each.name === object)
  const startWords = useStartWords(object)
  const stepWords = useStepWords()
  return (
    <tr>
      <td data-label={t('ap.on')}>
        <Switch
          size="small"
          checked={definition.active !== false}
          aria-label={t('ap.switch', { label })}
          onChange={(active) => put(chain, name, { ...definition, active })}
        />
      </td>
      <td>
        <AppLink to={studioPaths.approval(name)} className="st-ap-name">
          {label}
        </AppLink>
        {origin === 'shipped' ? <Tag>{t('origin.shipped')}</Tag> : null}
        {base === null ? <Tag color="gold">{t('origin.new')}</Tag> : null}
        {base && !sameJson(base, definition) ? <Tag color="gold">{t('origin.changed')}</Tag> : null}
      </td>
      <td data-label={t('ap.object')}>
        <FieldIcon name={about?.icon} /> {about?.label[locale] ?? object}
      </td>
      <td data-label={t('ap.start')}>{startWords(definition.start)}</td>
      <td data-label={t('ap.steps')}>
        {stepOrder(definition)
          .map((key) => stepWords(key, definition.steps[key]))
          .join(' → ')}
      </td>
    </tr>
  )
}
