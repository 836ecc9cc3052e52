//! The country on the map: five provinces of eight districts, and facilities in them. Districts are the fields of a grid
//! whose corners and edges are bent; neighbours share the bent edge, so that they tile the country.

use serde_json::{Value, json};

use crate::names;
use crate::random::{chance, number, uid};

/// The grid: two columns are a province.
const COLUMNS: usize = 10;
const ROWS: usize = 4;
const PROVINCE_COLUMNS: usize = 2;

/// The country lies in the sea south of West Africa, where there is none; its corner and the size of a field, in degrees.
const CORNER: (f64, f64) = (0.5, -3.5);
const FIELD: (f64, f64) = (0.55, 0.6);

/// Facilities of a district at scale 1.
const FACILITIES: f64 = 30.0;

/// What a facility is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A hospital: one in each district.
    Hospital,
    /// A health centre.
    Centre,
    /// A health post.
    Post,
}

/// Who runs a facility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The state.
    Government,
    /// A mission.
    Mission,
    /// Somebody else.
    Private,
}

/// A facility.
#[derive(Clone, Debug)]
pub struct Facility {
    /// Its identifier.
    pub uid: String,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// The number of its district, from 0.
    pub district: usize,
    /// What it is.
    pub kind: Kind,
    /// Who runs it.
    pub owner: Owner,
    /// Longitude and latitude.
    pub point: (f64, f64),
    /// The people who live around it, at the start of the figures.
    pub people: f64,
    /// Its number, which decides its figures.
    pub(crate) number: u64,
}

/// A province or a district.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    pub(crate) uid: String,
    pub(crate) name: String,
    pub(crate) code: String,
    /// Its polygon's ring, closed.
    pub(crate) ring: Vec<(f64, f64)>,
}

/// The whole country.
#[derive(Debug)]
pub(crate) struct Geography {
    pub(crate) country: Area,
    pub(crate) provinces: Vec<Area>,
    pub(crate) districts: Vec<Area>,
    pub(crate) facilities: Vec<Facility>,
}

impl Geography {
    pub(crate) fn new(scale: f64) -> Geography {
        let area = |code: String, name: String, columns, rows| Area {
            uid: uid(&format!("unit {code}")),
            ring: outline(columns, rows),
            name,
            code,
        };
        let country = area("ZM0".into(), "Zambara".into(), (0, COLUMNS), (0, ROWS));
        let provinces = names::PROVINCES.iter().enumerate().map(|(at, name)| {
            let first = at * PROVINCE_COLUMNS;
            area(
                format!("P{}", at + 1),
                format!("{name} Province"),
                (first, first + PROVINCE_COLUMNS),
                (0, ROWS),
            )
        });
        let districts = (0..COLUMNS * ROWS).map(|at| {
            let (column, row) = place(at);
            let name = format!("{} District", names::village(at));
            area(format!("D{:02}", at + 1), name, (column, column + 1), (row, row + 1))
        });
        let each = (FACILITIES * scale).round().max(3.0) as usize;
        let facilities =
            (0..COLUMNS * ROWS).flat_map(|district| (0..each).map(move |at| facility(district, at, each)));
        Geography {
            country,
            provinces: provinces.collect(),
            districts: districts.collect(),
            facilities: facilities.collect(),
        }
    }

    /// The number of a district's province.
    pub(crate) fn province(district: usize) -> usize {
        place(district).0 / PROVINCE_COLUMNS
    }
}

/// Column and row of a district: those of a province come one after another.
fn place(district: usize) -> (usize, usize) {
    let (province, within) = (district / (PROVINCE_COLUMNS * ROWS), district % (PROVINCE_COLUMNS * ROWS));
    (province * PROVINCE_COLUMNS + within / ROWS, within % ROWS)
}

fn facility(district: usize, at: usize, each: usize) -> Facility {
    let code = format!("D{:02}F{:03}", district + 1, at + 1);
    let own = number(&code);
    let kind = match at {
        0 => Kind::Hospital,
        _ if at <= each / 4 => Kind::Centre,
        _ => Kind::Post,
    };
    let (word, people) = match kind {
        Kind::Hospital => ("District Hospital", 24_000.0),
        Kind::Centre => ("Health Centre", 9_000.0),
        Kind::Post => ("Health Post", 2_800.0),
    };
    let owner = match chance(&[own, 1]) {
        share if share < 0.74 || kind == Kind::Post => Owner::Government,
        share if share < 0.9 => Owner::Mission,
        _ => Owner::Private,
    };
    // Villages are numbered behind the districts, whose hospitals have the district's name.
    let village = if at == 0 { district } else { 40 + district * (each - 1) + at - 1 };
    Facility {
        uid: uid(&format!("unit {code}")),
        name: format!("{} {word}", names::village(village)),
        district,
        kind,
        owner,
        point: inside(district, own),
        people: people * (0.6 + 0.8 * chance(&[own, 2])),
        number: own,
        code,
    }
}

