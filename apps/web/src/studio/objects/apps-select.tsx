import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useApps } from '../catalog/queries.ts'

/** Chooses the apps in whose menu an object stands. */
export function AppsSelect(props: { id: string; value: string[]; onChange: (apps: string[]) => void }) {
  const { t, locale } = useTexts('studio')
  const apps = useApps().data ?? []
  return (
    <Select
      id={props.id}
      mode="multiple"
      className="st-wide"
      value={props.value}
      placeholder={t('settings.appsNone')}
      options={apps.map((app) => ({ value: app.name, label: app.label[locale] }))}
      onChange={props.onChange}
    />
  )
}
