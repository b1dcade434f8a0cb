const label = (en: string) => ({ en, 'zh-CN': `${en}（中文）` })

/** A property of a type. */
export const fieldOf = (type: string, options: object = {}, keywords: object = {}): object => ({
  ...keywords,
  'x-field': { type, label: label(type), ...options },
})

/** A change that puts an object whose records are called by `name`. */
export const putObject = (name: string, properties: object, options: object = {}, more: object = {}): object => ({
  kind: 'object',
  definition: {
    name,
    'x-object': { label: label(name), nameField: 'name', ...options },
    required: ['name'],
    properties: { name: fieldOf('text'), ...properties },
    ...more,
  },
})

/** A change that puts a role. */
export const putRole = (name: string, grants: object): object => ({
  kind: 'role',
  definition: { name, label: label(name), grants },
})
