//! A picture under way: rectangles, lines, sectors and words on white, as pixels or as SVG.

use std::convert::Infallible;
use std::fmt::{self, Write};
use std::io::Cursor;

use embedded_graphics::mono_font::iso_8859_1::{FONT_7X13, FONT_9X15_BOLD, FONT_10X20};
use embedded_graphics::mono_font::{MonoFont, MonoTextStyle};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{
    Angle, DrawTarget, Drawable, OriginDimensions, Pixel, Point, Primitive, RgbColor, Size,
};
use embedded_graphics::primitives::{Line, PrimitiveStyle, Rectangle, Sector, Triangle};
use embedded_graphics::text::{Alignment, Baseline, Text, TextStyleBuilder};
use image::{ImageFormat, Rgb, RgbImage};

use crate::formats::escaped;

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Color(pub(super) u8, pub(super) u8, pub(super) u8);

impl fmt::Display for Color {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl From<Color> for Rgb888 {
    fn from(Color(red, green, blue): Color) -> Rgb888 {
        Rgb888::new(red, green, blue)
    }
}

/// How words look.
#[derive(Clone, Copy, Debug)]
pub(super) enum Face {
    /// As most do.
    Plain,
    /// As a title.
    Title,
    /// As the number of a gauge.
    Large,
}

impl Face {
    fn font(self) -> &'static MonoFont<'static> {
        match self {
            Face::Plain => &FONT_7X13,
            Face::Title => &FONT_9X15_BOLD,
            Face::Large => &FONT_10X20,
        }
    }

    /// How high a line is.
    pub(super) fn height(self) -> i32 {
        i32::try_from(self.font().character_size.height).unwrap_or_default()
    }

    /// How wide words are.
    pub(super) fn width(self, words: &str) -> i32 {
        let one = self.font().character_size.width + self.font().character_spacing;
        i32::try_from(words.chars().count()).unwrap_or_default() * i32::try_from(one).unwrap_or_default()
    }
}

/// Words that are no wider than this; what is cut off is three dots.
pub(super) fn cut(words: &str, face: Face, width: i32) -> String {
    if face.width(words) <= width {
        return words.to_owned();
    }
    let most = usize::try_from(width / face.width("m").max(1)).unwrap_or_default().saturating_sub(3);
    let kept: String = words.chars().take(most).collect();
    format!("{}...", kept.trim_end())
}

/// On which side of its place a text stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

/// The picture.
pub(super) enum Canvas {
    /// Its pixels.
    Pixels(Pixels),
    /// Its width, its height and its elements.
    Svg(i32, i32, String),
}

pub(super) struct Pixels(RgbImage);

impl DrawTarget for Pixels {
    type Color = Rgb888;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb888>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        for Pixel(at, color) in pixels {
            let (Ok(x), Ok(y)) = (u32::try_from(at.x), u32::try_from(at.y)) else { continue };
            if let Some(pixel) = self.0.get_pixel_mut_checked(x, y) {
                *pixel = Rgb([color.r(), color.g(), color.b()]);
            }
        }
        Ok(())
    }
}

impl OriginDimensions for Pixels {
    fn size(&self) -> Size {
        Size::new(self.0.width(), self.0.height())
    }
}

impl Canvas {
    pub(super) fn pixels(width: u32, height: u32) -> Canvas {
        Canvas::Pixels(Pixels(RgbImage::from_pixel(width, height, Rgb([0xff, 0xff, 0xff]))))
    }

    pub(super) fn svg(width: u32, height: u32) -> Canvas {
        Canvas::Svg(whole(width), whole(height), String::new())
    }

    /// Width and height.
    pub(super) fn size(&self) -> (i32, i32) {
        match self {
            Canvas::Pixels(Pixels(image)) => (whole(image.width()), whole(image.height())),
            Canvas::Svg(width, height, _) => (*width, *height),
        }
    }

