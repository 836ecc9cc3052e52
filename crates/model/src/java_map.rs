//! The order in which Java's hash maps and sets give what they hold. DHIS2's answers show it where it sorts nothing, and
//! clients see it, so it is kept.

/// The place of a text in a map of so many places, which are a power of two.
pub fn place(text: &str, places: usize) -> usize {
    let hash =
        text.encode_utf16().fold(0u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)));
    (hash ^ (hash >> 16)) as usize & (places - 1)
}

/// The places of a map that was filled one by one.
pub fn grown(entries: usize) -> usize {
    copied(entries).max(16)
}

/// The places of a map that all entries of another were put into at once.
pub fn copied(entries: usize) -> usize {
    (entries * 4).div_ceil(3).next_power_of_two()
}

/// Puts entries into the order of a map that was filled one by one.
pub fn sort_grown<T>(entries: &mut [T], key: impl Fn(&T) -> String) {
    let places = grown(entries.len());
    entries.sort_by_cached_key(|entry| place(&key(entry), places));
}

/// Puts entries into the order of a map that all entries of another were put into, which itself was filled one by one.
pub fn sort_copied<T>(entries: &mut [T], key: impl Fn(&T) -> String) {
    let (before, places) = (grown(entries.len()), copied(entries.len()));
    entries.sort_by_cached_key(|entry| {
        let key = key(entry);
        (place(&key, places), place(&key, before))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_grows_when_three_quarters_are_taken() {
        assert_eq!([grown(1), grown(12), grown(13), grown(24), grown(25)], [16, 16, 32, 32, 64]);
        assert_eq!([copied(3), copied(4), copied(6), copied(7), copied(12)], [4, 8, 8, 16, 16]);
    }

    #[test]
    fn texts_stand_where_their_hashes_say() {
        assert_eq!((place("f3ZnR955dY7", 16), place("orgunit", 16)), (2, 6));
        assert_eq!((place("zM6Q6f7fWOY-r3jF7wyaeso", 8), place("zM6Q6f7fWOY-r3jF7wyaeso", 16)), (0, 8));
    }

    #[test]
    fn a_copy_may_have_another_order() {
        let mut combos = ["F1cTlkNqzg6", "HllvX50cXC0", "cRQ6zPPfwDA"];
        sort_grown(&mut combos, |uid| (*uid).to_owned());
        assert_eq!(combos, ["F1cTlkNqzg6", "cRQ6zPPfwDA", "HllvX50cXC0"]);
        sort_copied(&mut combos, |uid| (*uid).to_owned());
        assert_eq!(combos, ["HllvX50cXC0", "cRQ6zPPfwDA", "F1cTlkNqzg6"]);
    }
}
