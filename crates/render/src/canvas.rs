//! A picture under way: rectangles, lines, sectors, outlines and words on white, as SVG.

use std::fmt::{self, Write};

use crate::fonts;

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// The colour of `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Option<Color> {
        let digits = text.trim().strip_prefix('#').filter(|digits| digits.is_ascii())?;
        let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let one = |at: usize| Some(u8::from_str_radix(digits.get(at..=at)?, 16).ok()? * 17);
        match digits.len() {
            6 => Some(Color(pair(0)?, pair(2)?, pair(4)?)),
            3 => Some(Color(one(0)?, one(1)?, one(2)?)),
            _ => None,
        }
    }
}

impl fmt::Display for Color {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// How words look.
#[derive(Clone, Copy, Debug)]
pub struct Face {
    /// The size of letters in pixels.
    pub size: f32,
    /// Whether letters are thick.
    pub is_bold: bool,
}

impl Face {
    /// As most words.
    pub const PLAIN: Face = Face { size: 12.0, is_bold: false };
    /// As a title.
    pub const TITLE: Face = Face { size: 15.0, is_bold: true };
    /// As the number of a gauge.
    pub const LARGE: Face = Face { size: 22.0, is_bold: false };

    /// How high a line is.
    pub fn height(self) -> i32 {
        (self.size * 1.2).ceil() as i32
    }

    /// How wide words are.
    pub fn width(self, words: &str) -> i32 {
        fonts::width(words, self.size, self.is_bold).ceil() as i32
    }

    /// Words that are no wider than this; what is cut off is three dots.
    pub fn cut(self, words: &str, width: i32) -> String {
        if self.width(words) <= width {
            return words.to_owned();
        }
        const DOTS: &str = "…";
        let room = width - self.width(DOTS);
        let mut kept = String::new();
        for letter in words.chars() {
            kept.push(letter);
            if self.width(&kept) > room {
                kept.pop();
                break;
            }
        }
        format!("{}{DOTS}", kept.trim_end())
    }
}

/// On which side of its place a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// It begins there.
    Left,
    /// Its middle is there.
    Center,
    /// It ends there.
    Right,
}

/// How an outline is painted.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// What is inside; nothing stays open.
    pub fill: Option<Color>,
    /// The line and its width in pixels.
    pub stroke: Option<(Color, f32)>,
    /// 0 for nothing to be seen, 1 for nothing to be seen through it.
    pub opacity: f64,
}

/// The picture.
pub struct Canvas {
    width: u32,
    height: u32,
    elements: String,
}

impl Canvas {
    /// A white picture of a width and a height in pixels.
    pub fn new(width: u32, height: u32) -> Canvas {
        Canvas { width, height, elements: String::new() }
    }

    /// Width and height.
    pub fn size(&self) -> (i32, i32) {
        let whole = |length: u32| i32::try_from(length).unwrap_or_default();
        (whole(self.width), whole(self.height))
    }

