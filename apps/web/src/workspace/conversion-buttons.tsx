import { LazyConversionDialog, recordPath, useConversions, useNavigateTo, useTexts, useWriteLock } from '@fieldwork/ui'
import type { ObjectSchema, RecordData } from '@fieldwork/ui'
import { App, Button } from 'antd'
import { Suspense, useState } from 'react'

/** The conversions that a record allows now; afterwards the first record that was made opens. */
export function ConversionButtons({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const navigate = useNavigateTo()
  const lock = useWriteLock()
  const [open, setOpen] = useState<{ name: string; label: string } | null>(null)
  const available = useConversions(schema, record).data?.filter((conversion) => conversion.available) ?? []
  return (
    <>
      {available.map(({ name, label }) => (
        <Button key={name} type="primary" {...lock} onClick={() => setOpen({ name, label })}>
          {label}
        </Button>
      ))}
      {open ? (
        <Suspense fallback={null}>
          <LazyConversionDialog
            schema={schema}
            record={record}
            conversion={open.name}
            onClose={() => setOpen(null)}
            onDone={({ targets }) => {
              setOpen(null)
              void message.success(t('record.converted', { label: open.label }))
              const [first] = Object.values(targets)
              if (first) navigate(recordPath(first.object, first.id))
            }}
          />
        </Suspense>
      ) : null}
    </>
  )
}
