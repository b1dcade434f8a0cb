import { CloseCircleFilled } from '@ant-design/icons'
import { AppLink, useTexts } from '@fieldwork/ui'

import { placeWords } from '../publish/place-words.ts'
import { problemPlace } from '../publish/problem-place.ts'
import { useDraftProblems } from '../publish/use-draft-problems.ts'

const NOWHERE = (): undefined => undefined

/** What stands in the way of publishing a role, each with the way to where it is solved. */
export function RoleProblems({ role }: { role: string }) {
  const { t } = useTexts('studio')
  const problems = useDraftProblems('role', role)
  if (problems.length === 0) return null
  return (
    <section className="st-problems" aria-label={t('publish.problems', { count: problems.length })}>
      <h3 className="st-group-title">{t('publish.problems', { count: problems.length })}</h3>
      <ul>
        {problems.map((problem, index) => (
          <li key={`${index}-${problem.code}`}>
            <CloseCircleFilled className="st-problem-icon" />
            <span>
              {problem.message}
              <br />
              <AppLink to={problemPlace(problem, NOWHERE, NOWHERE) ?? ''}>
                {placeWords(problem.pointer ?? '', t) || t('diff.whole')}
              </AppLink>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
