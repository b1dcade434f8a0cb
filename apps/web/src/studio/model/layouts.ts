import { describeLabel } from '@fieldwork/metadata'

import type { LayoutDefinition, LayoutPurpose } from './definitions.ts'

/** What layouts are for, in the order in which people meet them. */
export const LAYOUT_PURPOSES = ['form', 'detail'] as const satisfies LayoutPurpose[]

/** Records that a layout is for: those of one type, or all that have none of their own. */
export interface LayoutSlot {
  purpose: LayoutPurpose
  /** undefined: all record types */
  recordType: string | undefined
}

type Placed = Pick<LayoutDefinition, 'name' | 'purpose' | 'recordType'>

const byName = (a: Placed, b: Placed): number => (a.name < b.name ? -1 : 1)

/** The layout made for exactly these records; of several the first by name, as the platform chooses. */
export function ownLayout<T extends Placed>(layouts: T[], { purpose, recordType }: LayoutSlot): T | undefined {
  return layouts.filter((each) => each.purpose === purpose && each.recordType === recordType).sort(byName)[0]
}

/** The layout that shows these records: their own, or the one for all types; undefined: one is made automatically. */
export function usedLayout<T extends Placed>(layouts: T[], slot: LayoutSlot): T | undefined {
  return ownLayout(layouts, slot) ?? ownLayout(layouts, { ...slot, recordType: undefined })
}

/** True for a layout that nothing shows, because another one for the same records goes before it. */
export function isShadowed(layouts: Placed[], layout: Placed): boolean {
  return ownLayout(layouts, { purpose: layout.purpose, recordType: layout.recordType })?.name !== layout.name
}

/** A layout without the label that the platform makes from the name of one that has none. */
export function withoutMadeLabel<T extends Pick<LayoutDefinition, 'name' | 'label'>>(layout: T): T {
  const { label, ...rest } = layout
  return label?.['zh-CN'] === describeLabel(layout.name)['zh-CN'] ? (rest as T) : layout
}

/** The same blocks under another name, for other records. */
export function copyLayout(
  { blocks, object, purpose }: LayoutDefinition,
  { name, label, recordType }: Pick<LayoutDefinition, 'name' | 'label'> & Pick<LayoutSlot, 'recordType'>,
): LayoutDefinition {
  return {
    name,
    object,
    purpose,
    ...(recordType === undefined ? {} : { recordType }),
    ...(label === undefined ? {} : { label }),
    blocks,
  }
}
