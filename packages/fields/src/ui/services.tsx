import { createContext, useContext } from 'react'
import type { ComponentType, ReactNode } from 'react'

import type { ReferenceValue } from './field-shape.ts'
import type { FileValue } from './file-value.ts'

/** A record offered by a lookup: its name, and a second line that tells it from others. */
export interface ReferenceOption {
  id: string
  label: string
  secondary?: string
}

/** A record of a hierarchy. */
export interface TreeOption extends ReferenceOption {
  hasChildren: boolean
}

/** Reads the records right below one of them, or (null) the topmost. */
export type TreeLevel = (parent: string | null, signal: AbortSignal) => Promise<TreeOption[]>

/** How files get to the server. */
export interface FileService {
  /** sends a file; fails with words for people, or when it is stopped */
  upload(file: File, options: { signal: AbortSignal; onProgress(share: number): void }): Promise<FileValue>
  /** a file that was sent from here */
  known(id: string): FileValue | undefined
  /** whether some file is still on its way */
  isSending(): boolean
  /** fetches contents where the browser must not ask for them by their address alone; null: it may */
  fetch: ((url: string, options: { signal: AbortSignal; headers?: Record<string, string> }) => Promise<Response>) | null
}

/** What the widgets need from the app around them. */
export interface FieldServices {
  locale: 'en' | 'zh-CN'
  /** IANA name; datetimes are shown and typed in it */
  timeZone: string
  /** records of an object that match the text, best first; all rights applied */
  search(object: string, text: string, signal: AbortSignal): Promise<ReferenceOption[]>
  /** objects whose records the person may see, of these names or (null) all that people make records of */
  objects(names: readonly string[] | null): { name: string; label: string }[]
  /** the tree that the records of an object form; null where they form none */
  tree(object: string): TreeLevel | null
  /** a link to a record's page */
  RecordLink: ComponentType<{ object: string; id: string; children: ReactNode }>
  files: FileService
  /** lets the person create a record on the spot; null where that is not allowed */
  create(object: string): ((name: string) => Promise<ReferenceValue | null>) | null
}

const ServicesContext = createContext<FieldServices | null>(null)

/** Gives the widgets and cells below what they need from the app. */
export function FieldServicesProvider({ services, children }: { services: FieldServices; children: ReactNode }) {
  return <ServicesContext.Provider value={services}>{children}</ServicesContext.Provider>
}

/** The services of the surrounding FieldServicesProvider. */
export function useFieldServices(): FieldServices {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('field widgets need a FieldServicesProvider above them')
  return services
}
