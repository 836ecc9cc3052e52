//! What is resident, kept as a file, so that a server that starts again reads only what was written since.
//!
//! A file belongs to one database and one reader of changes: the reader keeps what was noted after the file's moment from being
//! taken away. Where the reader is unknown, because the database is another one or one of an earlier day, the file says nothing.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use afya_columns::Unreadable;
use afya_model::period::PeriodType;
use serde::{Deserialize, Serialize};

use super::following::Moment;
use super::resident::{Combos, Element, Hierarchy, Resident, StoredPeriod};

/// Changes whenever values are read as other figures than before.
const FORM: u32 = 1;

/// What a file belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Origin {
    /// Which database it was read from.
    pub(super) database: String,
    /// The reader that keeps what was noted since.
    pub(super) reader: String,
    /// The moment that it is of.
    pub(super) moment: Moment,
}

/// What stands beside the figures in a file.
#[derive(Serialize, Deserialize)]
struct Note {
    form: u32,
    origin: Origin,
    elements: Vec<(i64, Element)>,
    periods: Vec<(i64, i64, Option<String>, bool, String, String)>,
    units: Vec<(i64, String)>,
    combos: Vec<(i64, i64)>,
    most_bytes: Option<usize>,
    since: Option<String>,
}

/// Writes a file in the place of the one before, all of it or nothing. Only its owner may read it.
///
/// # Errors
/// When the folder cannot be written to.
pub(super) fn write(path: &Path, origin: Origin, resident: &Resident) -> std::io::Result<()> {
    let period = |period: &StoredPeriod| {
        let kind = period.kind.map(|kind| kind.name().to_owned());
        let (start, end) = (period.start.to_string(), period.end.to_string());
        (period.key, period.kind_key, kind, period.is_weekly, start, end)
    };
    let note = Note {
        form: FORM,
        origin,
        elements: resident.elements.iter().map(|(key, element)| (*key, *element)).collect(),
        periods: resident.periods.iter().map(period).collect(),
        units: resident.units.units().to_vec(),
        combos: resident.combos.pairs().to_vec(),
        most_bytes: resident.most_bytes,
        since: resident.since.map(|since| since.to_string()),
    };
    let note = serde_json::to_vec(&note)?;
    let aside = path.with_extension("new");
    let written = write_aside(&aside, &note, resident).and_then(|()| std::fs::rename(&aside, path));
    if written.is_err() {
        // It may have failed for want of the room that this takes.
        let _ = std::fs::remove_file(aside);
    }
    written
}

fn write_aside(aside: &Path, note: &[u8], resident: &Resident) -> std::io::Result<()> {
    let file = File::options().write(true).create(true).truncate(true).mode(0o600).open(aside)?;
    let mut file = BufWriter::new(file);
    afya_columns::write(&resident.figures, note, &mut file)?;
    file.flush()?;
    file.get_ref().sync_all()
}

/// Reads a file.
///
/// # Errors
/// When there is none, or it is not what was written, or another version wrote it, or one that was told of other room.
pub(super) fn read(path: &Path, most_bytes: Option<usize>) -> Result<(Origin, Resident), Unreadable> {
    let (figures, note) = afya_columns::read(&mut BufReader::new(File::open(path)?))?;
    let note: Note = serde_json::from_slice(&note).map_err(|_| Unreadable::Foreign)?;
    let day = |text: &str| text.parse().map_err(|_| Unreadable::Damaged);
    let period = |(key, kind_key, kind, is_weekly, start, end): (_, _, Option<String>, _, String, String)| {
        let kind = kind.map(|name| PeriodType::parse(&name).ok_or(Unreadable::Foreign)).transpose()?;
        Ok(StoredPeriod { key, kind_key, kind, is_weekly, start: day(&start)?, end: day(&end)? })
    };
    if note.form != FORM || note.most_bytes != most_bytes {
        return Err(Unreadable::Foreign);
    }
    let mut combos = Combos::default();
    for pair in note.combos {
        combos.number(pair);
    }
    let resident = Resident {
        figures,
        most_bytes,
        since: note.since.as_deref().map(day).transpose()?,
        elements: Arc::new(note.elements.into_iter().collect()),
        periods: Arc::new(note.periods.into_iter().map(period).collect::<Result<_, Unreadable>>()?),
        units: Arc::new(Hierarchy::new(note.units)),
        combos: Arc::new(combos),
    };
    Ok((note.origin, resident))
}

#[cfg(test)]
mod tests {
    use afya_columns::Row;

    use super::super::resident::Values;
    use super::*;

    #[test]
    fn what_was_kept_is_read_again_and_nothing_else_is() {
        let folder = std::env::temp_dir().join(format!("afya-kept-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("columns");
        let element = Element {
            values: Values::TrueOnly,
            is_averaged: true,
            zero_is_significant: false,
            has_levels: true,
        };
        let day = |text: &str| text.parse().unwrap();
        let month = StoredPeriod {
            key: 7,
            kind_key: 3,
            kind: PeriodType::parse("Monthly"),
            is_weekly: false,
            start: day("2024-02-01"),
            end: day("2024-02-29"),
        };
        let mut combos = Combos::default();
        combos.number((9, 8));
        let mut resident = Resident {
            elements: Arc::new([(1, element)].into()),
            periods: Arc::new(vec![month]),
            units: Arc::new(Hierarchy::new(vec![(5, "/b".to_owned()), (4, "/a".to_owned())])),
            combos: Arc::new(combos),
            ..Resident::default()
        };
        resident.figures.set(1, 7, vec![Row { unit: 1, combo: 0, value: 2.5 }]);
        let moment = Moment { snapshot: "10:20:".to_owned(), triggers: "1:2O".to_owned() };
        let origin = Origin { database: "here".to_owned(), reader: "a/1".to_owned(), moment };
        write(&path, origin.clone(), &resident).unwrap();

        let (again, read_again) = read(&path, None).unwrap();
        assert_eq!(again, origin);
        assert_eq!(read_again.elements, resident.elements);
        assert_eq!(read_again.periods, resident.periods);
        assert_eq!(read_again.units, resident.units);
        assert_eq!(read_again.combos, resident.combos);
        let rows = |resident: &Resident| {
            let segment = resident.figures.block(1).and_then(|block| block.segment(7));
            segment.map(|segment| segment.rows().collect::<Vec<_>>())
        };
        assert_eq!(rows(&read_again), rows(&resident));

        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert!(read(&path, None).is_err(), "a damaged file");
        std::fs::remove_dir_all(folder).unwrap();
        assert!(matches!(read(&path, None), Err(Unreadable::Io(_))));
    }
}
