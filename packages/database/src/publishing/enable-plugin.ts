import { checkCircles, checkRequirements, orderPackages, upgradeLayers } from '@fieldwork/metadata'
import type { Layer } from '@fieldwork/metadata'
import type { Edit } from './draft.ts'
import { installationWords } from './install-packages.ts'
import { workspaceLayer } from './stored-documents.ts'

/** Adds the layer of a plugin, or puts its newer release in the place of the one that is there. */
export function enableEdit(layer: Layer): Edit {
  return (layers, within) => {
    const others = layers.filter(({ name }) => name !== workspaceLayer && name !== layer.name)
    const packages = orderPackages([...others, layer])
    const problems = [...checkRequirements(layer, packages), ...checkCircles(layer, packages)]
    if (problems.length > 0) return { problems }
    const upgraded = upgradeLayers({ before: layers, packages, ...within })
    return 'problems' in upgraded ? upgraded : { ...upgraded, message: installationWords(layers, packages) }
  }
}
