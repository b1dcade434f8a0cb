/** What a new plugin and its parts are called. */
export interface Names {
  name: string
  title: string
  object: string
}

/** `my-plugin` -> `My plugin`, `my_plugin_item`. */
export function namesOf(name: string): Names {
  const words = name.split('-')
  const title = words.map((word, at) => (at === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word)).join(' ')
  return { name, title, object: `${words.join('_')}_item` }
}
