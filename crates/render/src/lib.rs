//! SVG as PNG and as PDF: what the server draws itself, and what others send, within bounds.

pub mod canvas;
mod fonts;
mod foreign;
mod weight;

use std::sync::Arc;

use afya_model::Refusal;
use krilla::Document;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, FontResolver, ImageHrefResolver, Options, Tree};

/// The width of a text in pixels, in the letters that the server brings along.
pub use fonts::width;

/// The most pixels of a picture.
pub const MOST_PIXELS: f32 = 16_000_000.0;

/// A drawing that has been read.
pub struct Drawing(Tree);

impl Drawing {
    /// A drawing of the server's own.
    ///
    /// # Errors
    /// 500 when it is no SVG.
    pub fn own(svg: &str) -> Result<Drawing, Refusal> {
        let tree = Tree::from_str(svg, &options()).map_err(|_| broken())?;
        Ok(Drawing(tree))
    }

    /// A drawing that somebody sent. It names no file and no address, and takes no more work than a drawing for people does.
    ///
    /// # Errors
    /// 400 for what is no SVG, 409 for what is too large or takes too much work, 413 for too long a text.
    pub fn foreign(svg: &str) -> Result<Drawing, Refusal> {
        let clean = foreign::clean(svg)?;
        let tree = Tree::from_str(&clean, &options()).map_err(|error| foreign::unreadable(&error))?;
        weight::check(&tree)?;
        Ok(Drawing(tree))
    }

    /// The drawing on white, as PNG.
    ///
    /// # Errors
    /// 500 when there is no room for it.
    pub fn png(&self) -> Result<Vec<u8>, Refusal> {
        let size = self.0.size().to_int_size();
        let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(broken)?;
        pixels.fill(Color::WHITE);
        resvg::render(&self.0, Transform::identity(), &mut pixels.as_mut());
        pixels.encode_png().map_err(|_| broken())
    }
}

/// Drawings as PDF, a page each. Text stays text; a pixel is three quarters of a point.
///
/// # Errors
/// What is wrong with a page; 500 when they cannot be written.
pub fn pdf(pages: impl IntoIterator<Item = Result<Drawing, Refusal>>) -> Result<Vec<u8>, Refusal> {
    const POINTS: f32 = 0.75;
    let mut document = Document::new();
    for page in pages {
        let Drawing(tree) = page?;
        let size = Size::from_wh(tree.size().width() * POINTS, tree.size().height() * POINTS);
        let size = size.ok_or_else(broken)?;
        let mut page = document.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        surface.draw_svg(&tree, size, SvgSettings::default());
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|_| broken())
}

fn broken() -> Refusal {
    Refusal::new(500, "The picture could not be drawn; ask for fewer pixels")
}

fn options() -> Options<'static> {
    Options {
        font_family: fonts::FAMILY.to_owned(),
        font_resolver: FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(|letter, used, _| fonts::other(letter, used)),
        },
        fontdb: Arc::clone(&fonts::FONTS),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, bytes, _| foreign::picture(bytes)),
            // Never a file, never an address.
            resolve_string: Box::new(|_, _| None),
        },
        default_size: usvg::Size::from_wh(400.0, 400.0).unwrap_or(Options::default().default_size),
        ..Options::default()
    }
}

#[cfg(test)]
mod tests;
