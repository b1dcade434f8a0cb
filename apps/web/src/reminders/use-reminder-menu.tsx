import { BellOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import type { ObjectSchema } from '@fieldwork/ui'
import type { MenuProps } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'

const ReminderDialog = lazy(async () => ({ default: (await import('./reminder-dialog.tsx')).ReminderDialog }))

/** The menu entry that sets a reminder on a record, and what it opens. */
export function useReminderMenu(
  schema: ObjectSchema,
  id: string,
): { items: NonNullable<MenuProps['items']>; dialog: ReactNode } {
  const { t } = useTexts('app')
  const [isOpen, setOpen] = useState(false)
  const item = { key: 'remind', icon: <BellOutlined />, label: t('reminders.menu'), onClick: () => setOpen(true) }
  const dialog = isOpen ? (
    <Suspense fallback={null}>
      <ReminderDialog schema={schema} id={id} onClose={() => setOpen(false)} />
    </Suspense>
  ) : null
  return { items: [item], dialog }
}
