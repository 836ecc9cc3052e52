/** What this browser remembers about the person in front of it. */
type Preference = 'language' | 'theme'

export function readPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(`afya.${name}`)
  } catch {
    // A browser that forbids storage forgets; nothing else changes.
    return null
  }
}

export function writePreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(`afya.${name}`, value)
  } catch {
    // See readPreference.
  }
}
