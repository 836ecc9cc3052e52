/** An organisation unit as the tree and the pickers need it. */
export interface Unit {
  id: string
  displayName: string
  /** `/<root>/…/<id>` */
  path: string
  leaf: boolean
}
