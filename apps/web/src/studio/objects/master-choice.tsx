import { useTexts } from '@fieldwork/ui'
import { Input } from 'antd'

import { checkName } from '../model/api-name.ts'
import { FormField } from '../parts/form-field.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'

interface MasterForm {
  masterName: string | undefined
  setMasterName: (name: string) => void
  collection: string
  setCollection: (name: string) => void
  collectionsTaken: string[]
  isShowingProblems: boolean
}

/** Which document a new child table belongs to. */
export function MasterChoice({ form }: { form: MasterForm }) {
  const { t } = useTexts('studio')
  const isMissing = form.isShowingProblems && form.masterName === undefined
  return (
    <FormField label={t('newObject.master')} isRequired error={isMissing ? t('newObject.masterMissing') : null}>
      {(id) => (
        <ObjectSelect
          id={id}
          value={form.masterName}
          placeholder={t('lookup.objectNone')}
          onChange={form.setMasterName}
        />
      )}
    </FormField>
  )
}

/** What the rows of a child table are called in its document. */
export function LinesName({ form }: { form: MasterForm }) {
  const { t } = useTexts('studio')
  const problem = form.masterName === undefined ? null : checkName(form.collection, form.collectionsTaken)
  return (
    <FormField
      label={t('lookup.collection')}
      help={
        <>
          {t('newObject.collectionHelp')} <code className="st-code">{form.collection || 'lines'}.sum(l, l.amount)</code>
        </>
      }
      error={problem === null ? null : t(`name.${problem}`, { name: form.collection, prefix: '' })}
    >
      {(id) => (
        <Input
          id={id}
          className="st-code"
          value={form.collection}
          placeholder="lines"
          spellCheck={false}
          maxLength={48}
          onChange={(event) => form.setCollection(event.target.value.trim().toLowerCase())}
        />
      )}
    </FormField>
  )
}
