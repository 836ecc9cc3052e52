//! Charts between two axes: columns, bars, lines and areas.

use afya_render::canvas::{Align, Canvas, Face};

use super::{FAINT, Figures, Frame, INK, Kind, color, spoken};

/// The axis of figures: where a number stands.
struct Scale {
    least: f64,
    step: f64,
    steps: i32,
    /// The pixels of the least and the greatest number.
    ends: (i32, i32),
}

impl Scale {
    /// Round numbers around a range, about five of them.
    fn new((least, greatest): (f64, f64), ends: (i32, i32)) -> Scale {
        let span = if greatest > least { greatest - least } else { 1.0 };
        let power = 10f64.powf((span / 5.0).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|of| of * power).into_iter().find(|step| *step * 5.0 >= span);
        let step = step.unwrap_or(power * 10.0);
        let least = (least / step).floor() * step;
        let steps = ((greatest - least) / step).ceil().max(1.0);
        Scale { least, step, steps: steps as i32, ends }
    }

    fn place(&self, number: f64) -> i32 {
        let share = (number - self.least) / (self.step * f64::from(self.steps));
        self.ends.0 + (share * f64::from(self.ends.1 - self.ends.0)).round() as i32
    }
}

pub(super) fn draw(canvas: &mut Canvas, kind: Kind, figures: &Figures, mut frame: Frame) {
    let range = figures.range(kind.is_stacked());
    let line = Face::PLAIN.height();
    if kind.lies() {
        let widest = figures.categories.iter().map(|name| Face::PLAIN.width(name)).max().unwrap_or_default();
        frame.left += widest.min(frame.width() / 3) + 8;
        frame.bottom -= line + 6;
    } else {
        let probe = Scale::new(range, (0, 1));
        let widest = (0..=probe.steps).map(|at| probe.least + f64::from(at) * probe.step);
        let widest = widest.map(|number| Face::PLAIN.width(&spoken(number))).max().unwrap_or_default();
        frame.left += widest + 8;
        frame.bottom -= line + 6;
    }
    let ends = if kind.lies() { (frame.left, frame.right) } else { (frame.bottom, frame.top) };
    let scale = Scale::new(range, ends);
    grid(canvas, kind, &scale, frame);
    name_categories(canvas, kind, figures, frame);
    match kind {
        Kind::Line | Kind::Area => lines(canvas, kind, figures, &scale, frame),
        _ => boxes(canvas, kind, figures, &scale, frame),
    }
    let zero = scale.place(0.0);
    if kind.lies() {
        canvas.line((zero, frame.top), (zero, frame.bottom), INK, 1);
    } else {
        canvas.line((frame.left, zero), (frame.right, zero), INK, 1);
    }
}

/// Thin lines at round numbers.
fn grid(canvas: &mut Canvas, kind: Kind, scale: &Scale, frame: Frame) {
    for at in 0..=scale.steps {
        let number = scale.least + f64::from(at) * scale.step;
        let place = scale.place(number);
        if kind.lies() {
            canvas.line((place, frame.top), (place, frame.bottom), FAINT, 1);
            canvas.text(&spoken(number), (place, frame.bottom + 5), Face::PLAIN, INK, Align::Center);
        } else {
            canvas.line((frame.left, place), (frame.right, place), FAINT, 1);
            let top = place - Face::PLAIN.height() / 2;
            canvas.text(&spoken(number), (frame.left - 6, top), Face::PLAIN, INK, Align::Right);
        }
    }
}

/// The stretch of an axis that belongs to one category.
fn stretch(at: usize, count: usize, (start, end): (i32, i32)) -> (i32, i32) {
    let part = |at: usize| start + ((end - start) as f64 * at as f64 / count.max(1) as f64).round() as i32;
    (part(at), part(at + 1))
}

fn ends_of_categories(kind: Kind, frame: Frame) -> (i32, i32) {
    if kind.lies() { (frame.top, frame.bottom) } else { (frame.left, frame.right) }
}

/// The names of the categories: as many as have room, cut to it.
fn name_categories(canvas: &mut Canvas, kind: Kind, figures: &Figures, frame: Frame) {
    let count = figures.categories.len();
    let ends = ends_of_categories(kind, frame);
    let (from, to) = stretch(0, count, ends);
    let least = if kind.lies() { Face::PLAIN.height() } else { Face::PLAIN.width("mmmmmm") };
    let every = usize::try_from((least + (to - from).max(1) - 1) / (to - from).max(1)).unwrap_or(1).max(1);
    for (at, name) in figures.categories.iter().enumerate().step_by(every) {
        let (from, to) = stretch(at, count, ends);
        if kind.lies() {
            let name = Face::PLAIN.cut(name, frame.left - 20);
            let top = (from + to - Face::PLAIN.height()) / 2;
            canvas.text(&name, (frame.left - 6, top), Face::PLAIN, INK, Align::Right);
        } else {
            let room = (to - from) * i32::try_from(every).unwrap_or(1) - 4;
            let name = Face::PLAIN.cut(name, room);
            canvas.text(&name, ((from + to) / 2, frame.bottom + 5), Face::PLAIN, INK, Align::Center);
        }
    }
}

