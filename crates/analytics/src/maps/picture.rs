//! The picture of a map: a title, a legend, and a map for each period that has one of its own.

use std::collections::HashMap;

use afya_model::{Language, Refusal};
use afya_render::Drawing;
use afya_render::canvas::{Align, Canvas, Color, Face, Paint};

use super::classes::{self, Class};
use super::layers::{Form, Kind, Labels};
use super::words::Words;
use super::{Place, Shown, legend};
use crate::drawing::spoken;

const INK: Color = Color(0x33, 0x33, 0x33);
const EDGE: Color = Color(0x55, 0x55, 0x55);
const FAINT: Color = Color(0xb0, 0xb0, 0xb0);
const GROUND: Color = Color(0xf4, 0xf6, 0xf8);
const WHITE: Color = Color(0xff, 0xff, 0xff);
/// The radius of a unit that is a point.
pub(super) const POINT: f64 = 5.0;
/// The radius of the earth in the web's projection, in metres.
const EARTH: f64 = 6_378_137.0;
/// The colours of groups that were saved without one, in turn.
const GROUPS: [Color; 8] = [
    Color(0x1f, 0x77, 0xb4),
    Color(0xff, 0x7f, 0x0e),
    Color(0x2c, 0xa0, 0x2c),
    Color(0xd6, 0x27, 0x28),
    Color(0x94, 0x67, 0xbd),
    Color(0x8c, 0x56, 0x4b),
    Color(0xe3, 0x77, 0xc2),
    Color(0x17, 0xbe, 0xcf),
];

/// A map that is ready to be drawn, without a database.
#[derive(Debug)]
pub struct Picture {
    pub(super) title: String,
    pub(super) shown: Vec<Shown>,
    pub(super) shapes: HashMap<String, Shape>,
    /// The names of layers that are not drawn.
    pub(super) left_out: Vec<String>,
    pub(super) sheet: Sheet,
    pub(super) frame: Frame,
    pub(super) words: &'static Words,
}

/// A unit in pixels from the corner of its map.
#[derive(Debug)]
pub(super) struct Shape {
    /// In the words of SVG; nothing for points.
    pub(super) outline: Option<String>,
    /// A point within it.
    pub(super) middle: (f64, f64),
    pub(super) level: i32,
}

/// How a picture is divided.
#[derive(Debug)]
pub(super) struct Sheet {
    size: (u32, u32),
    /// The pixels of the legend; none where there is no room.
    legend: i32,
    /// Where the maps begin.
    top: i32,
    columns: i32,
    /// The pixels of a map.
    pub(super) panel: (i32, i32),
    /// The pixels of the name above a map.
    caption: i32,
}

impl Sheet {
    pub(super) fn new(size: (u32, u32), panels: usize, has_legend: bool) -> Sheet {
        let whole = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
        let (width, height) = (whole(size.0), whole(size.1));
        let legend = if has_legend && width >= 360 { (width / 4).clamp(110, 240) } else { 0 };
        let top = if height >= 120 { 48 } else { 0 };
        let (wide, high) = (width - legend - 12, height - top - 6);
        let panels = i32::try_from(panels.max(1)).unwrap_or(i32::MAX);
        let caption = if panels > 1 { 20 } else { 0 };
        let panel = |columns: i32| {
            let rows = (panels + columns - 1) / columns;
            ((wide / columns - 4).max(1), (high / rows - caption - 4).max(1))
        };
        let columns = (1..=panels.min(60)).max_by_key(|columns| {
            let (wide, high) = panel(*columns);
            wide.min(high)
        });
        let columns = columns.unwrap_or(1);
        Sheet { size, legend, top, columns, panel: panel(columns), caption }
    }

    /// Where a map lies.
    fn place(&self, at: usize) -> (i32, i32) {
        let at = i32::try_from(at).unwrap_or(i32::MAX);
        let (column, row) = (at % self.columns, at / self.columns);
        (6 + column * (self.panel.0 + 4), self.top + self.caption + row * (self.panel.1 + self.caption + 4))
    }
}

