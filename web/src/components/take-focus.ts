/** For the `ref` of what takes the place of whatever had the focus: a person without a mouse goes on from there. */
export function takeFocus(element: HTMLElement | null) {
  element?.focus()
}
