//! Positions of values, kept as runs: those of a whole group are one.

/// Positions in their order; a single -1 where nothing could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexes(Vec<(i64, i64)>);

impl Indexes {
    /// That nothing could be read.
    pub(in crate::values) fn none() -> Indexes {
        Indexes(vec![(-1, 1)])
    }

    pub(in crate::values) fn push(&mut self, index: u32) {
        let index = i64::from(index);
        match self.0.last_mut().filter(|(start, length)| start + *length == index) {
            Some((_, length)) => *length += 1,
            None => self.0.push((index, 1)),
        }
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.iter().flat_map(|(start, length)| *start..start + length)
    }
}

impl FromIterator<u32> for Indexes {
    fn from_iter<I: IntoIterator<Item = u32>>(indexes: I) -> Indexes {
        let mut all = Indexes::default();
        indexes.into_iter().for_each(|index| all.push(index));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_back_in_their_order() {
        for indexes in [vec![], vec![0, 1, 2, 0, 1, 5, 7, 8], vec![3]] {
            let kept: Indexes = indexes.iter().copied().collect();
            assert_eq!(
                kept.iter().collect::<Vec<_>>(),
                indexes.into_iter().map(i64::from).collect::<Vec<_>>()
            );
        }
        assert_eq!((0..1_000_000).collect::<Indexes>().0.len(), 1);
        assert_eq!(Indexes::none().iter().collect::<Vec<_>>(), [-1]);
    }
}
