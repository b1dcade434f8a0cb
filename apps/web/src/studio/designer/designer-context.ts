import { createContext, useContext } from 'react'
import type { ComponentType } from 'react'

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { CatalogField } from '../catalog/types.ts'
import type { Block, LayoutPurpose, ObjectDefinition, RecordType } from '../model/definitions.ts'
import type { Blocks, Cell } from './layout-model.ts'
import type { GridScale } from './zones.ts'

/** Where something that is dragged would land. */
export interface DropTarget extends Cell {
  w: number
  h: number
}

/** A block on the canvas: its card is the grip by which it is dragged. */
export interface CardProps {
  blockKey: string
  block: Block
  grip: string
}

/** What everything shares that is designed on a grid. */
export interface GridDesigner {
  object: StudioObject
  blocks: Blocks
  /** draws the blocks */
  Card: ComponentType<CardProps>
  scale: GridScale
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

/** What the parts of the layout designer share. */
export interface Designer extends GridDesigner {
  definition: ObjectDefinition
  purpose: LayoutPurpose
  fields: ReadonlyMap<string, CatalogField>
  /** the record type whose records the layout shows; undefined: all */
  type: RecordType | undefined
}

export const GridContext = createContext<GridDesigner | null>(null)

export const DesignerContext = createContext<Designer | null>(null)

/** What is designed on a grid around. */
export function useGridDesigner(): GridDesigner {
  const designer = useContext(GridContext)
  if (!designer) throw new Error('a grid needs a page with a design above it')
  return designer
}

/** The layout designer around. */
export function useDesigner(): Designer {
  const designer = useContext(DesignerContext)
  if (!designer) throw new Error('designer parts need a DesignerPage above them')
  return designer
}
