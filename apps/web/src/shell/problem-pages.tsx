import { AppLink, EmptyState, useTexts } from '@fieldwork/ui'

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTexts('app')
  return (
    <div className="fw-centred">
      <EmptyState
        icon="file-search"
        title={t('notFound.title')}
        text={t('notFound.text')}
        action={<AppLink to="/">{t('notFound.home')}</AppLink>}
      />
    </div>
  )
}

/** A place for administrators only. */
export function NoRightsPage() {
  const { t } = useTexts('app')
  return (
    <div className="fw-centred">
      <EmptyState
        icon="lock"
        title={t('noRights.title')}
        text={t('noRights.text')}
        action={<AppLink to="/">{t('notFound.home')}</AppLink>}
      />
    </div>
  )
}
