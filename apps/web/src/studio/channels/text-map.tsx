import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Input } from 'antd'

import { isObject } from '../model/json.ts'

/** Texts by name. */
export function TextMap({ value, onChange }: { value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useTexts('studio')
  const entries = Object.entries(isObject(value) ? value : {}).map(([name, text]): [string, string] => [
    name,
    String(text),
  ])
  const put = (next: [string, string][]): void => onChange(Object.fromEntries(next))
  return (
    <>
      {entries.map(([name, text], at) => (
        <div key={at} className="st-au-header">
          <Input
            aria-label={t('ch.key')}
            value={name}
            onChange={({ target }) => put(entries.with(at, [target.value.trim(), text]))}
          />
          <Input
            aria-label={t('ch.value')}
            value={text}
            onChange={({ target }) => put(entries.with(at, [name, target.value]))}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('ch.drop', { name })}
            onClick={() => put(entries.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        aria-label={t('ch.addKey')}
        onClick={() => put([...entries, [`key_${entries.length + 1}`, '']])}
      />
    </>
  )
}
