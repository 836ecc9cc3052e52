//! Names of places, put together from syllables.

const FIRST: [&str; 20] = [
    "Ba", "Che", "Da", "Fa", "Ga", "Ka", "Ki", "Lo", "Ma", "Mu", "Na", "Nye", "Pa", "Ra", "Sa", "So", "Ta",
    "Tu", "Wa", "Zo",
];
const MIDDLE: [&str; 12] = ["bo", "da", "ga", "ko", "la", "lu", "mba", "mo", "na", "ri", "su", "ta"];
const LAST: [&str; 9] = ["di", "ka", "li", "mo", "ndo", "ni", "ra", "si", "wa"];

/// The provinces.
pub(crate) const PROVINCES: [&str; 5] = ["Coast", "Lakes", "Highlands", "Plains", "Sunrise"];

/// A village's name; different for each number up to 2,160, with a number behind it from there on.
pub(crate) fn village(number: usize) -> String {
    let all = FIRST.len() * MIDDLE.len() * LAST.len();
    // 1,013 shares no factor with 2,160, so that neighbours sound different and none comes twice.
    let at = number * 1_013 % all;
    let name = format!("{}{}{}", FIRST[at % 20], MIDDLE[at / 20 % 12], LAST[at / 240]);
    match number / all {
        0 => name,
        round => format!("{name} {}", round + 1),
    }
}
