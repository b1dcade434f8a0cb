import { CheckCircleOutlined, CloseCircleFilled } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'

import type { PlanProblem } from './types.ts'

/** What stands in the way of publishing the document that is edited; each problem leads to its place. */
export function PlaceProblems(props: {
  problems: PlanProblem[]
  /** told where there are none */
  fine: string
  /** what a place is called */
  placeOf: (pointer: string) => string
  onGo: (pointer: string) => void
}) {
  const { t } = useTexts('studio')
  const { problems } = props
  if (problems.length === 0) {
    return (
      <p className="st-muted st-fine" role="status">
        <CheckCircleOutlined /> {props.fine}
      </p>
    )
  }
  const title = t('publish.problems', { count: problems.length })
  return (
    <section className="st-problems" aria-label={title}>
      <h3 className="st-group-title">{title}</h3>
      <ul>
        {problems.map(({ code, message, pointer = '' }, index) => (
          <li key={`${index}-${code}`}>
            <CloseCircleFilled className="st-problem-icon" />
            <span>
              <button type="button" className="st-link" onClick={() => props.onGo(pointer)}>
                {props.placeOf(pointer)}
              </button>{' '}
              {message}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
