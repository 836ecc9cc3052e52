/**
 * A custom form: a page of HTML that somebody wrote for the data set. Nothing of it is trusted. It is cleaned of everything
 * that runs, loads, sends or leaves its frame, and where it has input fields it gets places for our own.
 */
import DOMPurify from 'dompurify'

/** What stands in a place of the form, and the key or id of it. */
export interface Slot {
  id: number
  kind: 'cell' | 'total' | 'indicator'
  of: string
  element: HTMLElement
}

export interface CleanForm {
  content: DocumentFragment
  slots: Slot[]
  /** The rules of its own styles, to be held inside of the form. */
  css: string
  /** It came with scripts, which are not run. */
  hadScripts: boolean
}

const CONFIG = {
  RETURN_DOM_FRAGMENT: true as const,
  USE_PROFILES: { html: true },
  ADD_ATTR: ['dataelementid', 'indicatorid'],
  FORBID_TAGS: ['style', 'form', 'dialog', 'audio', 'video', 'picture', 'source', 'track', 'meter', 'progress', 'template', 'slot'],
  FORBID_ATTR: ['autofocus', 'tabindex', 'contenteditable', 'draggable', 'popover', 'popovertarget', 'background', 'srcset', 'usemap', 'slot', 'accesskey', 'bgcolor', 'color'],
}

export function cleanForm(html: string): CleanForm {
  // A document made this way runs nothing and loads nothing while it is looked at.
  const page = new DOMParser().parseFromString(html, 'text/html')
  const hadScripts = page.querySelector('script, [onclick], [onchange], [onload], [onblur]') !== null
  const css = [...page.querySelectorAll('style')].map((style) => harmlessRules(style.textContent)).join('')
  const content = DOMPurify.sanitize(html, CONFIG)
  const slots = makeSlots(content)
  for (const element of content.querySelectorAll<HTMLElement>('*')) tame(element)
  placeHeadings(content)
  return { content, slots, css, hadScripts }
}

/** Only what the browser reads as plain rules, written anew by it: a brace too many cannot break out of our frame. */
function harmlessRules(css: string): string {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return [...sheet.cssRules]
    .filter((rule) => rule instanceof CSSStyleRule)
    .map((rule) => {
      soften(rule.style)
      return rule.cssText
    })
    .join('\n')
}

/**
 * A picture from a style sheet is a call to wherever its writer wants. And colours are those that the person has chosen,
 * light or dark: what was drawn for white paper could not be read on black.
 */
function soften(style: CSSStyleDeclaration) {
  for (const name of [...style]) {
    if (/url\(|image-set\(|src\(/i.test(style.getPropertyValue(name)) || /color|^background|^opacity|^filter|^--/.test(name)) style.removeProperty(name)
  }
}

const PICTURE = /^(data:image\/(png|jpeg|gif|webp);|(\.\.)?\/api\/(documents|fileResources|staticContent)\/)/
const LINK = /^(https?:|mailto:|#)/i

function tame(element: HTMLElement) {
  soften(element.style)
  // Names of the page's own elements are not for a form to take.
  element.removeAttribute('id')
  element.removeAttribute('name')
  if (element instanceof HTMLImageElement && !PICTURE.test(element.getAttribute('src') ?? '')) element.remove()
  if (element instanceof HTMLAnchorElement) {
    if (!LINK.test(element.getAttribute('href') ?? '')) element.removeAttribute('href')
    element.target = '_blank'
    element.rel = 'noopener noreferrer'
  }
}

/** The headings of the form follow that of the screen, whatever levels its writer chose; an empty one is none. */
function placeHeadings(content: DocumentFragment) {
  const headings = [...content.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  const levels = [...new Set(headings.map(({ tagName }) => tagName))].sort()
  for (const heading of headings) rename(heading, `h${Math.min(6, 2 + levels.indexOf(heading.tagName))}`)
  for (const head of content.querySelectorAll('th')) if (head.textContent.trim() === '' && head.children.length === 0) rename(head, 'td')
}

function rename(element: Element, name: string) {
  const renamed = document.createElement(name)
  for (const { name: attribute, value } of element.attributes) renamed.setAttribute(attribute, value)
  renamed.replaceChildren(...element.childNodes)
  element.replaceWith(renamed)
}

const CELL = /^(?:input-)?(\w{11})-(\w{11})-val$/

function makeSlots(content: DocumentFragment): Slot[] {
  const slots: Slot[] = []
  for (const field of content.querySelectorAll<HTMLElement>('input, textarea, select, button, [id$="-val"]')) {
    // A place that was made around it has taken it already.
    if (!content.contains(field)) continue
    const found = meaningOf(field)
    // The two dots of a question with yes and no are one field of ours.
    const again = found?.kind === 'cell' && (field as HTMLInputElement).type === 'radio' && slots.some(({ of }) => of === found.of)
    const outer = field.closest('label') ?? field
    if (!found || again) {
      ;(again ? outer : field).remove()
      continue
    }
    const element = document.createElement('span')
    slots.push({ ...found, id: slots.length, element })
    outer.replaceWith(element)
  }
  for (const extra of content.querySelectorAll('[id$="-dataelement"], [id$="-optioncombo"], .commentlink')) extra.remove()
  markRows(slots)
  return slots
}

function meaningOf(field: HTMLElement): Pick<Slot, 'kind' | 'of'> | undefined {
  const [, element, combo] = CELL.exec(field.id) ?? CELL.exec(field.getAttribute('name') ?? '') ?? []
  if (element && combo) return { kind: 'cell', of: `${element}.${combo}` }
  const total = field.getAttribute('dataelementid') ?? /^total(\w{11})$/.exec(field.id)?.[1]
  if (total) return { kind: 'total', of: total }
  const indicator = field.getAttribute('indicatorid') ?? /^indicator(\w{11})$/.exec(field.id)?.[1]
  return indicator ? { kind: 'indicator', of: indicator } : undefined
}

/** The arrows walk by rows: those of a table, or what stands for one. */
function markRows(slots: Slot[]) {
  for (const { element } of slots) {
    const row = element.closest('tr') ?? element.closest('li, p, div') ?? element
    row.setAttribute('data-row', '')
  }
}
