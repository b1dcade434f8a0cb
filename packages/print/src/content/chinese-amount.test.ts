import { expect, test } from 'vitest'
import { chineseAmount } from './chinese-amount.ts'

test.each([
  [0, '零元整'],
  [1234.5, '壹仟贰佰叁拾肆元伍角整'],
  [1005, '壹仟零伍元整'],
  [10_010.05, '壹万零壹拾元零伍分'],
  [100_000_000, '壹亿元整'],
  [100_000_001.1, '壹亿零壹元壹角整'],
  [20_300_400.56, '贰仟零叁拾万零肆佰元伍角陆分'],
  [0.07, '柒分'],
  [0.3, '叁角整'],
  [-12, '负壹拾贰元整'],
])('%d is written %s', (amount, words) => expect(chineseAmount(amount)).toBe(words))
