/** The units below a person's own, kept on the device so that the tree and the search work without a line. */
import { get } from '../api/client'
import { keep, readKept } from '../api/kept'
import type { Unit } from './unit'

const KEY = 'units-of-mine'
/** A district and its clinics; who has a whole country is at a desk with a line. */
const MOST_UNITS = 2_000

export async function keepUnits(): Promise<void> {
  const mine = { withinUserHierarchy: true, fields: 'id,displayName,path,leaf' }
  const { pager } = await get<{ pager: { total: number } }>('organisationUnits', { ...mine, fields: 'id', pageSize: 1 })
  if (pager.total > MOST_UNITS) return
  const { organisationUnits } = await get<{ organisationUnits: Unit[] }>('organisationUnits', { ...mine, paging: false })
  await keep(KEY, organisationUnits)
}

async function keptUnits(): Promise<Unit[]> {
  return (await readKept<Unit[]>(KEY)) ?? []
}

export async function keptUnit(id: string) {
  const units = await keptUnits()
  const unit = units.find((one) => one.id === id)
  return unit && { ...unit, ancestors: ancestorsOf(unit, units) }
}

/** Undefined where nothing is known below the unit. */
export async function keptChildren(id: string): Promise<{ children: Unit[] } | undefined> {
  const children = (await keptUnits()).filter(({ path }) => path.split('/').at(-2) === id)
  return children.length > 0 ? { children } : undefined
}

export async function foundInKept(words: string) {
  const units = await keptUnits()
  const wanted = words.toLocaleLowerCase()
  const found = units.filter(({ displayName }) => displayName.toLocaleLowerCase().includes(wanted))
  return units.length > 0 ? { organisationUnits: found.map((unit) => ({ ...unit, ancestors: ancestorsOf(unit, units) })) } : undefined
}

function ancestorsOf(unit: Unit, units: Unit[]) {
  return units.filter(({ id, path }) => id !== unit.id && unit.path.startsWith(`${path}/`)).sort((one, other) => one.path.length - other.path.length)
}
