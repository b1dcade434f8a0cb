import { EmptyState, useTexts, useWriteLock } from '@fieldwork/ui'
import type { ObjectSchema } from '@fieldwork/ui'
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'

/** A list without records: what belongs here and the first action, or why nothing was found. */
export function ListEmpty(props: {
  schema: ObjectSchema
  isFiltered: boolean
  onClear: (() => void) | null
  onNew: (() => void) | null
}) {
  const { schema, isFiltered, onClear, onNew } = props
  const { t } = useTexts('app')
  const { label } = schema
  const lock = useWriteLock()
  if (isFiltered) {
    return (
      <EmptyState
        icon="search"
        title={t('list.noMatch', { label })}
        text={t('list.noMatchText')}
        action={onClear ? <Button onClick={onClear}>{t('list.clear')}</Button> : null}
      />
    )
  }
  return (
    <EmptyState
      icon={schema.icon ?? 'inbox'}
      title={t('list.none', { label })}
      text={
        onNew ? (
          <>
            {t('list.noneText', { label })}
            <span className="fw-desktop">{t('list.noneKey')}</span>
          </>
        ) : (
          t('list.noneRead', { label })
        )
      }
      action={
        onNew ? (
          <Button type="primary" icon={<PlusOutlined />} {...lock} onClick={onNew}>
            {t('list.new', { label })}
          </Button>
        ) : null
      }
    />
  )
}
