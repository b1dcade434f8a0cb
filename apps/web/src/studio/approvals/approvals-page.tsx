import { AppLink, FieldIcon, useTexts } from '@fieldwork/ui'
import { Switch } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { DraftTags } from '../parts/draft-tags.tsx'
import { ListPage, StackTable } from '../parts/list-page.tsx'
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
  return (
    <>
      <ListPage
        title={t('ap.title')}
        line={t('ap.line')}
        add={t('ap.add')}
        onAdd={() => setCreating(true)}
        isPending={isPending}
        isEmpty={chains.length === 0}
        none={{ icon: 'audit', title: t('ap.none'), text: t('ap.noneText') }}
      >
        <StackTable heads={[t('ap.on'), t('ap.name'), t('ap.object'), t('ap.start'), t('ap.steps')]}>
          {chains.map((chain) => (
            <ChainRow key={chain.definition.name} chain={chain} />
          ))}
        </StackTable>
      </ListPage>
      {isCreating ? <NewApprovalDialog onClose={() => setCreating(false)} /> : null}
    </>
  )
}

function ChainRow({ chain }: { chain: DraftedApproval }) {
  const { t, locale } = useTexts('studio')
  const { put } = useDraftedApprovals()
  const { definition } = chain
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
        <DraftTags document={chain} />
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
