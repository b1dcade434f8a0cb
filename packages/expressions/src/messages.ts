import type { ExprType, LocalizedText } from './types.ts'

const kindNames: Record<ExprType['kind'], LocalizedText> = {
  text: { en: 'text', 'zh-CN': '文本' },
  integer: { en: 'a whole number', 'zh-CN': '整数' },
  decimal: { en: 'a number', 'zh-CN': '数字' },
  boolean: { en: 'yes/no', 'zh-CN': '是/否' },
  date: { en: 'a date', 'zh-CN': '日期' },
  datetime: { en: 'a date and time', 'zh-CN': '日期时间' },
  null: { en: 'null', 'zh-CN': '空值' },
  any: { en: 'any value', 'zh-CN': '任意值' },
  record: { en: 'a record', 'zh-CN': '记录' },
  list: { en: 'a list', 'zh-CN': '列表' },
  struct: { en: 'a value of several parts', 'zh-CN': '由多个部分组成的值' },
}

/** The name of a type as people read it. */
function typeName(type: ExprType): LocalizedText {
  const name = kindNames[type.kind]
  if (type.kind !== 'record') return name
  return { en: `a record of ${type.object}`, 'zh-CN': `“${type.object}”的记录` }
}

function joined(types: ExprType[]): LocalizedText {
  const names = types.map(typeName)
  return { en: names.map((n) => n.en).join(' and '), 'zh-CN': names.map((n) => n['zh-CN']).join('和') }
}

function didYouMean(suggestion: string | undefined): LocalizedText {
  if (suggestion === undefined) return { en: '', 'zh-CN': '' }
  return { en: ` Did you mean "${suggestion}"?`, 'zh-CN': `是否想用“${suggestion}”？` }
}