/// What part of the world a map shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    left: f64,
    top: f64,
    /// Pixels for a metre of the web's projection.
    pub(super) scale: f64,
}

impl Frame {
    /// A box around everything, with some room, in the middle of a map.
    pub(super) fn new([left, top, right, bottom]: [f64; 4], (wide, high): (i32, i32)) -> Frame {
        const ROOM: f64 = 14.0;
        /// A single point is shown with what lies this near, in metres.
        const LEAST: f64 = 20_000.0;
        let (across, down) = ((right - left).max(LEAST), (top - bottom).max(LEAST));
        let (wide, high) = (f64::from(wide), f64::from(high));
        let scale = ((wide - 2.0 * ROOM).max(1.0) / across).min((high - 2.0 * ROOM).max(1.0) / down);
        let middle = ((left + right) / 2.0, (top + bottom) / 2.0);
        Frame { left: middle.0 - wide / 2.0 / scale, top: middle.1 + high / 2.0 / scale, scale }
    }

    /// The corner in metres.
    pub(super) fn corner(self) -> (f64, f64) {
        (self.left, self.top)
    }

    /// The pixels of metres on the ground: the projection stretches what lies far from the equator.
    fn pixels(self, metres: f64, y: f64) -> f64 {
        metres * self.scale * ((self.top - y / self.scale) / EARTH).cosh()
    }
}

impl Picture {
    /// With a legend in a language.
    #[must_use]
    pub fn in_language(self, language: Language) -> Picture {
        Picture { words: Words::of(language), ..self }
    }

    /// The map as PNG.
    ///
    /// # Errors
    /// 500 when it cannot be drawn.
    pub fn png(&self) -> Result<Vec<u8>, Refusal> {
        Drawing::own(&self.svg())?.png()
    }

    /// The map as PDF.
    ///
    /// # Errors
    /// 500 when it cannot be drawn.
    pub fn pdf(&self) -> Result<Vec<u8>, Refusal> {
        afya_render::pdf([Drawing::own(&self.svg())])
    }

    /// The map as SVG.
    pub fn svg(&self) -> String {
        let sheet = &self.sheet;
        let mut canvas = Canvas::new(sheet.size.0, sheet.size.1);
        let (width, height) = canvas.size();
        if sheet.top > 0 {
            let title = Face::TITLE.cut(&self.title, width - 16);
            canvas.text(&title, (width / 2, 7), Face::TITLE, INK, Align::Center);
            let what = Face::PLAIN.cut(&self.subtitle(), width - 16);
            canvas.text(&what, (width / 2, 28), Face::PLAIN, INK, Align::Center);
        }
        let classes: Vec<Vec<Class>> = self.shown.iter().map(Shown::classes).collect();
        let periods = self.shown.iter().map(|shown| &shown.periods).max_by_key(|periods| periods.len());
        let one = [(String::new(), String::new())];
        for (at, (_, name)) in periods.map_or(&one[..], |periods| periods.as_slice()).iter().enumerate() {
            let (left, top) = sheet.place(at);
            if sheet.caption > 0 {
                let name = Face::PLAIN.cut(name, sheet.panel.0);
                let middle = (left + sheet.panel.0 / 2, top - sheet.caption + 2);
                canvas.text(&name, middle, Face::PLAIN, INK, Align::Center);
            }
            canvas.enter(at, (left, top), sheet.panel);
            canvas.filled((0, 0), sheet.panel, GROUND);
            self.map(&mut canvas, at, &classes);
            canvas.leave();
        }
        if sheet.legend > 0 {
            let frame = (width - sheet.legend, sheet.top, sheet.legend - 10, height - 8);
            legend::draw(&mut canvas, frame, &self.shown, &classes, &self.left_out, self.words);
        }
        canvas.finish()
    }

    fn subtitle(&self) -> String {
        let said = self.shown.iter().filter(|shown| matches!(shown.layer.kind, Kind::Thematic(_)));
        let said = said.map(|shown| match shown.bounds.as_str() {
            "" => shown.data.clone(),
            bounds => format!("{} · {bounds}", shown.data),
        });
        said.collect::<Vec<_>>().join(" · ")
    }

