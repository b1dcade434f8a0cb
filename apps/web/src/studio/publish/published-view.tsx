import { CheckCircleFilled } from '@ant-design/icons'
import { useNavigateTo, useRecordDrawer, useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { DraftDocument } from '../model/change-set.ts'
import { studioPaths } from '../paths.ts'
import { TaskList } from '../tasks/task-list.tsx'
import type { Publication } from './use-publication.ts'

/** That it worked, and what can be done now with what was published. */
export function PublishedView({ publication, onClose }: { publication: Publication; onClose: () => void }) {
  const { t } = useTexts('studio')
  const objects = [...new Set(publication.documents.filter(exists).map(objectOf))]
  return (
    <div className="st-published">
      <CheckCircleFilled className="st-published-icon" />
      <h2>{t('published.title', { revision: publication.revision })}</h2>
      <p className="st-muted">{t('published.text')}</p>
      <TaskList ids={publication.tasks} />
      {objects.map((object) => (
        <NextSteps key={object} object={object} onClose={onClose} />
      ))}
      <Button type="text" onClick={onClose}>
        {t('published.close')}
      </Button>
    </div>
  )
}

function exists(document: DraftDocument): boolean {
  return document.definition !== null
}

function objectOf({ kind, name, definition }: DraftDocument): string {
  return kind !== 'object' ? String(definition?.['object'] ?? name) : name
}

function NextSteps({ object, onClose }: { object: string; onClose: () => void }) {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const openRecord = useRecordDrawer()
  const label = useStudioObjects().find((each) => each.name === object)?.label[locale] ?? object
  const goTo = (path: string): void => {
    onClose()
    navigate(path)
  }
  return (
    <div className="st-next">
      <strong>{label}</strong>
      <span className="st-grow" />
      <Button type="primary" onClick={() => goTo(`/o/${object}`)}>
        {t('published.openList')}
      </Button>
      <Button
        onClick={() => {
          goTo(`/o/${object}`)
          void openRecord({ object })
        }}
      >
        {t('published.newRecord')}
      </Button>
      <Button onClick={() => goTo(studioPaths.layout(object, 'form'))}>{t('published.designLayout')}</Button>
    </div>
  )
}
