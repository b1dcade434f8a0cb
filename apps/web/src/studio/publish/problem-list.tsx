import { CloseCircleFilled } from '@ant-design/icons'
import { AppLink, useTexts } from '@fieldwork/ui'

import {
  useApprovalDefinitions,
  useConversionDefinitions,
  useLayouts,
  useViewDefinitions,
  useWorkflowDefinitions,
} from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useDraft } from '../draft/draft-provider.tsx'
import { useDraftedDocuments } from '../draft/use-documents.ts'
import type { LayoutDefinition, ViewDefinition } from '../model/definitions.ts'
import { placeWords } from './place-words.ts'
import { problemPlace } from './problem-place.ts'
import type { PlanProblem } from './types.ts'

/** What stands in the way of a publication; each problem links to the place where it is solved. */
export function ProblemList({ problems, onLeave }: { problems: PlanProblem[]; onLeave: () => void }) {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const layoutOf = useLayoutFinder()
  const viewOf = useViewFinder()
  const { all: conversions } = useDraftedDocuments('conversion', useConversionDefinitions().data)
  const { all: workflows } = useDraftedDocuments('workflow', useWorkflowDefinitions().data)
  const { all: chains } = useDraftedDocuments('approval', useApprovalDefinitions().data)
  const nameOf = ({ kind, name }: PlanProblem): string => {
    const conversion = kind === 'conversion' ? conversions.find((each) => each.definition.name === name) : undefined
    const workflow = kind === 'workflow' ? workflows.find((each) => each.definition.name === name) : undefined
    const chain = kind === 'approval' ? chains.find((each) => each.definition.name === name) : undefined
    if (chain) return chain.definition.label?.[locale] ?? chain.definition.name
    if (workflow) return workflow.definition.label?.[locale] ?? workflow.definition.name
    if (conversion) return conversion.definition.label?.[locale] ?? conversion.definition.name
    const view = kind === 'view' ? viewOf(name ?? '') : undefined
    if (view) return view.label?.[locale] ?? view.name
    const object = kind === 'layout' ? layoutOf(name ?? '')?.object : name
    return objects.find((each) => each.name === object)?.label[locale] ?? name ?? ''
  }
  return (
    <section className="st-problems" role="alert" aria-label={t('publish.problems', { count: problems.length })}>
      <h3 className="st-group-title">{t('publish.problems', { count: problems.length })}</h3>
      <ul>
        {problems.map((problem, index) => {
          const place = problemPlace(problem, layoutOf, viewOf)
          const where = [nameOf(problem), placeWords(problem.pointer ?? '', t)].filter(Boolean).join(' › ')
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
