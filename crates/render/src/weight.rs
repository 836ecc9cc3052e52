//! How much work a drawing is, and how much memory it takes at once, reckoned before anything is painted.

use afya_model::Refusal;
use resvg::tiny_skia::{PathSegment, Rect, Transform};
use resvg::usvg::{ClipPath, Group, Mask, Node, Paint, Path, Pattern, Tree};

use crate::MOST_PIXELS;

/// The most pixels that are painted, over each other as often as it be.
const MOST_PAINTED: f64 = 2e9;
/// The most pixels that are held at once besides the picture.
const MOST_HELD: f64 = 100e6;
/// The most shapes, those of patterns and masks each time they are used.
const MOST_SHAPES: usize = 200_000;
/// The most dashes of all lines.
const MOST_DASHES: f64 = 500_000.0;
/// The longest side of a picture or of the tile of a pattern, in pixels.
const LONGEST_SIDE: f32 = 14_000.0;

/// # Errors
/// 409 for a drawing that is too large or too much work.
pub(crate) fn check(tree: &Tree) -> Result<(), Refusal> {
    let (width, height) = (tree.size().width(), tree.size().height());
    if width.max(height) > LONGEST_SIDE || width * height > MOST_PIXELS {
        let sentence = format!(
            "The SVG is {width} by {height} pixels; give it a `width` and a `height` of at most {MOST_PIXELS} pixels together"
        );
        return Err(Refusal::conflict(sentence));
    }
    let mut weight = Weight::default();
    let surface = Rect::from_xywh(0.0, 0.0, width, height).ok_or_else(too_much)?;
    weight.group(tree.root(), Transform::identity(), surface, 0.0)
}

fn too_much() -> Refusal {
    Refusal::conflict("The SVG takes too much work to draw; send a simpler one")
}

/// Whether a number is more than another, or none.
fn is_beyond(number: f64, most: f64) -> bool {
    !number.is_finite() || number > most
}

#[derive(Default)]
struct Weight {
    painted: f64,
    shapes: usize,
    dashes: f64,
}

/// The pixels of a box on a surface.
fn area(of: Rect, transform: Transform, surface: Rect) -> f64 {
    let Some(of) = of.transform(transform) else { return pixels(surface) };
    let wide = of.right().min(surface.right()) - of.left().max(surface.left());
    let high = of.bottom().min(surface.bottom()) - of.top().max(surface.top());
    if wide < 0.0 || high < 0.0 { 0.0 } else { f64::from(wide.max(1.0)) * f64::from(high.max(1.0)) }
}

fn pixels(surface: Rect) -> f64 {
    f64::from(surface.width()) * f64::from(surface.height())
}

impl Weight {
    fn paint(&mut self, pixels: f64) -> Result<(), Refusal> {
        self.shapes += 1;
        self.painted += pixels;
        if self.shapes > MOST_SHAPES || is_beyond(self.painted, MOST_PAINTED) {
            Err(too_much())
        } else {
            Ok(())
        }
    }

    fn group(
        &mut self,
        group: &Group,
        before: Transform,
        surface: Rect,
        mut held: f64,
    ) -> Result<(), Refusal> {
        if !group.filters().is_empty() {
            return Err(Refusal::conflict("The SVG has filters, which are not drawn; send one without"));
        }
        let transform = before.pre_concat(group.transform());
        if group.should_isolate() {
            // A layer may reach twice the surface beyond each of its sides.
            let (wide, high) = (surface.width(), surface.height());
            let around = Rect::from_ltrb(-2.0 * wide, -2.0 * high, 3.0 * wide, 3.0 * high);
            let layer = area(group.layer_bounding_box().to_rect(), transform, around.ok_or_else(too_much)?);
            let copies = 1.0
                + 2.0 * f64::from(u8::from(group.clip_path().is_some()) + u8::from(group.mask().is_some()));
            held += layer * copies;
            if is_beyond(held, MOST_HELD) {
                return Err(too_much());
            }
            self.paint(layer * copies * 2.0)?;
            let covered = around.ok_or_else(too_much)?;
            if let Some(clip) = group.clip_path() {
                self.clip(clip, transform, covered, (layer, held))?;
            }
            if let Some(mask) = group.mask() {
                self.mask(mask, transform, covered, (layer, held))?;
            }
        }
        for node in group.children() {
            self.node(node, transform, surface, held)?;
        }
        Ok(())
    }

