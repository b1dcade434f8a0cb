import { LockOutlined } from '@ant-design/icons'

import { useTexts } from '../texts/i18n.ts'

/** What is shown instead of a hidden value. */
export function MaskedValue({ preview }: { preview: string | null }) {
  const { t } = useTexts()
  return (
    <span className="fw-masked" title={t('record.masked')}>
      <LockOutlined aria-label={t('record.masked')} /> {preview ?? '—'}
    </span>
  )
}