/// A point well inside a district.
fn inside(district: usize, own: u64) -> (f64, f64) {
    let (column, row) = place(district);
    let (across, up) = (0.2 + 0.6 * chance(&[own, 3]), 0.2 + 0.6 * chance(&[own, 4]));
    let between = |one: (f64, f64), other: (f64, f64), part: f64| {
        (one.0 + (other.0 - one.0) * part, one.1 + (other.1 - one.1) * part)
    };
    let below = between(corner(column, row), corner(column + 1, row), across);
    let above = between(corner(column, row + 1), corner(column + 1, row + 1), across);
    rounded(between(below, above, up))
}

fn rounded(point: (f64, f64)) -> (f64, f64) {
    let five = |degrees: f64| (degrees * 100_000.0).round() / 100_000.0;
    (five(point.0), five(point.1))
}

/// How far a point of the grid is bent, in parts of a field.
fn bend(column: usize, row: usize, what: u64) -> f64 {
    (chance(&[column as u64, row as u64, what]) - 0.5) * 0.24
}

/// A bent corner of the grid.
fn corner(column: usize, row: usize) -> (f64, f64) {
    let (across, up) = (column as f64 + bend(column, row, 10), row as f64 + bend(column, row, 11));
    rounded((CORNER.0 + across * FIELD.0, CORNER.1 + up * FIELD.1))
}

/// The middle of the edge from a corner to the right or up, bent too.
fn middle(column: usize, row: usize, up: bool) -> (f64, f64) {
    let (from, to) =
        (corner(column, row), if up { corner(column, row + 1) } else { corner(column + 1, row) });
    let (lon, lat) = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let by = bend(column, row, 12 + u64::from(up)) / 2.0;
    rounded(if up { (lon + by * FIELD.0, lat) } else { (lon, lat + by * FIELD.1) })
}

/// The ring around a block of fields, counter-clockwise from its lower left corner and back to it.
fn outline(columns: (usize, usize), rows: (usize, usize)) -> Vec<(f64, f64)> {
    let (left, right) = columns;
    let (low, high) = rows;
    let mut ring = Vec::new();
    (left..right).for_each(|column| ring.extend([corner(column, low), middle(column, low, false)]));
    (low..high).for_each(|row| ring.extend([corner(right, row), middle(right, row, true)]));
    (left..right)
        .rev()
        .for_each(|column| ring.extend([corner(column + 1, high), middle(column, high, false)]));
    (low..high).rev().for_each(|row| ring.extend([corner(left, row + 1), middle(left, row, true)]));
    ring.push(corner(left, low));
    ring
}

impl Area {
    /// The polygon as GeoJSON.
    pub(crate) fn geometry(&self) -> Value {
        let ring: Vec<[f64; 2]> = self.ring.iter().map(|point| [point.0, point.1]).collect();
        json!({ "type": "Polygon", "coordinates": [ring] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a point lies in a ring: a ray to the right crosses it an odd number of times.
    fn contains(ring: &[(f64, f64)], point: (f64, f64)) -> bool {
        let crossed = ring.windows(2).filter(|edge| {
            let (one, other) = (edge[0], edge[1]);
            let across = one.0 + (point.1 - one.1) / (other.1 - one.1) * (other.0 - one.0);
            (one.1 > point.1) != (other.1 > point.1) && point.0 < across
        });
        crossed.count() % 2 == 1
    }

    /// The area of a ring; positive when it runs counter-clockwise.
    fn size(ring: &[(f64, f64)]) -> f64 {
        ring.windows(2).map(|edge| edge[0].0 * edge[1].1 - edge[1].0 * edge[0].1).sum::<f64>() / 2.0
    }

    #[test]
    fn every_facility_lies_in_its_district_and_in_no_other() {
        let geography = Geography::new(1.0);
        assert_eq!(geography.facilities.len(), 1_200);
        for facility in &geography.facilities {
            let around = geography.districts.iter().enumerate();
            let found: Vec<usize> =
                around.filter(|(_, area)| contains(&area.ring, facility.point)).map(|(at, _)| at).collect();
            assert_eq!(found, [facility.district], "{}", facility.name);
        }
    }

    #[test]
    fn districts_tile_their_provinces_and_those_the_country() {
        let geography = Geography::new(0.1);
        let close = |one: f64, other: f64| (one - other).abs() < 1e-9;
        for (at, province) in geography.provinces.iter().enumerate() {
            let districts = geography.districts.iter().enumerate();
            let own = districts.filter(|(district, _)| Geography::province(*district) == at);
            let sum: f64 = own.map(|(_, area)| size(&area.ring)).sum();
            assert!(close(sum, size(&province.ring)) && sum > 0.0, "{}", province.name);
        }
        let sum: f64 = geography.provinces.iter().map(|area| size(&area.ring)).sum();
        assert!(close(sum, size(&geography.country.ring)));
    }
}
