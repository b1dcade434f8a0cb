import { pointerTokens } from '../model/json.ts'

/** A path in people's words where there are some; names stay as they are. */
export function placeWords(pointer: string, t: (key: string, options: { defaultValue: string }) => string): string {
  return pointerTokens(pointer)
    .filter((token) => token !== 'x-field' && token !== 'x-object')
    .map((token) => t(`diff.tokens.${token}`, { defaultValue: token }))
    .join(' › ')
}