    /// The bytes of a PNG, or of an SVG.
    pub(super) fn finish(self) -> Vec<u8> {
        match self {
            Canvas::Pixels(Pixels(image)) => {
                let mut bytes = Cursor::new(Vec::new());
                // Writing to memory does not fail.
                let _ = image.write_to(&mut bytes, ImageFormat::Png);
                bytes.into_inner()
            }
            Canvas::Svg(width, height, elements) => format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
                 font-family=\"sans-serif\"><rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>{elements}</svg>"
            )
            .into_bytes(),
        }
    }

    /// A rectangle from its corner.
    pub(super) fn filled(&mut self, (left, top): (i32, i32), (width, height): (i32, i32), color: Color) {
        let length = |value: i32| u32::try_from(value).unwrap_or_default();
        match self {
            Canvas::Pixels(pixels) => {
                let area = Rectangle::new(Point::new(left, top), Size::new(length(width), length(height)));
                let Ok(()) = area.into_styled(PrimitiveStyle::with_fill(color.into())).draw(pixels);
            }
            Canvas::Svg(_, _, out) => {
                let (width, height) = (length(width), length(height));
                let _ = write!(
                    out,
                    "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{color}\"/>"
                );
            }
        }
    }

    /// A line of this width.
    pub(super) fn line(&mut self, from: (i32, i32), to: (i32, i32), color: Color, width: u32) {
        match self {
            Canvas::Pixels(pixels) => {
                let line = Line::new(Point::new(from.0, from.1), Point::new(to.0, to.1));
                let Ok(()) = line.into_styled(PrimitiveStyle::with_stroke(color.into(), width)).draw(pixels);
            }
            Canvas::Svg(_, _, out) => {
                let ((left, top), (right, bottom)) = (from, to);
                let _ = write!(
                    out,
                    "<line x1=\"{left}\" y1=\"{top}\" x2=\"{right}\" y2=\"{bottom}\" stroke=\"{color}\" stroke-width=\"{width}\"/>"
                );
            }
        }
    }

    /// A triangle.
    pub(super) fn triangle(&mut self, corners: [(i32, i32); 3], color: Color) {
        match self {
            Canvas::Pixels(pixels) => {
                let [a, b, c] = corners.map(|(x, y)| Point::new(x, y));
                let triangle = Triangle::new(a, b, c).into_styled(PrimitiveStyle::with_fill(color.into()));
                let Ok(()) = triangle.draw(pixels);
            }
            Canvas::Svg(_, _, out) => {
                let points = corners.map(|(x, y)| format!("{x},{y}")).join(" ");
                let _ = write!(out, "<polygon points=\"{points}\" fill=\"{color}\"/>");
            }
        }
    }

    /// A sector of a circle, from an angle on; degrees run clockwise from the right.
    pub(super) fn sector(
        &mut self,
        center: (i32, i32),
        radius: i32,
        (start, sweep): (f32, f32),
        color: Color,
    ) {
        match self {
            Canvas::Pixels(pixels) => {
                let diameter = u32::try_from(radius * 2).unwrap_or_default();
                let angle = Angle::from_degrees;
                let sector =
                    Sector::with_center(Point::new(center.0, center.1), diameter, angle(start), angle(sweep));
                let Ok(()) = sector.into_styled(PrimitiveStyle::with_fill(color.into())).draw(pixels);
            }
            Canvas::Svg(_, _, out) => {
                let (x, y) = center;
                // An arc that ends where it begins is none.
                if sweep.abs() >= 360.0 {
                    let _ = write!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{color}\"/>");
                    return;
                }
                let at = |degrees: f32| {
                    let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
                    let length = f64::from(radius);
                    format!("{:.2} {:.2}", f64::from(x) + length * cos, f64::from(y) + length * sin)
                };
                let (large, clockwise) = (u8::from(sweep.abs() > 180.0), u8::from(sweep > 0.0));
                let (from, to) = (at(start), at(start + sweep));
                let _ = write!(
                    out,
                    "<path d=\"M {x} {y} L {from} A {radius} {radius} 0 {large} {clockwise} {to} Z\" fill=\"{color}\"/>"
                );
            }
        }
    }

    /// Words; their top is at the place.
    pub(super) fn text(&mut self, words: &str, (x, y): (i32, i32), face: Face, color: Color, align: Align) {
        let (alignment, anchor) = match align {
            Align::Left => (Alignment::Left, "start"),
            Align::Center => (Alignment::Center, "middle"),
            Align::Right => (Alignment::Right, "end"),
        };
        match self {
            Canvas::Pixels(pixels) => {
                let style = TextStyleBuilder::new().alignment(alignment).baseline(Baseline::Top).build();
                let font = MonoTextStyle::new(face.font(), Rgb888::from(color));
                let Ok(_) = Text::with_text_style(words, Point::new(x, y), font, style).draw(pixels);
            }
            Canvas::Svg(_, _, out) => {
                // The baseline of most letters is four fifths of a line below its top.
                let (size, baseline) = (face.height() - 1, y + face.height() * 4 / 5);
                let weight = if matches!(face, Face::Title) { "bold" } else { "normal" };
                let words = escaped(words);
                let _ = write!(
                    out,
                    "<text x=\"{x}\" y=\"{baseline}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{color}\" \
                     text-anchor=\"{anchor}\">{words}</text>"
                );
            }
        }
    }
}

fn whole(length: u32) -> i32 {
    i32::try_from(length).unwrap_or_default()
}