    /// The text of an SVG.
    pub fn finish(self) -> String {
        let Canvas { width, height, elements } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"{}, sans-serif\"><rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>{elements}</svg>",
            fonts::FAMILY
        )
    }

    /// A rectangle from its corner.
    pub fn filled(&mut self, (left, top): (i32, i32), (width, height): (i32, i32), color: Color) {
        let (width, height) = (width.max(0), height.max(0));
        self.add(format_args!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{color}\"/>"
        ));
    }

    /// A line of this width. One along the picture's sides that is an odd number of pixels wide lies in the middle of a pixel,
    /// for it would be a pale one of two pixels otherwise.
    pub fn line(&mut self, from: (i32, i32), to: (i32, i32), color: Color, width: u32) {
        let is_along = from.0 == to.0 || from.1 == to.1;
        let shift = if is_along && !width.is_multiple_of(2) { 0.5 } else { 0.0 };
        let [(left, top), (right, bottom)] =
            [from, to].map(|(x, y)| (f64::from(x) + shift, f64::from(y) + shift));
        self.add(format_args!(
            "<line x1=\"{left}\" y1=\"{top}\" x2=\"{right}\" y2=\"{bottom}\" stroke=\"{color}\" stroke-width=\"{width}\"/>"
        ));
    }

    /// A triangle.
    pub fn triangle(&mut self, corners: [(i32, i32); 3], color: Color) {
        let points = corners.map(|(x, y)| format!("{x},{y}")).join(" ");
        self.add(format_args!("<polygon points=\"{points}\" fill=\"{color}\"/>"));
    }

    /// A sector of a circle, from an angle on; degrees run clockwise from the right.
    pub fn sector(&mut self, (x, y): (i32, i32), radius: i32, (start, sweep): (f32, f32), color: Color) {
        // An arc that ends where it begins is none.
        if sweep.abs() >= 360.0 {
            self.add(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{color}\"/>"));
            return;
        }
        let at = |degrees: f32| {
            let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
            let length = f64::from(radius);
            format!("{:.2} {:.2}", f64::from(x) + length * cos, f64::from(y) + length * sin)
        };
        let (large, clockwise) = (u8::from(sweep.abs() > 180.0), u8::from(sweep > 0.0));
        let (from, to) = (at(start), at(start + sweep));
        self.add(format_args!(
            "<path d=\"M {x} {y} L {from} A {radius} {radius} 0 {large} {clockwise} {to} Z\" fill=\"{color}\"/>"
        ));
    }

    /// A circle around a point.
    pub fn circle(&mut self, (x, y): (f64, f64), radius: f64, paint: Paint) {
        self.add(format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"{paint}/>"));
    }

    /// An outline in the words of SVG, such as `M 0 0 L 5 0 L 5 5 Z`. What lies inside of it twice is outside.
    pub fn outline(&mut self, path: &str, paint: Paint) {
        self.add(format_args!("<path d=\"{}\" fill-rule=\"evenodd\"{paint}/>", escaped(path)));
    }

    /// Words; their top is at the place.
    pub fn text(&mut self, words: &str, place: (i32, i32), face: Face, color: Color, align: Align) {
        self.words(words, place, face, color, align, "");
    }

    /// Words that can be read on any ground: white is around their letters.
    pub fn label(&mut self, words: &str, place: (i32, i32), face: Face, color: Color) {
        let ground =
            " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
        self.words(words, place, face, color, Align::Center, ground);
    }

    fn words(&mut self, words: &str, (x, y): (i32, i32), face: Face, color: Color, align: Align, more: &str) {
        let anchor = match align {
            Align::Left => "start",
            Align::Center => "middle",
            Align::Right => "end",
        };
        // Where letters stand.
        let baseline = f64::from(y) + f64::from(face.size) * 0.95;
        let weight = if face.is_bold { " font-weight=\"bold\"" } else { "" };
        let (size, words) = (face.size, escaped(words));
        self.add(format_args!(
            "<text x=\"{x}\" y=\"{baseline:.1}\" font-size=\"{size}\"{weight} fill=\"{color}\" text-anchor=\"{anchor}\"{more}>\
             {words}</text>"
        ));
    }

    /// What follows is placed from the corner of a rectangle and seen within it only, until [`Canvas::leave`]; each rectangle
    /// has a number of its own.
    pub fn enter(&mut self, number: usize, (left, top): (i32, i32), (width, height): (i32, i32)) {
        self.add(format_args!(
            "<clipPath id=\"part{number}\"><rect width=\"{width}\" height=\"{height}\"/></clipPath>\
             <g transform=\"translate({left} {top})\" clip-path=\"url(#part{number})\">"
        ));
    }

    /// What follows is placed and seen as before [`Canvas::enter`].
    pub fn leave(&mut self) {
        self.add(format_args!("</g>"));
    }

    fn add(&mut self, element: fmt::Arguments<'_>) {
        // Writing to memory does not fail.
        let _ = self.elements.write_fmt(element);
    }
}

impl fmt::Display for Paint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fill {
            Some(color) => write!(out, " fill=\"{color}\"")?,
            None => out.write_str(" fill=\"none\"")?,
        }
        if let Some((color, width)) = self.stroke {
            write!(out, " stroke=\"{color}\" stroke-width=\"{width}\"")?;
        }
        if self.opacity < 1.0 { write!(out, " fill-opacity=\"{}\"", self.opacity) } else { Ok(()) }
    }
}

/// Text inside XML, without the letters that XML 1.0 has no way to write: a reader refuses the whole file for one.
pub fn escaped(text: &str) -> String {
    let is_forbidden = |letter: char| matches!(letter, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    let text = text.replace(is_forbidden, "");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
