/** Which workspaces each may import. Anything else is an error; packages never import apps or plugins. */
const ARROWS: Record<string, readonly string[]> = {
  expressions: [],
  fields: [],
  metadata: ['expressions', 'fields'],
  database: ['expressions', 'metadata', 'fields'],
  records: ['database', 'metadata', 'fields', 'expressions'],
  print: ['records', 'metadata', 'fields'],
  automation: ['print', 'records', 'database', 'metadata', 'expressions'],
  'plugin-sdk': ['automation', 'records', 'metadata', 'fields', 'expressions'],
  ui: ['metadata', 'fields', 'expressions'],
  web: ['ui', 'metadata', 'expressions'],
  server: ['plugin-sdk', 'automation', 'print', 'records', 'database', 'metadata', 'fields', 'expressions'],
  cli: ['server', 'plugin-sdk', 'automation', 'records', 'database', 'metadata', 'fields', 'expressions'],
}

/** Packages that run in a browser, so nothing they export may need Node.js. */
export const BROWSER_WORKSPACES = ['expressions', 'fields', 'metadata', 'ui', 'web']

/** @throws Error for a workspace without a rule: a new package gets its line here first */
export function allowedImports(workspace: string): readonly string[] {
  if (workspace.startsWith('plugin:')) return workspace.endsWith('/web') ? ['ui'] : ['plugin-sdk']
  const allowed = ARROWS[workspace]
  if (!allowed) throw new Error(`No rule says what ${workspace} may import; add it to ARROWS.`)
  return allowed
}
