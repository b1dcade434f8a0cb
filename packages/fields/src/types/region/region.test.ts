import { describe, expect, it } from 'vitest'
import { formatRegion, parseRegion } from './csv.ts'
import { regionPath, regionsBelow } from './regions.ts'

describe('regions', () => {
  it('lead from the province to the district', () => {
    expect(regionPath('330106')?.map(({ name }) => name)).toEqual(['浙江省', '杭州市', '西湖区'])
    expect(regionPath('330100')?.map(({ name }) => name)).toEqual(['浙江省', '杭州市'])
    expect(regionPath('339906')).toBeNull()
    expect(regionsBelow().length).toBe(34)
    expect(regionsBelow('330000').map(({ name }) => name)).toContain('宁波市')
    expect(regionsBelow('330106')).toEqual([])
  })

  it.each([
    ['330106', '330106'],
    ['浙江省/杭州市/西湖区', '330106'],
    ['浙江杭州西湖', '330106'],
    ['浙江省 杭州市', '330100'],
    ['北京市朝阳区', '110105'],
    ['北京市/北京市/朝阳区', '110105'],
    ['香港', '810000'],
  ])('are read from the CSV cell "%s"', (cell, value) => {
    expect(parseRegion(cell)).toEqual({ value })
  })

  it('are written by their names, so that every one of them is read back', () => {
    expect(formatRegion('330106')).toBe('浙江省/杭州市/西湖区')
    expect(parseRegion('长安城')).toMatchObject({ problem: { en: expect.stringContaining('长安城') } })
    const provinces = regionsBelow()
    const all = provinces.flatMap(({ code }) =>
      regionsBelow(code).flatMap((city) => [city, ...regionsBelow(city.code)]),
    )
    expect(all.length).toBeGreaterThan(3000)
    const lost = all.filter(({ code }) => {
      const read = parseRegion(formatRegion(code))
      return !('value' in read) || read.value !== code
    })
    expect(lost).toEqual([])
  })
})
