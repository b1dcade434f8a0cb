import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import type { StudioObject } from '../../catalog/studio-objects.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import { FormGroup } from '../../parts/form-field.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import { PathSelect, usePaths } from '../views/path-select.tsx'
import type { TypeOptionsProps } from './type-options-props.ts'

type Shared = Pick<TypeOptionsProps, 'form' | 'editing'>

/** Which fields are filled from the record that is chosen, and whether they can be typed over. */
export function CopyMapping({ form, editing, target }: Shared & { target: string }) {
  const source = useStudioObjects().find(({ name }) => name === target)
  return source ? <Mapping form={form} editing={editing} source={source} /> : null
}

function Mapping({ form, editing, source }: Shared & { source: StudioObject }) {
  const { t } = useTexts('studio')
  const paths = usePaths(source)
  const options = form.property['x-field']
  const copy = (options['copy'] ?? {}) as Record<string, string>
  const rows = Object.entries(copy)
  const targets = editing.object.fields.filter(({ name }) => name !== form.name && !(name in copy))
  const set = (next: [string, string][]): void =>
    form.setOptions({
      copy: next.length > 0 ? Object.fromEntries(next) : undefined,
      ...(next.length === 0 && { lock: undefined }),
    })
  const [free] = targets
  const [firstPath = ''] = paths.keys()
  return (
    <FormGroup title={t('copy.title')} note={t('copy.note')}>
      {rows.map(([field, path], at) => (
        <div key={field} className="st-copy-row">
          <FieldSelect
            label={t('copy.target')}
            fields={editing.object.fields.filter(
              ({ name }) => name === field || targets.some((each) => each.name === name),
            )}
            value={field}
            onChange={(chosen) => (chosen ? set(rows.with(at, [chosen, path])) : undefined)}
          />
          <span aria-hidden="true">←</span>
          <PathSelect
            label={t('copy.source')}
            paths={paths.values()}
            value={path}
            onChange={(chosen) => set(rows.with(at, [field, chosen]))}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('copy.remove')}
            onClick={() => set(rows.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button
        type="dashed"
        size="small"
        icon={<PlusOutlined />}
        disabled={!free || firstPath === ''}
        onClick={() => (free ? set([...rows, [free.name, firstPath]]) : undefined)}
      >
        {t('copy.add')}
      </Button>
      {rows.length > 0 ? (
        <SwitchLine
          label={t('copy.lock')}
          help={t('copy.lockHelp')}
          value={options['lock'] === true}
          onChange={(isLocked) => form.setOptions({ lock: isLocked || undefined })}
        />
      ) : null}
    </FormGroup>
  )
}
