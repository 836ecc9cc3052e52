//! What the colours of a map mean.

use afya_render::canvas::{Align, Canvas, Color, Face, Paint};

use super::Shown;
use super::classes::{Class, class_of};
use super::layers::Kind;
use super::words::Words;
use crate::drawing::spoken;

const INK: Color = Color(0x33, 0x33, 0x33);
const EDGE: Color = Color(0x88, 0x88, 0x88);
const SMALL: Face = Face { size: 11.0, is_bold: false };
const HEADING: Face = Face { size: 12.0, is_bold: true };
const MARK: i32 = 14;

/// Lines of words and marks in a column, from its top down, as many as have room.
struct Column<'a> {
    canvas: &'a mut Canvas,
    left: i32,
    top: i32,
    width: i32,
    bottom: i32,
}

impl Column<'_> {
    /// Takes a line; nothing when the column is full.
    fn line(&mut self, face: Face) -> Option<i32> {
        let top = self.top;
        self.top += face.height() + 4;
        (self.top <= self.bottom).then_some(top)
    }

    fn words(&mut self, words: &str, face: Face) {
        if let Some(top) = self.line(face) {
            self.canvas.text(&face.cut(words, self.width), (self.left, top), face, INK, Align::Left);
        }
    }

    fn mark(&mut self, words: &str, paint: Paint, is_round: bool) {
        let Some(top) = self.line(SMALL) else { return };
        let half = f64::from(MARK) / 2.0;
        let (left, middle) = (self.left, f64::from(top) + half);
        if is_round {
            self.canvas.circle((f64::from(left) + half, middle), half - 1.0, paint);
        } else {
            let side = MARK - 2;
            self.canvas.outline(&format!("M {left} {} h {side} v {side} h -{side} Z", top + 1), paint);
        }
        let words = SMALL.cut(words, self.width - MARK - 4);
        self.canvas.text(&words, (left + MARK + 4, top), SMALL, INK, Align::Left);
    }
}

/// The legend within `(left, top, width, bottom)`.
pub(super) fn draw(
    canvas: &mut Canvas,
    (left, top, width, bottom): (i32, i32, i32, i32),
    shown: &[Shown],
    classes: &[Vec<Class>],
    left_out: &[String],
    said: &Words,
) {
    let mut column = Column { canvas, left, top, width, bottom };
    // The uppermost layer comes first.
    for (shown, classes) in shown.iter().zip(classes).rev() {
        column.words(&shown.data, HEADING);
        if !shown.bounds.is_empty() {
            column.words(&shown.bounds, SMALL);
        }
        match shown.layer.kind {
            Kind::Thematic(_) => of_classes(&mut column, shown, classes, said),
            Kind::Facilities => of_groups(&mut column, shown, said),
            _ => {
                let color = shown.layer.color.unwrap_or(INK);
                column.mark(
                    said.units,
                    Paint { fill: None, stroke: Some((color, 2.0)), opacity: 1.0 },
                    false,
                );
            }
        }
        column.top += 8;
    }
    if !left_out.is_empty() {
        column.words(said.not_drawn, HEADING);
        left_out.iter().for_each(|name| column.words(name, SMALL));
    }
}

fn of_classes(column: &mut Column<'_>, shown: &Shown, classes: &[Class], said: &Words) {
    let figures =
        shown.figures.iter().filter(|((_, period), _)| shown.periods.iter().any(|(one, _)| one == period));
    let mut counts = vec![0usize; classes.len()];
    for (_, figure) in figures {
        if let Some(count) = class_of(*figure, classes).and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    for (class, count) in classes.iter().zip(counts) {
        let range = format!("{} – {}", spoken(class.from), spoken(class.to));
        let words = match class.name.as_str() {
            "" => format!("{range} ({count})"),
            name if name == range || name.replace('-', "–") == range => format!("{range} ({count})"),
            name => format!("{name}: {range} ({count})"),
        };
        let paint =
            Paint { fill: Some(class.color), stroke: Some((EDGE, 0.7)), opacity: shown.layer.opacity };
        column.mark(&words, paint, false);
    }
    if let Some(color) = shown.layer.no_data {
        let paint = Paint { fill: Some(color), stroke: Some((EDGE, 0.7)), opacity: shown.layer.opacity };
        column.mark(said.no_data, paint, false);
    }
}

fn of_groups(column: &mut Column<'_>, shown: &Shown, said: &Words) {
    let of = |group: Option<usize>| Paint {
        fill: Some(shown.color_of(group)),
        stroke: None,
        opacity: shown.layer.opacity,
    };
    for (at, group) in shown.layer.groups.iter().enumerate() {
        if shown.places.iter().any(|place| place.group == Some(at)) {
            column.mark(&group.name, of(Some(at)), true);
        }
    }
    if shown.places.iter().any(|place| place.group.is_none()) {
        let words = if shown.layer.groups.is_empty() { said.facilities } else { said.in_no_group };
        column.mark(words, of(None), true);
    }
}
