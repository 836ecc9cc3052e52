//! Letters: DejaVu Sans, which comes along and has Latin, Greek, Cyrillic and Arabic letters among others, and what the
//! machine has besides, for letters that DejaVu Sans lacks.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use resvg::usvg::fontdb::{Database, ID, Source};
use ttf_parser::Face;

/// The family of all text that names none that is here.
pub(crate) const FAMILY: &str = "DejaVu Sans";

/// The fonts, read once.
pub(crate) static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for own in [dejavu::sans::regular(), dejavu::sans::bold()] {
        fonts.load_font_source(Source::Binary(Arc::new(own)));
    }
    fonts.load_system_fonts();
    fonts.set_sans_serif_family(FAMILY);
    fonts.set_serif_family(FAMILY);
    fonts.set_monospace_family(FAMILY);
    fonts.set_cursive_family(FAMILY);
    fonts.set_fantasy_family(FAMILY);
    Arc::new(fonts)
});

static REGULAR: LazyLock<Option<Face<'static>>> =
    LazyLock::new(|| Face::parse(dejavu::sans::regular(), 0).ok());
static BOLD: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(dejavu::sans::bold(), 0).ok());

/// Which font has a letter, for those that were looked for: a text of strange letters is not looked up again and again.
static FOUND: LazyLock<Mutex<HashMap<char, Option<ID>>>> = LazyLock::new(Mutex::default);

/// Another font than those in use that has a letter.
pub(crate) fn other(letter: char, used: &[ID]) -> Option<ID> {
    let has = |id: ID| {
        let found = FONTS.with_face_data(id, |data, at| {
            Face::parse(data, at).is_ok_and(|face| face.glyph_index(letter).is_some())
        });
        found == Some(true)
    };
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let known = found.entry(letter).or_insert_with(|| FONTS.faces().map(|face| face.id).find(|id| has(*id)));
    known.filter(|id| !used.contains(id))
}

/// The width of a text, letter by letter, for a size of letters in pixels. Letters that only other fonts have count as wide
/// ones.
pub fn width(text: &str, size: f32, is_bold: bool) -> f32 {
    const UNKNOWN: f32 = 0.7;
    let Some(face) = (if is_bold { &*BOLD } else { &*REGULAR }) else {
        return text.chars().count() as f32 * size * UNKNOWN;
    };
    let units = f32::from(face.units_per_em());
    let advance = |letter: char| {
        let glyph = face.glyph_index(letter)?;
        Some(f32::from(face.glyph_hor_advance(glyph)?) / units)
    };
    text.chars().map(|letter| advance(letter).unwrap_or(UNKNOWN) * size).sum()
}
