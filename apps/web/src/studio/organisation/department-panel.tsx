import { ArrowDownOutlined, ArrowUpOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { useAttempt, useRecordDrawer, useRecordWrites, useTexts } from '@fieldwork/ui'
import { Button, Tabs } from 'antd'

import { FormField } from '../parts/form-field.tsx'
import { DepartmentSelect } from './department-select.tsx'
import { pathTo, siblingsOf } from './department-tree.ts'
import type { Department, Reference } from './department-tree.ts'
import { EmployeeList } from './employee-list.tsx'
import { PositionList } from './position-list.tsx'
import { useDepartments } from './queries.ts'
import { RecordSelect } from './record-select.tsx'
import { useMoveDepartment } from './use-move-department.ts'

interface PanelProps {
  department: Department
  onChoose: (id: string) => void
}

const HEADS = ['manager', 'deputy', 'assistant'] as const
const LAST = Number.MAX_SAFE_INTEGER

/** One department: who leads it, where it stands, its people and positions. */
export function DepartmentPanel({ department, onChoose }: PanelProps) {
  const { t } = useTexts('studio')
  return (
    <section className="st-organisation-panel" aria-label={department.name}>
      <PanelHead department={department} onChoose={onChoose} />
      <Heads department={department} />
      <Tabs
        items={[
          { key: 'people', label: t('organisation.people'), children: <EmployeeList department={department} /> },
          { key: 'positions', label: t('organisation.positions'), children: <PositionList department={department} /> },
          { key: 'place', label: t('organisation.place'), children: <PlaceForm department={department} /> },
        ]}
      />
    </section>
  )
}

function PanelHead({ department, onChoose }: PanelProps) {
  const { t } = useTexts('studio')
  const openDrawer = useRecordDrawer()
  const { byId } = useDepartments()
  const above = pathTo(byId, department.id).slice(0, -1)
  const add = async (): Promise<void> => {
    const parent = { id: department.id, label: department.name }
    const record = await openDrawer({ object: 'department', initial: { parent } })
    if (record) onChoose(record.id)
  }
  return (
    <header className="st-organisation-head">
      <div>
        <nav className="st-muted" aria-label={t('organisation.above')}>
          {above.map(({ id, name }) => (
            <span key={id}>
              <button type="button" className="st-link st-muted" onClick={() => onChoose(id)}>
                {name}
              </button>
              {' › '}
            </span>
          ))}
        </nav>
        <h2>{department.name}</h2>
      </div>
      <span className="st-tags">
        <Button icon={<PlusOutlined />} onClick={() => void add()}>
          {t('organisation.addBelow')}
        </Button>
        <Button icon={<EditOutlined />} onClick={() => void openDrawer({ object: 'department', id: department.id })}>
          {t('organisation.edit')}
        </Button>
      </span>
    </header>
  )
}

/** Head, deputy and assistant, each chosen among all people. */
function Heads({ department }: { department: Department }) {
  const { t } = useTexts('studio')
  const attempt = useAttempt()
  const writes = useRecordWrites('department')
  const set = (field: (typeof HEADS)[number], person: Reference | null): Promise<boolean> =>
    attempt(writes.update(department.id, { [field]: person?.id ?? null }, department.version))
  return (
    <div className="st-organisation-heads">
      {HEADS.map((field) => (
        <FormField key={field} label={t(`organisation.${field}`)}>
          {(id) => (
            <RecordSelect
              id={id}
              object="employee"
              nameField="name"
              value={department[field]}
              placeholder={t('organisation.nobody')}
              onChange={(person) => void set(field, person)}
            />
          )}
        </FormField>
      ))}
    </div>
  )
}

/** Where a department stands: what dragging does, without a mouse. */
function PlaceForm({ department }: { department: Department }) {
  const { t } = useTexts('studio')
  const move = useMoveDepartment()
  const { departments } = useDepartments()
  const parent = department.parent?.id ?? null
  const siblings = siblingsOf(departments, parent)
  const at = siblings.findIndex(({ id }) => id === department.id)
  return (
    <>
      <FormField label={t('organisation.parent')} help={t('organisation.parentHelp')}>
        {(id) => (
          <DepartmentSelect
            id={id}
            value={parent}
            placeholder={t('organisation.top')}
            onChange={(next) => move(department.id, { parent: next, position: LAST })}
          />
        )}
      </FormField>
      <span className="st-tags">
        <Button
          icon={<ArrowUpOutlined />}
          disabled={at <= 0}
          onClick={() => move(department.id, { parent, position: at - 1 })}
        >
          {t('organisation.up')}
        </Button>
        <Button
          icon={<ArrowDownOutlined />}
          disabled={at === siblings.length - 1}
          onClick={() => move(department.id, { parent, position: at + 1 })}
        >
          {t('organisation.down')}
        </Button>
      </span>
    </>
  )
}
