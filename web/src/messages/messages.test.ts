import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatMessage } from '../language/icu'
import { LANGUAGES } from '../language/languages'

const here = import.meta.dirname
const rooms = readdirSync(`${here}/en`)

function read(language: string, room: string): Record<string, string> {
  return JSON.parse(readFileSync(`${here}/${language}/${room}`, 'utf8')) as Record<string, string>
}

/** The names that a message asks for: it says so itself when it is formatted with nothing. */
function argumentsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1] ?? ''))].filter((name) => !/^(one|other)$/.test(name)).sort()
}

describe.each(LANGUAGES.map(({ code }) => code))('the words in %s', (language) => {
  it.each(rooms)('say in %s all that the English ones say', (room) => {
    expect(Object.keys(read(language, room)).sort()).toEqual(Object.keys(read('en', room)).sort())
  })

  it.each(rooms)('ask in %s for the same values', (room) => {
    const english = read('en', room)
    for (const [key, message] of Object.entries(read(language, room))) {
      expect(argumentsOf(message), key).toEqual(argumentsOf(english[key] ?? ''))
      expect(message.trim(), key).not.toBe('')
      expect(() => formatMessage(message, {}, language), key).not.toThrow()
    }
  })
})
