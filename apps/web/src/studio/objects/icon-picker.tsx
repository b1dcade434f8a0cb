import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Button, Input, Popover } from 'antd'
import { useState } from 'react'

import { iconChoices } from './icon-choices.ts'

/** Chooses an icon from a grid; the search takes parts of the English name. */
export function IconPicker(props: { id?: string; value: string; onChange: (icon: string) => void }) {
  const { t } = useTexts('studio')
  const [isOpen, setOpen] = useState(false)
  const choose = (icon: string): void => {
    props.onChange(icon)
    setOpen(false)
  }
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<IconGrid value={props.value} onChoose={choose} />}
    >
      <Button {...(props.id === undefined ? {} : { id: props.id })} className="st-icon-button">
        <FieldIcon name={props.value} />
        <span className="st-muted">{t('icon.change')}</span>
      </Button>
    </Popover>
  )
}

function IconGrid(props: { value: string; onChoose: (icon: string) => void }) {
  const { t } = useTexts('studio')
  const [search, setSearch] = useState('')
  const found = iconChoices.filter((icon) => icon.includes(search.trim().toLowerCase()))
  return (
    <div className="st-icons">
      <Input
        size="small"
        allowClear
        aria-label={t('icon.search')}
        placeholder={t('icon.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="st-icon-grid" role="group" aria-label={t('icon.label')}>
        {found.map((icon) => (
          <button
            key={icon}
            type="button"
            className={icon === props.value ? 'st-icon st-icon-current' : 'st-icon'}
            aria-label={icon}
            aria-pressed={icon === props.value}
            title={icon}
            onClick={() => props.onChoose(icon)}
          >
            <FieldIcon name={icon} />
          </button>
        ))}
      </div>
    </div>
  )
}
