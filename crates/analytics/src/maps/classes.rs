//! Classes of figures and their colours.

use afya_render::canvas::Color;
use serde_json::Value;

/// Figures that are painted alike.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Class {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) color: Color,
    pub(crate) name: String,
}

/// How figures become classes (`method` of a map view).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Classes are equally wide.
    EqualIntervals,
    /// Classes hold equally many units.
    EqualCounts,
    /// All figures have one colour.
    SingleColor,
}

impl Method {
    /// The method of DHIS2's number.
    pub(crate) fn of(number: i64) -> Method {
        match number {
            3 => Method::EqualCounts,
            10 => Method::SingleColor,
            _ => Method::EqualIntervals,
        }
    }
}

/// DHIS2's colours of a layer that was saved without any, from light to dark.
pub(crate) const USUAL: [Color; 5] = [
    Color(0xff, 0xff, 0xd4),
    Color(0xfe, 0xd9, 0x8e),
    Color(0xfe, 0x99, 0x29),
    Color(0xd9, 0x5f, 0x0e),
    Color(0x99, 0x34, 0x04),
];

/// The classes of a legend set, from low to high.
pub(crate) fn of_legends(legends: &Value) -> Vec<Class> {
    let class = |legend: &Value| {
        Some(Class {
            from: legend["startValue"].as_f64()?,
            to: legend["endValue"].as_f64()?,
            color: Color::parse(legend["color"].as_str()?)?,
            name: legend["name"].as_str().unwrap_or_default().to_owned(),
        })
    };
    let mut classes: Vec<Class> = legends.as_array().into_iter().flatten().filter_map(class).collect();
    classes.sort_by(|one, other| one.from.total_cmp(&other.from));
    classes
}

/// So many colours out of a scale, the first and the last of it among them.
pub(crate) fn stretched(scale: &[Color], count: usize) -> Vec<Color> {
    let Some(last) = scale.len().checked_sub(1) else { return Vec::new() };
    let at = |place: usize| {
        let along = if count < 2 { last as f64 } else { place as f64 * last as f64 / (count - 1) as f64 };
        let (one, other) = (scale[along.floor() as usize], scale[along.ceil() as usize]);
        let mix = |one: u8, other: u8| {
            (f64::from(one) + (f64::from(other) - f64::from(one)) * along.fract()).round() as u8
        };
        Color(mix(one.0, other.0), mix(one.1, other.1), mix(one.2, other.2))
    };
    (0..count).map(at).collect()
}

/// Classes over what figures there are, one for each colour.
pub(crate) fn over(figures: &[f64], method: Method, colors: &[Color]) -> Vec<Class> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (Some(&least), Some(&most), Some(&dark)) = (sorted.first(), sorted.last(), colors.last()) else {
        return Vec::new();
    };
    if least == most || method == Method::SingleColor {
        return vec![Class { from: least, to: most, color: dark, name: String::new() }];
    }
    let count = colors.len();
    let edge = |at: usize| match method {
        _ if at == count => most,
        Method::EqualCounts => sorted[at * sorted.len() / count],
        _ => least + at as f64 * (most - least) / count as f64,
    };
    let classes = colors.iter().enumerate().map(|(at, color)| Class {
        from: edge(at),
        to: edge(at + 1),
        color: *color,
        name: String::new(),
    });
    // Where many figures are equal, a class can be empty.
    classes
        .enumerate()
        .filter(|(at, class)| class.from < class.to || at + 1 == count)
        .map(|(_, class)| class)
        .collect()
}

/// The class of a figure: its end belongs to the next one, but for the last.
pub(crate) fn class_of(figure: f64, classes: &[Class]) -> Option<usize> {
    let within = |class: &Class| figure >= class.from && figure < class.to;
    classes
        .iter()
        .position(within)
        .or_else(|| classes.iter().position(|class| figure >= class.from && figure <= class.to))
}
