import { ArrowLeftOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import type { ReactNode } from 'react'

/** What can be done with a page that is to be printed; it is not printed itself. */
export function PrintActions({ children }: { children: ReactNode }) {
  const { t } = useTexts('app')
  return (
    <div className="fw-print-actions">
      <Button icon={<ArrowLeftOutlined />} onClick={() => history.back()}>
        {t('taking.back')}
      </Button>
      {children}
    </div>
  )
}
