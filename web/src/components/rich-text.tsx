import type { ReactNode } from 'react'
import { Fragment } from 'react'

/** `*bold*`, `_italic_`, `[words](address)` and addresses alone, as DHIS2 writes them in texts. */
const MARKS = /\*(?=\S)([^*\n]*[^\s*])\*|(?<!\w)_(?=\S)([^_\n]*[^\s_])_(?!\w)|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+|mailto:[^\s)]+)\)|(https?:\/\/[^\s<>]*[^\s<>.,;:!?)])/g

/** A text of a person with its few marks. What is not such a mark stays text. */
export function RichText({ text }: { text: string }) {
  return text.split('\n').map((line, index) => (
    <Fragment key={index}>
      {index > 0 && <br />}
      {marked(line)}
    </Fragment>
  ))
}

function marked(line: string): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of line.matchAll(MARKS)) {
    const [whole, bold, italic, words, to, bare] = match
    parts.push(line.slice(from, match.index))
    from = match.index + whole.length
    if (bold !== undefined) parts.push(<strong key={from}>{marked(bold)}</strong>)
    else if (italic !== undefined) parts.push(<em key={from}>{marked(italic)}</em>)
    else {
      parts.push(
        <a key={from} href={to ?? bare} target="_blank" rel="noreferrer">
          {words ?? bare}
        </a>,
      )
    }
  }
  return [...parts, line.slice(from)]
}
