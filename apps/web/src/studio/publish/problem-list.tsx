import { CloseCircleFilled } from '@ant-design/icons'
import { AppLink, useTexts } from '@fieldwork/ui'

import { useLayouts, useViewDefinitions } from '../catalog/queries.ts'
import { useDraft } from '../draft/draft-provider.tsx'
import type { LayoutDefinition, ViewDefinition } from '../model/definitions.ts'
import { useDocumentLabel } from './document-title.ts'
import { placeWords } from './place-words.ts'
import { problemPlace } from './problem-place.ts'
import type { PlanProblem } from './types.ts'

/** What stands in the way of a publication; each problem links to the place where it is solved. */
export function ProblemList({ problems, onLeave }: { problems: PlanProblem[]; onLeave: () => void }) {
  const { t } = useTexts('studio')
  const layoutOf = useLayoutFinder()
  const viewOf = useViewFinder()
  const labelOf = useDocumentLabel()
  return (
    <section className="st-problems" role="alert" aria-label={t('publish.problems', { count: problems.length })}>
      <h3 className="st-group-title">{t('publish.problems', { count: problems.length })}</h3>
      <ul>
        {problems.map((problem, index) => {
          const place = problemPlace(problem, layoutOf, viewOf)
          const { kind = 'object', name = '' } = problem
          const where = [labelOf({ kind, name }), placeWords(problem.pointer ?? '', t)].filter(Boolean).join(' › ')
          return (
            <li key={`${index}-${problem.code}`}>
              <CloseCircleFilled className="st-problem-icon" />
              <span>
                {problem.message}
                <br />
                {place ? (
                  <AppLink to={place} onClick={onLeave}>
                    {where}
                  </AppLink>
                ) : (
                  <span className="st-muted">{where}</span>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function useLayoutFinder(): (name: string) => LayoutDefinition | undefined {
  const published = useLayouts().data?.data ?? []
  const { documents } = useDraft()
  return (name) => {
    const draft = documents[`layout/${name}`]?.definition as LayoutDefinition | null | undefined
    return draft ?? published.find((layout) => layout.name === name)
  }
}

function useViewFinder(): (name: string) => ViewDefinition | undefined {
  const published = useViewDefinitions().data?.data ?? []
  const { documents } = useDraft()
  return (name) => {
    const draft = documents[`view/${name}`]?.definition as ViewDefinition | null | undefined
    return draft ?? published.find((view) => view.name === name)
  }
}
