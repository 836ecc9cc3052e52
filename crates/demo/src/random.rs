//! Chance that is none: every figure follows from what it is for.

/// The finaliser of the generator SplitMix64.
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A number from 0 up to 1 (exclusive) that these parts decide.
pub(crate) fn chance(parts: &[u64]) -> f64 {
    let mixed = parts.iter().fold(0, |seed, part| mix(seed ^ part));
    // The 53 bits that a f64 holds exactly.
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

/// The number of a word (FNV-1a).
pub(crate) fn number(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The identifier of the thing with this name: eleven letters and digits, a letter first.
pub(crate) fn uid(name: &str) -> String {
    const SIGNS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let seed = number(name);
    let sign = |place: u64| {
        let bound = if place == 0 { 52 } else { 62 };
        let at = mix(seed.wrapping_add(place.wrapping_mul(0x51_7cc1))) % bound;
        char::from(SIGNS[at as usize])
    };
    (0..11).map(sign).collect()
}