    /// The layers of one map, the lowest first.
    fn map(&self, canvas: &mut Canvas, at: usize, classes: &[Vec<Class>]) {
        let mut taken = Vec::new();
        for (shown, classes) in self.shown.iter().zip(classes) {
            // A layer with one map stands in each of them.
            let Some((period, _)) = shown.periods.get(at).or_else(|| shown.periods.last()) else { continue };
            let mut drawn: Vec<(&Place, &Shape)> =
                shown.places.iter().filter_map(|place| Some((place, self.shapes.get(&place.uid)?))).collect();
            // What is large lies below what lies within it.
            drawn.sort_by_key(|(_, shape)| shape.level);
            let figure = |place: &Place| shown.figures.get(&(place.uid.clone(), period.clone())).copied();
            match shown.layer.kind {
                Kind::Thematic(Form::Choropleth) => areas(canvas, shown, &drawn, classes, &figure),
                Kind::Thematic(Form::Bubble) => bubbles(canvas, shown, &drawn, classes, &figure),
                Kind::Facilities => self.facilities(canvas, shown, &drawn),
                Kind::Units => outlines(canvas, shown, &drawn),
                Kind::Undrawn => {}
            }
            if let Some(look) = &shown.layer.labels {
                labels(canvas, look, &drawn, &figure, &mut taken);
            }
        }
    }

    fn facilities(&self, canvas: &mut Canvas, shown: &Shown, drawn: &[(&Place, &Shape)]) {
        for (_, shape) in drawn {
            if let Some(metres) = shown.layer.area_radius {
                let radius = self.frame.pixels(metres, shape.middle.1);
                let paint = Paint { fill: Some(GROUPS[0]), stroke: Some((GROUPS[0], 0.5)), opacity: 0.12 };
                canvas.circle(shape.middle, radius, paint);
            }
        }
        for (place, shape) in drawn {
            if shape.outline.is_some() {
                unit(canvas, shape, Paint { fill: None, stroke: Some((EDGE, 0.7)), opacity: 1.0 }, POINT);
            }
            let fill = Some(shown.color_of(place.group));
            canvas.circle(
                shape.middle,
                POINT,
                Paint { fill, stroke: Some((WHITE, 1.0)), opacity: shown.layer.opacity },
            );
        }
    }
}

impl Shown {
    /// The classes of its figures.
    pub(super) fn classes(&self) -> Vec<Class> {
        if !matches!(self.layer.kind, Kind::Thematic(_)) || !self.layer.legend.is_empty() {
            return self.layer.legend.clone();
        }
        let shown = |(_, period): &(String, String)| self.periods.iter().any(|(shown, _)| shown == period);
        let figures = self.figures.iter().filter(|(place, _)| shown(place)).map(|(_, figure)| *figure);
        classes::over(&figures.collect::<Vec<_>>(), self.layer.method, &self.layer.colors)
    }

    /// The colour of a group of facilities, or of those that are in none.
    pub(super) fn color_of(&self, group: Option<usize>) -> Color {
        let usual = self.layer.color.unwrap_or(INK);
        group.map_or(usual, |at| {
            let saved = self.layer.groups.get(at).and_then(|group| group.color);
            saved.unwrap_or(GROUPS[at % GROUPS.len()])
        })
    }
}

/// A unit as it lies: its outline, or a circle.
fn unit(canvas: &mut Canvas, shape: &Shape, paint: Paint, radius: f64) {
    match &shape.outline {
        Some(outline) => canvas.outline(outline, paint),
        None => canvas.circle(shape.middle, radius, paint),
    }
}

