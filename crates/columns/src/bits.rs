//! Numbers of one width in bits, one behind the other in 64-bit words.

/// How many bits a number needs.
pub(crate) fn width(number: u64) -> u8 {
    (u64::BITS - number.leading_zeros()) as u8
}

/// Writes numbers of any width; whoever reads finds one more word behind the last number.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    words: Vec<u64>,
    used: usize,
}

impl Writer {
    /// The place of the next number, in bits.
    pub(crate) fn place(&self) -> usize {
        self.used
    }

    /// Goes to the beginning of the next word.
    pub(crate) fn align(&mut self) {
        self.used = self.words.len() * 64;
    }

    /// Appends the lowest bits of a number.
    pub(crate) fn push(&mut self, number: u64, width: u8) {
        if width == 0 {
            return;
        }
        let (word, offset) = (self.used >> 6, (self.used & 63) as u32);
        self.used += usize::from(width);
        self.words.resize((self.used + 63) >> 6, 0);
        self.words[word] |= number << offset;
        if offset + u32::from(width) > u64::BITS {
            self.words[word + 1] |= number >> (u64::BITS - offset);
        }
    }

    /// The words, with one to spare.
    pub(crate) fn finish(mut self) -> Vec<u64> {
        let spared = (self.words.len() + 1).max(2);
        self.words.resize(spared, 0);
        self.words
    }
}

/// Numbers of one width that begin at a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lane {
    start: usize,
    width: usize,
    mask: u64,
}

impl Lane {
    /// The lane that begins at a place, in bits.
    pub(crate) fn new(start: usize, width: u8) -> Lane {
        let mask = u64::MAX.checked_shr(u64::BITS - u32::from(width)).unwrap_or(0);
        // Numbers without bits lie nowhere, so that even the last of them is read within the words.
        Lane { start: if width == 0 { 0 } else { start }, width: usize::from(width), mask }
    }

    /// The number at a position.
    #[inline]
    pub(crate) fn get(self, words: &[u64], at: usize) -> u64 {
        let place = self.start + at * self.width;
        let word = place >> 6;
        let pair = u128::from(words[word]) | u128::from(words[word + 1]) << 64;
        (pair >> (place & 63)) as u64 & self.mask
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(width in 0_u8..=64, before in 0_u8..64, numbers in prop::collection::vec(any::<u64>(), 0..200)) {
            let mask = u64::MAX.checked_shr(64 - u32::from(width)).unwrap_or(0);
            let mut writer = Writer::default();
            writer.push(0, before);
            let start = writer.place();
            for number in &numbers {
                writer.push(number & mask, width);
            }
            let words = writer.finish();
            let lane = Lane::new(start, width);
            for (at, number) in numbers.iter().enumerate() {
                prop_assert_eq!(lane.get(&words, at), number & mask);
            }
        }
    }

    #[test]
    fn a_width_holds_its_number() {
        for (number, bits) in [(0, 0), (1, 1), (2, 2), (255, 8), (256, 9), (u64::MAX, 64)] {
            assert_eq!(width(number), bits);
        }
    }
}
