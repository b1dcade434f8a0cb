import type { FieldType, Json, JsonSchema, Problem, Property, Refusal } from '../../field-type.ts'
import { choiceProperties } from '../select/options-schema.ts'
import { formatPath, parsePath } from './csv.ts'
import { asPath, fullTree, isLeaf, MOST_LEVELS, nodesAlong, pathsOf, treeOf } from './tree.ts'

const KEY = '[a-zA-Z0-9_.-]{1,40}'
const MOST_OPTIONS = 5000

/**
 * One option of a tree. The value is the path of keys from the first level on, joined by `/`: `zj/hz/xh`. Rows hold
 * keys, so labels, order and colours change freely, but an option that moves below another is another option.
 */
export const cascadingSelect: FieldType = {
  name: 'cascading-select',
  label: { en: 'Cascading select', 'zh-CN': '级联选择' },
  icon: 'cluster',
  options: {
    properties: {
      options: levelSchema(MOST_LEVELS),
      anyLevel: { description: 'An option that has others below it can be chosen too', type: 'boolean' },
    },
    required: ['options'],
  },
  keywords: ['default', 'readOnly'],
  complete: (property) => ({
    ...property,
    type: 'string',
    'x-field': { ...property['x-field'], options: fullTree(property['x-field'].options) },
  }),
  valueSchema: () => ({
    type: 'string',
    maxLength: MOST_LEVELS * 41,
    pattern: `^${KEY}(/${KEY}){0,${MOST_LEVELS - 1}}$`,
  }),
  refuse: refusePath,
  column: () => ({ type: 'text' }),
  expression: () => ({ kind: 'text' }),
  check: checkTree,
  sortable: true,
  groupable: true,
  searchable: false,
  measures: ['count'],
  csv: { format: formatPath, parse: parsePath },
  widget: 'cascading-select',
  presentation: { filter: 'path', width: 200, speaksForItself: true },
  shownBy: ['options', 'anyLevel'],
  conformance: [
    {
      property: {
        'x-field': {
          type: 'cascading-select',
          options: {
            it: {
              label: { en: 'IT', 'zh-CN': '信息技术' },
              children: {
                software: { label: { en: 'Software', 'zh-CN': '软件' } },
                chips: { label: { en: 'Chips', 'zh-CN': '芯片' }, children: { design: {}, making: {} } },
                fax: { active: false },
              },
            },
            finance: { order: 1, children: { bank: { label: { en: 'Bank', 'zh-CN': '银行' } } } },
            other: {},
          },
        },
      },
      valid: [{ value: 'it/software' }, { value: 'it/chips/design' }, { value: 'other' }],
      invalid: [
        'it',
        'it/chips',
        'it/fax',
        'it/bank',
        'software',
        'it//software',
        'it/software/',
        '',
        'constructor',
        1,
      ],
      ascending: ['finance/bank', 'it/chips/design', 'it/software', 'other'],
      expressions: [
        "value == 'it/software'",
        "startsWith(value, 'it/')",
        "startsWith(value + '/', 'it/')",
        "value in ['it/software', 'other']",
        'value != null',
      ],
    },
    {
      property: { 'x-field': { type: 'cascading-select', anyLevel: true, options: { a: { children: { b: {} } } } } },
      valid: [{ value: 'a' }, { value: 'a/b' }],
      invalid: ['b', 'a/c'],
    },
  ],
}

/** The options of a level with those below; the schema has no way to refer to itself where it stands. */
function levelSchema(levels: number): JsonSchema {
  const below: Record<string, JsonSchema> = levels > 1 ? { children: levelSchema(levels - 1) } : {}
  return {
    description: 'Options by key, each with those below it as children; rows hold the path of keys',
    type: 'object',
    minProperties: 1,
    maxProperties: 1000,
    propertyNames: { pattern: `^${KEY}$` },
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: { ...choiceProperties, ...below },
    },
  }
}

function refusePath(value: Json, property: Property): Refusal | null {
  const nodes = nodesAlong(treeOf(property), asPath(value))
  const last = nodes?.at(-1)
  if (!nodes || !last || nodes.some(({ active }) => active === false)) return notAnOption(asPath(value))
  return property['x-field'].anyLevel === true || isLeaf(last) ? null : goOn(last.label.en, last.label['zh-CN'])
}

function notAnOption(value: string): Refusal {
  return {
    code: 'not_an_option',
    message: { en: `“${value}” is not one of the options`, 'zh-CN': `“${value}”不在可选项中` },
    params: { value },
  }
}

function goOn(en: string, zh: string): Refusal {
  return {
    code: 'not_an_option',
    message: { en: `Choose one of the options below “${en}”`, 'zh-CN': `请继续选择“${zh}”的下一级` },
  }
}

function checkTree(property: Property): Problem[] {
  const count = [...pathsOf(treeOf(property))].length
  if (count <= MOST_OPTIONS) return []
  const message = {
    en: `A tree has at most ${MOST_OPTIONS} options; this one has ${count}.`,
    'zh-CN': `选项树最多 ${MOST_OPTIONS} 个选项，当前有 ${count} 个。`,
  }
  return [{ pointer: '/x-field/options', code: 'too_many', message, params: { count } }]
}
