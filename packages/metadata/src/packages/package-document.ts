import type { Kind, PackageInfo } from '../catalog.ts'

/** Says that a JSON document is a package of definitions. */
export const PACKAGE_FORMAT = 'fieldwork-package'

/** The file of a package's folder that says which package it is. */
export const MANIFEST_FILE = 'fieldwork.json'

/** One document of a package: whole, or a merge patch (RFC 7396) of what the layers below say. */
export interface PackageEntry {
  kind: Kind
  name: string
  body: Record<string, unknown>
}

/** A package of definitions as one JSON document: what is exported, imported and kept. */
export interface PackageDocument extends Omit<PackageInfo, 'imported'> {
  format: typeof PACKAGE_FORMAT
  name: string
  documents: PackageEntry[]
}
