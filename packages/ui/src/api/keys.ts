/** Query keys: one place, so that what is invalidated is what was asked. */
export const keys = {
  me: ['me'] as const,
  schema: (object: string, mode: string, recordType = '') => ['schema', object, mode, recordType] as const,
  views: (object: string) => ['views', object] as const,
  records: (object: string) => ['records', object] as const,
  list: (object: string, query: Record<string, unknown>) => ['records', object, 'list', query] as const,
  record: (object: string, id: string) => ['records', object, 'one', id] as const,
  rights: (object: string, id: string) => ['records', object, 'rights', id] as const,
  conversions: (object: string, id: string, name = '') => ['records', object, 'conversions', id, name] as const,
  history: (object: string, id: string, ...part: string[]) => ['records', object, 'history', id, ...part] as const,
  attachments: (object: string, id: string, deleted: boolean) => ['records', object, 'files', id, deleted] as const,
  bin: ['recycle-bin'] as const,
}

/** First parts of the keys whose answers depend on the catalog. */
export const catalogKeys = ['me', 'schema', 'views', 'metadata', 'catalog'] as const
