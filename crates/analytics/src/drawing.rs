//! Charts as pictures: columns, bars, lines, areas, pies, radars and gauges, drawn from the table of a saved chart.

mod axes;
mod round;

use afya_model::Refusal;
use afya_render::Drawing;
use afya_render::canvas::{Align, Canvas, Color, Face};
use serde_json::Value;

/// A kind of chart that can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Columns side by side.
    Column,
    /// Columns on top of each other.
    StackedColumn,
    /// Bars one below the other.
    Bar,
    /// Bars in a row.
    StackedBar,
    /// Lines from category to category.
    Line,
    /// Areas under lines.
    Area,
    /// Sectors of a circle.
    Pie,
    /// A net with an arm for each category.
    Radar,
    /// A dial with one number.
    Gauge,
}

impl Kind {
    /// The kind of DHIS2's word; nothing for what DHIS2 does not draw either.
    pub fn parse(word: &str) -> Option<Kind> {
        Some(match word {
            "COLUMN" => Kind::Column,
            "STACKED_COLUMN" => Kind::StackedColumn,
            "BAR" => Kind::Bar,
            "STACKED_BAR" => Kind::StackedBar,
            "LINE" => Kind::Line,
            "AREA" => Kind::Area,
            "PIE" => Kind::Pie,
            "RADAR" => Kind::Radar,
            "GAUGE" => Kind::Gauge,
            _ => return None,
        })
    }

    fn is_stacked(self) -> bool {
        matches!(self, Kind::StackedColumn | Kind::StackedBar)
    }

    fn lies(self) -> bool {
        matches!(self, Kind::Bar | Kind::StackedBar)
    }
}

/// What is drawn: the names of the categories, and a figure of each series for each category.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    title: String,
    subtitle: String,
    categories: Vec<String>,
    series: Vec<(String, Vec<Option<f64>>)>,
}

impl Figures {
    /// The figures of a table whose rows have the names of `sides` dimensions before them, four cells each.
    pub fn of_table(grid: &Value, sides: usize, title: &str) -> Figures {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let rows: Vec<Vec<Value>> = list(&grid["rows"]).iter().map(list).collect();
        let headers = list(&grid["headers"]);
        let text = |cell: Option<&Value>| cell.and_then(Value::as_str).unwrap_or_default().to_owned();
        let category = |row: &Vec<Value>| {
            let names: Vec<String> = (0..sides).map(|side| text(row.get(side * 4 + 1))).collect();
            names.join(" ")
        };
        let series = headers.iter().enumerate().skip(sides * 4).map(|(at, header)| {
            let figures = rows.iter().map(|row| text(row.get(at)).parse().ok()).collect();
            (text(header.get("column")), figures)
        });
        Figures {
            title: title.to_owned(),
            subtitle: text(grid.get("title")),
            series: series.collect(),
            categories: rows.iter().map(category).collect(),
        }
    }

    /// The shares of a pie: of the series where there is one category, else of the categories of the first series.
    fn slices(&self) -> Vec<(&str, f64)> {
        let share = |number: Option<&Option<f64>>| number.copied().flatten().unwrap_or_default().max(0.0);
        if self.categories.len() < 2 {
            return self
                .series
                .iter()
                .map(|(name, numbers)| (name.as_str(), share(numbers.first())))
                .collect();
        }
        let numbers = self.series.first().map(|(_, numbers)| numbers.as_slice()).unwrap_or_default();
        let named = self.categories.iter().enumerate();
        named.map(|(at, name)| (name.as_str(), share(numbers.get(at)))).collect()
    }

    /// The least and the greatest figure, zero among them; of stacks where series are stacked.
    fn range(&self, stacked: bool) -> (f64, f64) {
        let mut range = (0.0f64, 0.0f64);
        for at in 0..self.categories.len() {
            let numbers = self.series.iter().filter_map(|(_, figures)| *figures.get(at)?);
            let (mut below, mut above) = (0.0, 0.0);
            for number in numbers {
                if stacked {
                    *(if number < 0.0 { &mut below } else { &mut above }) += number;
                } else {
                    (below, above) = (f64::min(below, number), f64::max(above, number));
                }
            }
            range = (range.0.min(below), range.1.max(above));
        }
        range
    }
}

