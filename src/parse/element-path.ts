import type { Element } from 'domhandler'

const SAFE_NAME = /^[A-Za-z_][\w-]{0,60}$/

/** The classes of an element that can stand in a selector as they are. */
export function classesOf(element: Element): readonly string[] {
  return (element.attribs['class'] ?? '').split(/\s+/).filter((name) => SAFE_NAME.test(name))
}

/** One step of a selector: the id of an element, else its name with its first class. */
export function stepOf(element: Element): string {
  const id = element.attribs['id'] ?? ''
  if (SAFE_NAME.test(id)) return `#${id}`
  const [name] = classesOf(element)
  return name === undefined ? element.name : `${element.name}.${name}`
}
