//! Charts around a centre: pies, radars and gauges.

use std::f64::consts::TAU;

use afya_render::canvas::{Align, Canvas, Face};

use super::{FAINT, Figures, Frame, INK, WHITE, color, spoken};

fn center(frame: Frame) -> ((i32, i32), i32) {
    let middle = (frame.left + frame.width() / 2, frame.top + frame.height() / 2);
    (middle, frame.width().min(frame.height()) / 2)
}

/// Shares of a circle.
pub(super) fn pie(canvas: &mut Canvas, figures: &Figures, frame: Frame) {
    let (middle, radius) = center(frame);
    let slices = figures.slices();
    let whole: f64 = slices.iter().map(|(_, share)| share).sum();
    if whole <= 0.0 {
        return;
    }
    let mut start = -90.0;
    for (at, (_, share)) in slices.iter().enumerate() {
        let sweep = share / whole * 360.0;
        canvas.sector(middle, radius, (start as f32, sweep as f32), color(at));
        start += sweep;
    }
}

/// A net: an arm for each category, a ring of lines for each series.
pub(super) fn radar(canvas: &mut Canvas, figures: &Figures, frame: Frame) {
    let (middle, half) = center(frame);
    let radius = (half - Face::PLAIN.height() * 2).max(1);
    let count = figures.categories.len();
    let greatest = figures.range(false).1;
    let point = |at: usize, share: f64| {
        let angle = TAU * (at as f64 / count.max(1) as f64 - 0.25);
        let away = |of: f64| (of * share * f64::from(radius)).round() as i32;
        (middle.0 + away(angle.cos()), middle.1 + away(angle.sin()))
    };
    for (at, name) in figures.categories.iter().enumerate() {
        canvas.line(middle, point(at, 1.0), FAINT, 1);
        for ring in 1..=4 {
            let share = f64::from(ring) / 4.0;
            canvas.line(point(at, share), point((at + 1) % count, share), FAINT, 1);
        }
        let (x, y) = point(at, 1.12);
        let name = Face::PLAIN.cut(name, frame.width() / 3);
        canvas.text(&name, (x, y - Face::PLAIN.height() / 2), Face::PLAIN, INK, Align::Center);
    }
    if greatest <= 0.0 {
        return;
    }
    for (series, (_, numbers)) in figures.series.iter().enumerate() {
        let share = |at: usize| {
            let number = numbers.get(at).copied().flatten().unwrap_or_default();
            (number / greatest).max(0.0)
        };
        for at in 0..count {
            let next = (at + 1) % count;
            canvas.line(point(at, share(at)), point(next, share(next)), color(series), 2);
        }
    }
}

/// Half a dial, up to a hundred or to the next round number, with the first figure on it.
pub(super) fn gauge(canvas: &mut Canvas, figures: &Figures, frame: Frame) {
    let Some(number) = figures.series.first().and_then(|(_, numbers)| numbers.first().copied().flatten())
    else {
        return;
    };
    let radius = (frame.width() / 2).min(frame.height() - Face::LARGE.height() - 12).max(1);
    let middle = (frame.left + frame.width() / 2, frame.top + (frame.height() + radius) / 2 - 10);
    let greatest = if number <= 100.0 { 100.0 } else { 10f64.powf(number.log10().ceil()) };
    let share = (number / greatest).clamp(0.0, 1.0) as f32;
    canvas.sector(middle, radius, (180.0, 180.0), FAINT);
    canvas.sector(middle, radius, (180.0, 180.0 * share), color(0));
    canvas.sector(middle, radius * 3 / 5, (0.0, 360.0), WHITE);
    let top = middle.1 - Face::LARGE.height();
    canvas.text(&spoken(number), (middle.0, top), Face::LARGE, INK, Align::Center);
    for (words, side) in [(String::from("0"), -1), (spoken(greatest), 1)] {
        let place = (middle.0 + side * radius * 4 / 5, middle.1 + 4);
        canvas.text(&words, place, Face::PLAIN, INK, Align::Center);
    }
}