/// The colours of series, in turn.
const COLORS: [Color; 10] = [
    Color(0xa8, 0xbf, 0x24),
    Color(0x51, 0x8c, 0xc3),
    Color(0xd7, 0x45, 0x54),
    Color(0xff, 0x9e, 0x21),
    Color(0x96, 0x8f, 0x8f),
    Color(0xbb, 0xa3, 0x93),
    Color(0xff, 0xdb, 0x58),
    Color(0x4f, 0xbd, 0xae),
    Color(0xb7, 0x8c, 0xd9),
    Color(0x67, 0x67, 0x67),
];

const INK: Color = Color(0x33, 0x33, 0x33);
const WHITE: Color = Color(0xff, 0xff, 0xff);
const FAINT: Color = Color(0xdd, 0xdd, 0xdd);

fn color(at: usize) -> Color {
    COLORS[at % COLORS.len()]
}

/// A part of the picture.
#[derive(Clone, Copy, Debug)]
struct Frame {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Frame {
    fn width(self) -> i32 {
        (self.right - self.left).max(1)
    }

    fn height(self) -> i32 {
        (self.bottom - self.top).max(1)
    }
}

/// A chart as PNG, of a width and a height in pixels.
///
/// # Errors
/// 500 when it cannot be drawn.
pub fn png(kind: Kind, figures: &Figures, size: (u32, u32)) -> Result<Vec<u8>, Refusal> {
    Drawing::own(&svg(kind, figures, size))?.png()
}

/// A chart as PDF, of a width and a height in pixels.
///
/// # Errors
/// 500 when it cannot be drawn.
pub fn pdf(kind: Kind, figures: &Figures, size: (u32, u32)) -> Result<Vec<u8>, Refusal> {
    afya_render::pdf([Drawing::own(&svg(kind, figures, size))])
}

/// A chart as SVG, of a width and a height in pixels.
pub fn svg(kind: Kind, figures: &Figures, (width, height): (u32, u32)) -> String {
    let mut canvas = Canvas::new(width, height);
    let (wide, high) = canvas.size();
    let mut frame = Frame { left: 12, top: 10, right: wide - 12, bottom: high - 10 };
    for (words, face) in [(&figures.title, Face::TITLE), (&figures.subtitle, Face::PLAIN)] {
        if !words.is_empty() {
            let fitting = face.cut(words, frame.width());
            canvas.text(&fitting, (wide / 2, frame.top), face, INK, Align::Center);
            frame.top += face.height() + 6;
        }
    }
    let names: Vec<&str> = match kind {
        Kind::Pie => figures.slices().into_iter().map(|(name, _)| name).collect(),
        Kind::Gauge => Vec::new(),
        _ => figures.series.iter().map(|(name, _)| name.as_str()).collect(),
    };
    legend(&mut canvas, &names, &mut frame);
    match kind {
        Kind::Pie => round::pie(&mut canvas, figures, frame),
        Kind::Radar => round::radar(&mut canvas, figures, frame),
        Kind::Gauge => round::gauge(&mut canvas, figures, frame),
        _ => axes::draw(&mut canvas, kind, figures, frame),
    }
    canvas.finish()
}

/// The names of the colours at the foot of the picture, in as many lines as they need.
fn legend(canvas: &mut Canvas, names: &[&str], frame: &mut Frame) {
    const MARK: i32 = 12;
    let mut lines: Vec<Vec<(usize, String, i32)>> = vec![Vec::new()];
    let mut taken = 0;
    for (at, name) in names.iter().enumerate() {
        let fitting = Face::PLAIN.cut(name, frame.width() / 2);
        let wide = MARK + 6 + Face::PLAIN.width(&fitting) + 16;
        if taken + wide > frame.width() && taken > 0 {
            lines.push(Vec::new());
            taken = 0;
        }
        taken += wide;
        if let Some(line) = lines.last_mut() {
            line.push((at, fitting, wide));
        }
    }
    // Never more than a third of the picture.
    let step = Face::PLAIN.height() + 5;
    let most = usize::try_from(frame.height() / 3 / step).unwrap_or_default();
    lines.truncate(most);
    lines.retain(|line| !line.is_empty());
    let mut top = frame.bottom - i32::try_from(lines.len()).unwrap_or_default() * step;
    frame.bottom = top - 6;
    for line in lines {
        let whole: i32 = line.iter().map(|(_, _, wide)| wide).sum();
        let mut left = frame.left + (frame.width() - whole) / 2;
        for (at, name, wide) in line {
            canvas.filled((left, top + 1), (MARK, MARK), color(at));
            canvas.text(&name, (left + MARK + 6, top), Face::PLAIN, INK, Align::Left);
            left += wide;
        }
        top += step;
    }
}

/// A number as people write it: no decimals that say nothing, thousands apart.
pub(crate) fn spoken(number: f64) -> String {
    let rounded = (number * 100.0).round() / 100.0;
    let plain = rounded.abs().to_string();
    let (whole, decimals) = plain.split_once('.').map_or((plain.as_str(), ""), |parts| parts);
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    let sign = if rounded < 0.0 { "-" } else { "" };
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{out}{point}{decimals}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn figures() -> Figures {
        let grid = json!({
            "title": "Country", "headers": [{}, {}, {}, {}, { "column": "Boys" }, { "column": "Girls" }],
            "rows": [["1", "January", "", "", "3", "4"], ["2", "February", "", "", "", "-5.5"]],
        });
        Figures::of_table(&grid, 1, "Cases")
    }

    #[test]
    fn figures_are_read_from_a_table() {
        let read = figures();
        assert_eq!(read.categories, ["January", "February"]);
        assert_eq!(read.series[1], ("Girls".to_owned(), vec![Some(4.0), Some(-5.5)]));
        assert_eq!((read.range(false), read.range(true)), ((-5.5, 4.0), (-5.5, 7.0)));
        assert_eq!(read.slices(), [("January", 3.0), ("February", 0.0)]);
        let one = Figures { categories: vec![String::new()], ..read };
        assert_eq!(one.slices(), [("Boys", 3.0), ("Girls", 4.0)]);
    }

    #[test]
    fn every_kind_becomes_a_picture_of_the_size_asked_for() {
        for word in
            ["COLUMN", "STACKED_COLUMN", "BAR", "STACKED_BAR", "LINE", "AREA", "PIE", "RADAR", "GAUGE"]
        {
            for figures in [figures(), Figures::default()] {
                let bytes = png(Kind::parse(word).expect("a kind"), &figures, (320, 200)).expect("a chart");
                let picture = image::load_from_memory(&bytes).expect("a picture").to_rgb8();
                assert_eq!(picture.dimensions(), (320, 200), "{word}");
                let colored = picture.pixels().any(|pixel| pixel.0 == [0xa8, 0xbf, 0x24]);
                assert_eq!(colored, !figures.series.is_empty(), "{word}");
                let text = svg(Kind::parse(word).expect("a kind"), &figures, (320, 200));
                assert_eq!(text.contains("#a8bf24"), !figures.series.is_empty(), "{word}");
                assert!(text.contains("viewBox=\"0 0 320 200\""), "{word}");
            }
        }
        assert_eq!(Kind::parse("PIVOT_TABLE"), None);
    }

    #[test]
    fn names_are_text_in_a_picture_of_shapes() {
        let figures = Figures { title: "Visits <i> & عيادة".to_owned(), ..figures() };
        let text = svg(Kind::Pie, &figures, (320, 200));
        assert!(text.contains("Visits &lt;i&gt; &amp; عيادة</text>"), "{text}");
        // All of it is January's.
        assert!(text.contains("<circle"), "{text}");
    }

    #[test]
    fn numbers_are_written_for_people() {
        for (number, expected) in [(1_234_567.0, "1 234 567"), (-0.125, "-0.13"), (0.0, "0"), (12.5, "12.5")]
        {
            assert_eq!(spoken(number), expected);
        }
    }
}
