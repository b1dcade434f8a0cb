import { useTexts } from '@fieldwork/ui'

import { useFieldTypes } from '../catalog/field-types.ts'
import { useLinesOf } from '../designer/lines.ts'
import { COLUMNS } from '../designer/layout-model.ts'
import { PaletteItem } from '../designer/palette-item.tsx'
import type { Block } from '../model/definitions.ts'
import { usePrintDesigner } from './print-context.ts'

const HALF = COLUMNS / 2
const LINES_ROWS = 3

interface Item {
  icon: string
  stem: string
  block: Omit<Block, 'x' | 'y'>
}

/** What can be put onto the paper. */
export function PrintPalette() {
  const { t, locale } = useTexts('studio')
  const { object } = usePrintDesigner()
  const types = useFieldTypes()
  const fields = object.fields.filter(({ name, system }) => name !== 'version' && (!system || name !== 'id'))
  const lines = useLinesOf(object)
  return (
    <div className="st-pt-palette" role="group" aria-label={t('designer.palette')}>
      <p className="st-help">{t('designer.paletteHelp')}</p>
      <h3 className="st-pane-title">{t('pt.blocks')}</h3>
      {usualItems(object.nameField).map((item) => (
        <PaletteItem key={item.stem} label={t(`pt.types.${item.block.type}`)} {...item} />
      ))}
      {lines.length > 0 ? <h3 className="st-pane-title">{t('designer.lines')}</h3> : null}
      {lines.map(({ name, child }) => (
        <PaletteItem
          key={name}
          icon={child.icon}
          label={child.label[locale]}
          stem={`l_${name}`.slice(0, 58)}
          block={{ type: 'lines', collection: name, numbered: true, w: COLUMNS, h: LINES_ROWS }}
        />
      ))}
      <h3 className="st-pane-title">{t('pt.fields')}</h3>
      {fields.map((field) => (
        <PaletteItem
          key={field.name}
          icon={types.get(field.type)?.icon ?? 'tag'}
          label={field.label[locale]}
          stem={field.type === 'image' ? `i_${field.name}` : `f_${field.name}`}
          block={
            field.type === 'image'
              ? { type: 'image', field: field.name, w: 6, h: 3 }
              : { type: 'field', field: field.name, w: field.isLong ? COLUMNS : HALF, h: 1 }
          }
        />
      ))}
    </div>
  )
}

function usualItems(nameField: string): Item[] {
  const name = nameField || 'id'
  const value = `{{ ${name} }}`
  return [
    {
      icon: 'font-size',
      stem: 'text',
      block: { type: 'text', text: { en: value, 'zh-CN': value }, w: COLUMNS, h: 1 },
    },
    {
      icon: 'container',
      stem: 'section',
      block: { type: 'section', label: { en: 'New section', 'zh-CN': '新分区' }, w: COLUMNS, h: 2 },
    },
    { icon: 'qrcode', stem: 'code', block: { type: 'barcode', value: name, symbology: 'qr', w: 4, h: 3 } },
    { icon: 'picture', stem: 'picture', block: { type: 'image', w: 6, h: 3 } },
    {
      icon: 'calculator',
      stem: 'totals',
      block: { type: 'totals', fields: { [name]: { order: 10 } }, w: COLUMNS, h: 2 },
    },
    {
      icon: 'edit',
      stem: 'sign',
      block: { type: 'signature', label: { en: 'Signature', 'zh-CN': '签字' }, date: true, w: HALF, h: 2 },
    },
    { icon: 'minus', stem: 'rule', block: { type: 'rule', w: COLUMNS, h: 1 } },
  ]
}
