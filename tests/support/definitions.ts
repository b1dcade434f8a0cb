/** A text in both languages. */
export const label = (en: string, zh = en) => ({ en, 'zh-CN': zh })

/** A property of an object's definition. */
export const field = (type: string, en: string, zh: string, options: object = {}) => ({
  'x-field': { type, label: label(en, zh), ...options },
})
