/** A country of more than 20,000 units: deep as usual, and one province with 5,000 posts right below it. */
import type { Unit } from './country.ts'

const PROVINCES = 10
const DISTRICTS = 15
const CLINICS = 100
const POSTS = 5_000

const number = (n: number, digits: number) => String(n).padStart(digits, '0')

function unit(id: string, displayName: string, above: string[], leaf: boolean): Unit {
  return { id, displayName, path: `/${[...above, id].join('/')}`, leaf, parent: above.at(-1) }
}

function make(): Unit[] {
  const root = 'BigCountry1'
  const units = [unit(root, 'Federation of Tests', [], false), unit('FlatProvin1', 'Flat Province', [root], false)]
  for (let post = 1; post <= POSTS; post++) units.push(unit(`FlatPost${number(post, 4)}`, `Flat Post ${number(post, 4)}`, [root, 'FlatProvin1'], true))
  for (let p = 1; p <= PROVINCES; p++) {
    const province = `BigProvin${number(p, 2)}`
    units.push(unit(province, `Province ${number(p, 2)}`, [root], false))
    for (let d = 1; d <= DISTRICTS; d++) {
      const district = `BigDist${number(p, 2)}${number(d, 2)}`
      units.push(unit(district, `Area ${number(p, 2)}-${number(d, 2)}`, [root, province], false))
      for (let c = 1; c <= CLINICS; c++) {
        const code = `${number(p, 2)}${number(d, 2)}${number(c, 3)}`
        units.push(unit(`BigC${code}`, `Outpost ${code}`, [root, province, district], true))
      }
    }
  }
  return units
}

export const BIG_COUNTRY = make()
