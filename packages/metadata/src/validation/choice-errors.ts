import type { ErrorObject } from 'ajv/dist/2020.js'

const choices = new Set(['anyOf', 'oneOf'])

/**
 * The errors without what the branches of a choice say that the value was not meant for: of a list with a repeated
 * entry that it is no text, for a text may stand there too. When no branch was meant, they are one error.
 */
export function withoutOtherBranches(errors: ErrorObject[]): ErrorObject[] {
  return errors.filter(({ keyword }) => choices.has(keyword)).reduce(settleChoice, errors)
}

function settleChoice(errors: ErrorObject[], choice: ErrorObject): ErrorObject[] {
  const inside = new Set(errors.slice(0, errors.indexOf(choice)).filter((error) => isInside(error, choice)))
  const mistyped = [...inside].filter(({ keyword, instancePath }) => {
    return keyword === 'type' && instancePath === choice.instancePath
  })
  const others = new Set(mistyped.map(({ parentSchema }) => parentSchema))
  const meant = new Set([...inside].filter(({ parentSchema }) => !others.has(parentSchema)))
  const stays = (error: ErrorObject) => !inside.has(error) || meant.has(error)
  if (meant.size > 0) return errors.filter((error) => error !== choice && stays(error))
  if (mistyped.length === 0) return errors
  const type = mistyped.flatMap(({ params }) => params.type as string | string[])
  return errors.filter(stays).map((error) => (error === choice ? { ...mistyped[0]!, params: { type } } : error))
}

/** Ajv tells what is wrong in the branches before the choice itself, and what stands beside it is none of them. */
function isInside({ instancePath, parentSchema }: ErrorObject, choice: ErrorObject): boolean {
  const isBelow = instancePath === choice.instancePath || instancePath.startsWith(`${choice.instancePath}/`)
  return isBelow && parentSchema !== choice.parentSchema
}
