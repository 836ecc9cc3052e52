//! What is wrong with single values, laid aside: a file of a million wrong values has a million conflicts.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io;

use afya_model::ErrorCode;
use serde::{Deserialize, Serialize};

use super::report::{Arg, Conflict};
use super::spool::{Reading, Spool};

/// All that can be wrong with a single value.
const CODES: [ErrorCode; 6] = [
    ErrorCode::E8120,
    ErrorCode::E8121,
    ErrorCode::E8122,
    ErrorCode::E8123,
    ErrorCode::E8124,
    ErrorCode::E8125,
];

/// A conflict as it is laid aside.
#[derive(Debug, Serialize, Deserialize)]
struct Bad {
    /// The place of its code.
    code: u8,
    args: Vec<Arg>,
    index: u32,
}

impl Bad {
    fn conflict(self) -> Conflict {
        let code = CODES[usize::from(self.code).min(CODES.len() - 1)];
        Conflict::new(code, self.args).at([self.index])
    }
}

/// What is wrong with single values, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct BadValues {
    bad: Spool<Bad>,
    count: usize,
    last: Option<u32>,
    /// Whether an index came again: the first argument is the index, so that only then two conflicts can be the same.
    again: bool,
}

/// How often each conflict is still to come, by its fingerprint.
pub(super) type Repeats = HashMap<(u64, u64), u32>;

impl BadValues {
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn push(&mut self, conflict: &Conflict, index: u32) -> io::Result<()> {
        let code = CODES.iter().position(|code| *code == conflict.code());
        let code = code.and_then(|code| u8::try_from(code).ok());
        let code = code.ok_or_else(|| io::Error::other("a conflict that no single value has"))?;
        self.bad.push(&Bad { code, args: conflict.args().to_vec(), index })?;
        self.count += 1;
        self.again |= self.last.is_some_and(|last| index <= last);
        self.last = Some(index);
        Ok(())
    }

    /// Adds those of another group.
    pub(super) fn append(&mut self, mut others: BadValues) -> io::Result<()> {
        if self.count == 0 {
            *self = others;
            return Ok(());
        }
        let mut walk = others.walk()?;
        while let Some((conflict, index)) = walk.next()? {
            self.push(&conflict, index)?;
        }
        Ok(())
    }

    /// How often conflicts come that come more than once; empty where none can.
    pub(super) fn repeats(&mut self) -> io::Result<Repeats> {
        let mut repeats = Repeats::new();
        if self.again {
            let mut walk = self.walk()?;
            while let Some((conflict, _)) = walk.next()? {
                *repeats.entry(fingerprint(&conflict)).or_default() += 1;
            }
        }
        Ok(repeats)
    }

    /// The conflicts one by one, each with its index.
    pub(super) fn walk(&mut self) -> io::Result<Conflicts<'_>> {
        let all = self.bad.all();
        Ok(Conflicts(self.bad.read(all)?))
    }
}

/// Conflicts, read one by one.
pub(super) struct Conflicts<'b>(Reading<'b, Bad>);

impl Conflicts<'_> {
    pub(super) fn next(&mut self) -> io::Result<Option<(Conflict, u32)>> {
        Ok(self.0.next()?.map(|bad| {
            let index = bad.index;
            (bad.conflict(), index)
        }))
    }
}

/// How often this conflict stands for itself and those that are the same: once where it cannot come again, and not at all
/// where it was said already.
pub(super) fn times(repeats: &mut Repeats, conflict: &Conflict) -> u32 {
    if repeats.is_empty() {
        return 1;
    }
    repeats.get_mut(&fingerprint(conflict)).map_or(0, std::mem::take)
}

/// Two hashes: among millions of conflicts no two different ones have both in common.
fn fingerprint(conflict: &Conflict) -> (u64, u64) {
    let hash = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, conflict.code().name(), conflict.args()).hash(&mut hasher);
        hasher.finish()
    };
    (hash(1), hash(2))
}