/// Columns or bars.
fn boxes(canvas: &mut Canvas, kind: Kind, figures: &Figures, scale: &Scale, frame: Frame) {
    let ends = ends_of_categories(kind, frame);
    let lanes = if kind.is_stacked() { 1 } else { figures.series.len() };
    for category in 0..figures.categories.len() {
        let (from, to) = stretch(category, figures.categories.len(), ends);
        let margin = (to - from) / 8;
        let (mut below, mut above) = (0.0, 0.0);
        for (at, (_, numbers)) in figures.series.iter().enumerate() {
            let Some(number) = numbers.get(category).copied().flatten() else { continue };
            let lane = if kind.is_stacked() { 0 } else { at };
            let (start, end) = stretch(lane, lanes, (from + margin, to - margin));
            let foot = match (kind.is_stacked(), number < 0.0) {
                (false, _) => 0.0,
                (true, true) => below,
                (true, false) => above,
            };
            *(if number < 0.0 { &mut below } else { &mut above }) += number;
            let (one, other) = (scale.place(foot), scale.place(foot + number));
            let (low, high) = (one.min(other), one.max(other));
            let thick = (end - start - 1).max(1);
            if kind.lies() {
                canvas.filled((low, start), (high - low, thick), color(at));
            } else {
                canvas.filled((start, low), (thick, high - low), color(at));
            }
        }
    }
}

/// What is between a line and zero, as two triangles; they meet where the line crosses zero, if it does.
fn under(from: (i32, i32), to: (i32, i32), zero: i32) -> [[(i32, i32); 3]; 2] {
    let (above, below) = (from.1 - zero, to.1 - zero);
    if above.signum() * below.signum() >= 0 {
        return [[from, to, (from.0, zero)], [to, (to.0, zero), (from.0, zero)]];
    }
    let crossing = (from.0 + (to.0 - from.0) * above / (above - below), zero);
    [[from, crossing, (from.0, zero)], [to, crossing, (to.0, zero)]]
}

/// Lines, with what is under them for areas; a missing figure is a gap.
fn lines(canvas: &mut Canvas, kind: Kind, figures: &Figures, scale: &Scale, frame: Frame) {
    let ends = ends_of_categories(kind, frame);
    let zero = scale.place(0.0);
    for (at, (_, numbers)) in figures.series.iter().enumerate() {
        let mut before: Option<(i32, i32)> = None;
        for (category, number) in numbers.iter().enumerate() {
            let (from, to) = stretch(category, figures.categories.len(), ends);
            let here = number.map(|number| ((from + to) / 2, scale.place(number)));
            if let Some(here) = here {
                if let Some(last) = before {
                    if kind == Kind::Area {
                        for corners in under(last, here, zero) {
                            canvas.triangle(corners, color(at));
                        }
                    }
                    canvas.line(last, here, color(at), 2);
                }
                canvas.filled((here.0 - 2, here.1 - 2), (5, 5), color(at));
            }
            before = here;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_has_round_numbers_around_the_figures() {
        for (range, expected) in
            [((0.0, 47.0), (0.0, 10.0, 5)), ((-3.0, 8.0), (-5.0, 5.0, 3)), ((0.0, 0.0), (0.0, 0.2, 1))]
        {
            let scale = Scale::new(range, (100, 0));
            assert_eq!((scale.least, scale.step, scale.steps), expected);
        }
        let scale = Scale::new((0.0, 50.0), (100, 0));
        assert_eq!((scale.place(0.0), scale.place(25.0), scale.place(50.0)), (100, 50, 0));
    }

    #[test]
    fn an_area_stays_between_its_line_and_zero() {
        let within = |(from, to): ((i32, i32), (i32, i32))| {
            under(from, to, 100).concat().iter().all(|(x, y)| {
                let line = from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0);
                (line.min(100)..=line.max(100)).contains(y)
            })
        };
        for ends in [((0, 60), (40, 20)), ((0, 60), (40, 140)), ((0, 140), (40, 60)), ((0, 100), (40, 140))] {
            assert!(within(ends), "{ends:?}");
        }
    }
}
