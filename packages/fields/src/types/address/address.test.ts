import { describe, expect, it } from 'vitest'
import { parseAddress } from './csv.ts'
import { composeAddress } from './parts.ts'

const office = {
  country: 'CN',
  province: '北京市',
  city: '北京市',
  district: '朝阳区',
  street: '建国路 1 号',
  postal_code: '100020',
}

describe('an address', () => {
  it('is written from large to small in Chinese and from small to large in English', () => {
    expect(composeAddress(office, 'zh-CN')).toBe('北京市朝阳区建国路 1 号 100020')
    expect(composeAddress(office, 'en')).toBe('建国路 1 号, 朝阳区, 北京市 100020, China')
    expect(composeAddress({ country: 'US', city: 'Springfield' }, 'zh-CN')).toBe('美国Springfield')
    expect(composeAddress(null, 'en')).toBe('')
  })

  it('that a cell holds without separators is a street', () => {
    expect(parseAddress('建国路 1 号')).toEqual({ value: { street: '建国路 1 号' } })
    expect(parseAddress('{"city"')).toMatchObject({ problem: { en: 'This is not an address.' } })
  })
})
