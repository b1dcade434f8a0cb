import { createContext, useContext } from 'react'

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { CatalogField } from '../catalog/types.ts'
import type { Block, LayoutPurpose, ObjectDefinition, RecordType } from '../model/definitions.ts'
import type { Blocks, Cell } from './layout-model.ts'

/** Where something that is dragged would land. */
export interface DropTarget extends Cell {
  w: number
  h: number
}

/** What the parts of the designer share. */
export interface Designer {
  object: StudioObject
  definition: ObjectDefinition
  purpose: LayoutPurpose
  /** the record type whose records the layout shows; undefined: all */
  type: RecordType | undefined
  blocks: Blocks
  fields: ReadonlyMap<string, CatalogField>
  selected: string | null
  select(key: string | null): void
  /** puts the changed blocks into the draft */
  edit(blocks: Blocks, options?: { isTyping?: boolean }): void
  /** adds a block where it was dropped; without a place, after what is there */
  add(stem: string, block: Omit<Block, 'x' | 'y'>, target: Cell | null): void
  remove(key: string): void
  drop: DropTarget | null
  setDrop(target: DropTarget | null): void
  labelOf(key: string): string
}

export const DesignerContext = createContext<Designer | null>(null)

/** The designer around. */
export function useDesigner(): Designer {
  const designer = useContext(DesignerContext)
  if (!designer) throw new Error('designer parts need a DesignerPage above them')
  return designer
}
