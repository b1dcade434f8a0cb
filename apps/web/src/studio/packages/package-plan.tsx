import { useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { useDocumentTitle } from '../publish/document-title.ts'
import { placeWords } from '../publish/place-words.ts'
import { PlanSteps } from '../publish/plan-steps.tsx'
import { ProblemList } from '../publish/problem-list.tsx'
import { ConflictSides } from './conflict-list.tsx'
import type { ImportPlan } from './queries.ts'

const COLORS = { created: 'green', changed: 'gold', deleted: 'red' } as const

/** What an import or an uninstallation would do: documents, what is to be decided afterwards, steps. */
export function PackagePlan({ plan, onLeave }: { plan: ImportPlan; onLeave: () => void }) {
  const { t } = useTexts('studio')
  const titleOf = useDocumentTitle()
  if (plan.problems.length > 0) return <ProblemList problems={plan.problems} onLeave={onLeave} />
  if (!plan.changed) return <p className="st-muted">{t('import.nothing')}</p>
  return (
    <>
      <h3 className="st-group-title">{t('publish.documents')}</h3>
      <p className="st-tags">
        {plan.changes.map((entry) => (
          <Tag key={`${entry.layer}/${entry.kind}/${entry.name}`} variant="filled" color={COLORS[entry.change]}>
            {t(`diff.${entry.change}`)} {titleOf(entry)}
          </Tag>
        ))}
      </p>
      {plan.conflicts.length > 0 ? <h3 className="st-group-title">{t('conflicts.title')}</h3> : null}
      {plan.conflicts.map((conflict) => (
        <div key={`${conflict.kind}/${conflict.name}${conflict.path}`} className="st-conflict">
          <p>
            <strong>
              {[titleOf({ kind: conflict.kind, name: conflict.name }), placeWords(conflict.path, t)].join(' › ')}
            </strong>
            <br />
            {conflict.message}
          </p>
          <ConflictSides conflict={conflict} />
        </div>
      ))}
      <h3 className="st-group-title">{t('publish.steps')}</h3>
      {plan.steps.length === 0 ? <p className="st-muted">{t('publish.noSteps')}</p> : <PlanSteps steps={plan.steps} />}
    </>
  )
}