/** Every sentence a problem can carry. */
export const messages = {
  empty: (): LocalizedText => ({ en: 'The expression is empty.', 'zh-CN': '表达式为空。' }),
  incomplete: (): LocalizedText => ({
    en: 'The expression ends too early: a value or a closing bracket is missing.',
    'zh-CN': '表达式不完整：缺少一个值或右括号。',
  }),
  unexpected: (found: string): LocalizedText => ({
    en: `Unexpected "${found}".`,
    'zh-CN': `此处不应出现“${found}”。`,
  }),
  useInstead: (found: string, instead: string): LocalizedText => ({
    en: `Unexpected "${found}". Write ${instead} instead.`,
    'zh-CN': `此处不应出现“${found}”，请改用 ${instead}。`,
  }),
  unterminatedText: (): LocalizedText => ({ en: 'The closing quote is missing.', 'zh-CN': '缺少结束引号。' }),
  badEscape: (): LocalizedText => ({
    en: 'This escape sequence is not known. Write \\\\ for a backslash.',
    'zh-CN': '无法识别的转义序列；反斜杠请写作 \\\\。',
  }),
  badText: (): LocalizedText => ({
    en: 'A text cannot contain this character.',
    'zh-CN': '文本中不能包含此字符。',
  }),
  badNumber: (): LocalizedText => ({ en: 'This is not a number.', 'zh-CN': '这不是一个数字。' }),
  reserved: (name: string): LocalizedText => ({
    en: `"${name}" is a reserved word and cannot be used as a name.`,
    'zh-CN': `“${name}”是保留字，不能作为名称使用。`,
  }),
  integerTooLarge: (): LocalizedText => ({
    en: 'Whole numbers go up to 9007199254740991.',
    'zh-CN': '整数最大为 9007199254740991。',
  }),
  decimalTooLong: (): LocalizedText => ({
    en: 'A number has at most 30 digits before and 20 after the decimal point.',
    'zh-CN': '数字的小数点前最多 30 位，小数点后最多 20 位。',
  }),
  unsupported: (what: LocalizedText): LocalizedText => ({
    en: `${what.en} cannot be used here.`,
    'zh-CN': `此处不能使用${what['zh-CN']}。`,
  }),
  tooLong: (length: number, most: number): LocalizedText => ({
    en: `The expression has ${length} characters; at most ${most} are allowed.`,
    'zh-CN': `表达式有 ${length} 个字符，最多允许 ${most} 个。`,
  }),
  tooComplex: (): LocalizedText => ({
    en: 'The expression has too many parts or is nested too deeply. Split it into several fields.',
    'zh-CN': '表达式过于复杂或嵌套过深，请拆分到多个字段。',
  }),
  unknownField: (name: string, object: string, suggestion?: string): LocalizedText => ({
    en: `${object} has no field "${name}".${didYouMean(suggestion).en}`,
    'zh-CN': `“${object}”没有字段“${name}”。${didYouMean(suggestion)['zh-CN']}`,
  }),
  unknownName: (name: string, suggestion?: string): LocalizedText => ({
    en: `"${name}" is not known here.${didYouMean(suggestion).en}`,
    'zh-CN': `此处没有“${name}”。${didYouMean(suggestion)['zh-CN']}`,
  }),
  unknownPart: (name: string, suggestion?: string): LocalizedText => ({
    en: `The value has no part "${name}".${didYouMean(suggestion).en}`,
    'zh-CN': `该值没有“${name}”部分。${didYouMean(suggestion)['zh-CN']}`,
  }),
  bareConstants: (name: string): LocalizedText => ({
    en: `"${name}" needs the name of one of its values after it, such as ${name}.limit.`,
    'zh-CN': `“${name}”之后须写明其中一项的名称，例如 ${name}.limit。`,
  }),
  noFields: (type: ExprType): LocalizedText => ({
    en: `Only a record has fields; this is ${typeName(type).en}.`,
    'zh-CN': `只有记录才有字段；这里是${typeName(type)['zh-CN']}。`,
  }),
  unknownFunction: (name: string, suggestion?: string): LocalizedText => ({
    en: `There is no function "${name}".${didYouMean(suggestion).en}`,
    'zh-CN': `没有函数“${name}”。${didYouMean(suggestion)['zh-CN']}`,
  }),
  argumentCount: (signature: string, found: number): LocalizedText => ({
    en: `${signature} was given ${found} values.`,
    'zh-CN': `${signature} 的参数个数不对：收到 ${found} 个。`,
  }),
  argumentTypes: (signatures: string, found: ExprType[]): LocalizedText => ({
    en: `Expected ${signatures}, but found ${joined(found).en}.`,
    'zh-CN': `应为 ${signatures}，实际为${joined(found)['zh-CN']}。`,
  }),
  operands: (operator: string, found: ExprType[]): LocalizedText => ({
    en: `"${operator}" cannot be used with ${joined(found).en}.`,
    'zh-CN': `“${operator}”不能用于${joined(found)['zh-CN']}。`,
  }),
  expected: (expected: ExprType, found: ExprType): LocalizedText => ({
    en: `Expected ${typeName(expected).en}, but found ${typeName(found).en}.`,
    'zh-CN': `应为${typeName(expected)['zh-CN']}，实际为${typeName(found)['zh-CN']}。`,
  }),
  unknownOption: (value: string, options: readonly string[], suggestion?: string): LocalizedText => {
    const known = options.slice(0, 8)
    const more = options.length > known.length ? ' …' : ''
    if (suggestion !== undefined) {
      const meant = didYouMean(suggestion)
      return {
        en: `"${value}" is no option of the field.${meant.en}`,
        'zh-CN': `“${value}”不是该字段的选项。${meant['zh-CN']}`,
      }
    }
    return {
      en: `"${value}" is no option of the field; there are: ${known.join(', ')}${more}`,
      'zh-CN': `“${value}”不是该字段的选项。可用选项：${known.join('、')}${more}`,
    }
  },
  macroForm: (signature: string): LocalizedText => ({
    en: `Write it after a list, with a name of your choice for an item: ${signature}.`,
    'zh-CN': `请写在列表之后，并为列表项任取一个名称：${signature}。`,
  }),
  nameTaken: (name: string): LocalizedText => ({
    en: `"${name}" already means something here; choose another name for the item of the list.`,
    'zh-CN': `“${name}”在此处已有含义，请为列表项换一个名称。`,
  }),
  needsListOfRecords: (): LocalizedText => ({
    en: 'Records are gone over where a field or a collection is named, not in a computed list.',
    'zh-CN': '只能遍历字段或集合中的记录，不能遍历计算得出的记录列表。',
  }),
  tooManyLists: (most: number, nested: number): LocalizedText => ({
    en: `An expression goes over at most ${most} lists, ${nested} of them inside of one another.`,
    'zh-CN': `一个表达式最多遍历 ${most} 个列表，嵌套最多 ${nested} 层。`,
  }),
  badDate: (text: string): LocalizedText => ({
    en: `"${text}" is not a date. Write it as 2026-01-31, and an empty date as null.`,
    'zh-CN': `“${text}”不是日期。请写作 2026-01-31，空日期请写 null。`,
  }),
  badDatetime: (text: string): LocalizedText => ({
    en: `"${text}" is not a date and time. Write it as 2026-01-31T09:30 or 2026-01-31T09:30:00+08:00.`,
    'zh-CN': `“${text}”不是日期时间。请写作 2026-01-31T09:30 或 2026-01-31T09:30:00+08:00。`,
  }),
  badId: (text: string): LocalizedText => ({
    en: `"${text}" is not the id of a record.`,
    'zh-CN': `“${text}”不是记录的 id。`,
  }),
  badDigits: (): LocalizedText => ({
    en: 'The number of decimal places must be written as a whole number from -15 to 15.',
    'zh-CN': '小数位数必须直接写成 -15 到 15 的整数。',
  }),
  badPattern: (): LocalizedText => ({
    en: 'The pattern cannot be read. It may have characters, [a-z], \\d \\w \\s, ( ), |, * + ? {1,3}, ^ and $; put \\ before any other sign.',
    'zh-CN': '无法识别该正则表达式。可用：字符、[a-z]、\\d \\w \\s、( )、|、* + ? {1,3}、^ 和 $；其他符号前请加 \\。',
  }),
  patternTooLong: (): LocalizedText => ({
    en: 'The pattern is too long when its repetitions are written out.',
    'zh-CN': '该正则表达式展开重复次数后过长。',
  }),
  needsPath: (name: string): LocalizedText => ({
    en: `${name}() takes the name of a field.`,
    'zh-CN': `${name}() 的参数必须是字段名。`,
  }),
}