    fn node(&mut self, node: &Node, transform: Transform, surface: Rect, held: f64) -> Result<(), Refusal> {
        match node {
            Node::Group(group) => self.group(group, transform, surface, held),
            Node::Path(path) => self.path(path, transform, surface, held),
            Node::Text(text) => self.group(text.flattened(), transform, surface, held),
            Node::Image(image) => {
                let size = image.size();
                let own = f64::from(size.width()) * f64::from(size.height());
                self.paint(own + area(image.bounding_box(), transform, surface))
            }
        }
    }

    fn path(&mut self, path: &Path, transform: Transform, surface: Rect, held: f64) -> Result<(), Refusal> {
        let mut paints = Vec::new();
        if let Some(fill) = path.fill() {
            self.paint(area(path.bounding_box(), transform, surface))?;
            paints.push(fill.paint());
        }
        if let Some(stroke) = path.stroke() {
            self.paint(area(path.stroke_bounding_box(), transform, surface))?;
            paints.push(stroke.paint());
            if let Some(dashes) = stroke.dasharray() {
                let turn: f32 = dashes.iter().sum();
                let each = f64::from(turn) / dashes.len().max(1) as f64;
                self.dashes += length(path) / each.max(f64::MIN_POSITIVE);
                if is_beyond(self.dashes, MOST_DASHES) {
                    return Err(too_much());
                }
            }
        }
        // A line of many points takes work however small it is.
        self.painted += path.data().len() as f64 * 8.0;
        for paint in paints {
            if let Paint::Pattern(pattern) = paint {
                self.pattern(pattern, transform, held)?;
            }
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &Pattern, transform: Transform, held: f64) -> Result<(), Refusal> {
        let (wide, high) = transform.pre_concat(pattern.transform()).get_scale();
        let (width, height) = (pattern.rect().width() * wide, pattern.rect().height() * high);
        if is_beyond(f64::from(width.max(height)), f64::from(LONGEST_SIDE)) {
            return Err(too_much());
        }
        let tile = f64::from(width) * f64::from(height);
        let held = held + tile;
        if is_beyond(held, MOST_HELD) {
            return Err(too_much());
        }
        self.paint(tile)?;
        let surface = Rect::from_xywh(0.0, 0.0, width.max(1.0), height.max(1.0)).ok_or_else(too_much)?;
        self.group(pattern.root(), Transform::from_scale(wide, high), surface, held)
    }

    fn clip(
        &mut self,
        clip: &ClipPath,
        transform: Transform,
        surface: Rect,
        (layer, held): (f64, f64),
    ) -> Result<(), Refusal> {
        self.paint(layer)?;
        self.group(clip.root(), transform.pre_concat(clip.transform()), surface, held)?;
        clip.clip_path().map_or(Ok(()), |inner| self.clip(inner, transform, surface, (layer, held + layer)))
    }

    fn mask(
        &mut self,
        mask: &Mask,
        transform: Transform,
        surface: Rect,
        (layer, held): (f64, f64),
    ) -> Result<(), Refusal> {
        self.paint(layer)?;
        self.group(mask.root(), transform, surface, held)?;
        mask.mask().map_or(Ok(()), |inner| self.mask(inner, transform, surface, (layer, held + layer)))
    }
}

/// The length of a line at most: from point to point, those that bend it among them.
fn length(path: &Path) -> f64 {
    let mut length = 0.0;
    let mut last = None;
    for segment in path.data().segments() {
        let points = match segment {
            PathSegment::MoveTo(_) => Vec::new(),
            PathSegment::LineTo(to) => vec![to],
            PathSegment::QuadTo(by, to) => vec![by, to],
            PathSegment::CubicTo(one, other, to) => vec![one, other, to],
            PathSegment::Close => Vec::new(),
        };
        if let PathSegment::MoveTo(to) = segment {
            last = Some(to);
        }
        for point in points {
            if let Some(last) = last {
                length += f64::from(point.distance(last));
            }
            last = Some(point);
        }
    }
    // A path that is closed ends where it began: never longer than what came before.
    length * 2.0
}