/// Units painted by their figures.
fn areas(
    canvas: &mut Canvas,
    shown: &Shown,
    drawn: &[(&Place, &Shape)],
    classes: &[Class],
    figure: &dyn Fn(&Place) -> Option<f64>,
) {
    for (place, shape) in drawn {
        let class = figure(place).map(|figure| classes::class_of(figure, classes));
        let fill = match class {
            Some(class) => class.and_then(|at| classes.get(at)).map(|class| class.color),
            None => shown.layer.no_data,
        };
        unit(canvas, shape, Paint { fill, stroke: Some((EDGE, 0.7)), opacity: shown.layer.opacity }, POINT);
    }
}

/// Outlines, the thicker the higher the level.
fn outlines(canvas: &mut Canvas, shown: &Shown, drawn: &[(&Place, &Shape)]) {
    let highest = drawn.first().map_or(1, |(_, shape)| shape.level);
    let color = shown.layer.color.unwrap_or(INK);
    for (_, shape) in drawn {
        let below = u8::try_from(shape.level - highest).unwrap_or(u8::MAX);
        let width = (2.4 - 0.8 * f32::from(below)).max(0.7);
        let fill = shape.outline.is_none().then_some(color);
        unit(
            canvas,
            shape,
            Paint { fill, stroke: Some((color, width)), opacity: shown.layer.opacity },
            POINT,
        );
    }
}

fn bubbles(
    canvas: &mut Canvas,
    shown: &Shown,
    drawn: &[(&Place, &Shape)],
    classes: &[Class],
    figure: &dyn Fn(&Place) -> Option<f64>,
) {
    for (_, shape) in drawn.iter().filter(|(_, shape)| shape.outline.is_some()) {
        unit(canvas, shape, Paint { fill: None, stroke: Some((FAINT, 0.8)), opacity: 1.0 }, POINT);
    }
    let (least, most) = shown
        .figures
        .values()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), one| (least.min(*one), most.max(*one)));
    let (low, high) = shown.layer.radii;
    let radius = |figure: f64| {
        if most > least { low + (high - low) * (figure - least) / (most - least) } else { high }
    };
    let mut bubbles: Vec<(f64, f64, &Shape)> = drawn
        .iter()
        .filter_map(|(place, shape)| figure(place).map(|figure| (radius(figure), figure, *shape)))
        .collect();
    // Small ones stay to be seen.
    bubbles.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (radius, figure, shape) in bubbles {
        let fill = classes::class_of(figure, classes).and_then(|at| classes.get(at)).map(|class| class.color);
        canvas.circle(
            shape.middle,
            radius,
            Paint { fill, stroke: Some((EDGE, 0.7)), opacity: shown.layer.opacity },
        );
    }
    let Some(color) = shown.layer.no_data else { return };
    for (_, shape) in drawn.iter().filter(|(place, _)| figure(place).is_none()) {
        canvas.circle(
            shape.middle,
            low,
            Paint { fill: Some(color), stroke: Some((EDGE, 0.7)), opacity: shown.layer.opacity },
        );
    }
}

/// Names and figures, as many as stand apart from each other.
fn labels(
    canvas: &mut Canvas,
    look: &Labels,
    drawn: &[(&Place, &Shape)],
    figure: &dyn Fn(&Place) -> Option<f64>,
    taken: &mut Vec<[i32; 4]>,
) {
    let face = Face { size: look.size, is_bold: false };
    for (place, shape) in drawn {
        let value = figure(place).map(spoken).unwrap_or_default();
        let words = look.template.replace("{name}", &place.name).replace("{value}", &value);
        let words = words.trim().trim_end_matches(':');
        let (wide, high) = (face.width(words), face.height());
        // Beside a point, on an area.
        let down = if shape.outline.is_some() { -high / 2 } else { POINT as i32 + 1 };
        let (x, y) = (shape.middle.0.round() as i32, shape.middle.1.round() as i32 + down);
        let own = [x - wide / 2, y, x + wide / 2, y + high];
        let meets = |other: &[i32; 4]| {
            own[0] < other[2] && other[0] < own[2] && own[1] < other[3] && other[1] < own[3]
        };
        if words.is_empty() || taken.iter().any(meets) {
            continue;
        }
        taken.push(own);
        canvas.label(words, (x, y), face, look.color);
    }
}
