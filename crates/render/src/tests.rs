//! Drawings of our own and of strangers.

use image::RgbImage;

use super::{Drawing, pdf, width};

fn svg(inner: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"100\" height=\"60\">{inner}</svg>"
    )
}

fn pixels(svg: &str) -> RgbImage {
    let drawing = Drawing::foreign(svg).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    image::load_from_memory(&drawing.png().unwrap()).unwrap().to_rgb8()
}

fn refused(svg: &str) -> (u16, String) {
    let refusal = Drawing::foreign(svg).err().unwrap_or_else(|| panic!("drawn: {svg:.300}"));
    (refusal.http_status, refusal.message.unwrap_or_default())
}

fn is_white(image: &RgbImage) -> bool {
    image.pixels().all(|pixel| pixel.0 == [255, 255, 255])
}

#[test]
fn a_drawing_becomes_a_picture_on_white() {
    let red = svg("<rect x='10' y='10' width='20' height='20' fill='#ff0000'/>");
    let picture = pixels(&red);
    assert_eq!(picture.dimensions(), (100, 60));
    assert_eq!((picture.get_pixel(20, 20).0, picture.get_pixel(50, 50).0), ([255, 0, 0], [255, 255, 255]));
    // What charts of the web are made of.
    for shape in [
        "<defs><linearGradient id='g'><stop offset='0' stop-color='red'/></linearGradient></defs><rect width='99' height='50' fill='url(#g)'/>",
        "<defs><pattern id='p' width='5' height='5' patternUnits='userSpaceOnUse'><rect width='5' height='5' fill='red'/></pattern></defs><rect width='99' height='50' fill='url(#p)'/>",
        "<defs><clipPath id='c'><rect width='80' height='50'/></clipPath></defs><g clip-path='url(#c)'><rect width='99' height='50' fill='red'/></g>",
        "<defs><g id='s'><rect width='99' height='50' fill='red'/></g></defs><use xlink:href='#s'/>",
        "<style>.a{fill:red}</style><rect class='a' width='99' height='50'/>",
        "<g style='filter:url(#shadow);fill:red' filter='url(#shadow)'><rect width='99' height='50'/></g><filter id='shadow'/>",
    ] {
        assert_eq!(pixels(&svg(shape)).get_pixel(40, 30).0, [255, 0, 0], "{shape}");
    }
}

#[test]
fn words_in_any_letters_are_drawn() {
    for words in ["Visits", "Ünïcødé", "Здоровье", "صحة", "ሰላም"] {
        let picture = pixels(&svg(&format!("<text x='5' y='30' font-family='Arial'>{words}</text>")));
        assert!(!is_white(&picture), "{words}");
    }
    assert!(width("iii", 12.0, false) < width("mmm", 12.0, false));
    assert!(width("mmm", 12.0, false) < width("mmm", 12.0, true));
    assert!(width("\u{1F980}", 10.0, false) > 0.0);
}

#[test]
fn a_drawing_becomes_a_page_with_its_text() {
    let page = || Drawing::foreign(&svg("<text x='5' y='30'>Visits</text>"));
    let file = pdf([page(), page()]).unwrap();
    assert!(file.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&file);
    assert_eq!(text.matches("/Type/Page/").count(), 2, "{text}");
    assert!(text.contains("DejaVuSans"), "a font is embedded");
    assert!(text.contains("[0 0 75 45]"), "{text}");
    assert_eq!(pdf([page(), page()]).unwrap(), file, "the same every time");
}

#[test]
fn nothing_outside_of_the_drawing_is_read() {
    let folder = std::env::temp_dir().join(format!("afya-render-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("red.png");
    RgbImage::from_pixel(4, 4, image::Rgb([255, 0, 0])).save(&path).unwrap();
    let inner = folder.join("inner.svg");
    std::fs::write(&inner, svg("<rect id='r' width='99' height='50' fill='red'/>")).unwrap();
    let (path, inner) = (path.display(), inner.display());
    for shape in [
        format!("<image href='{path}' width='50' height='50'/>"),
        format!("<image xlink:href='file://{path}' width='50' height='50'/>"),
        format!("<image href='http://localhost:9/{path}' width='50' height='50'/>"),
        format!("<use xlink:href='{inner}#r'/>"),
        format!("<style>@import url('{inner}');</style>"),
        format!("<rect width='50' height='50' fill='url({inner}#r)'/>"),
        "<foreignObject width='50' height='50'><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>".to_owned(),
        "<script>alert(1)</script>".to_owned(),
        // An SVG within an SVG could hide anything.
        "<image width='50' height='50' href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Crect width='9' height='9' fill='red'/%3E%3C/svg%3E\"/>".to_owned(),
    ] {
        let drawn = pixels(&svg(&shape));
        assert!(drawn.pixels().all(|pixel| pixel.0[0] == pixel.0[1]), "red was read: {shape}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
    let (status, _) = refused(
        "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>",
    );
    assert_eq!(status, 400);
}

#[test]
fn pictures_inside_are_drawn_if_they_are_small() {
    use base64::Engine;
    let given = |side: u32| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        RgbImage::from_pixel(side, 2000, image::Rgb([255, 0, 0]))
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        let text = base64::engine::general_purpose::STANDARD.encode(bytes.into_inner());
        svg(&format!(
            "<image width='99' height='50' preserveAspectRatio='none' href='data:image/png;base64,{text}'/>"
        ))
    };
    assert_eq!(pixels(&given(1000)).get_pixel(40, 30).0, [255, 0, 0]);
    assert!(is_white(&pixels(&given(3000))));
}

#[test]
fn patterns_are_made_of_shapes_alone() {
    let refers = |at: usize, to: &str| {
        format!(
            "<pattern id='p{at}' width='1' height='1' patternUnits='userSpaceOnUse'>{}</pattern>",
            to.repeat(4)
        )
    };
    // Each of thirty draws the one before it four times: by itself, by what is around it, by a rule, by a copy.
    let chain = |link: &dyn Fn(usize) -> String| (1..30).map(link).collect::<String>();
    for patterns in [
        chain(&|at| refers(at, &format!("<rect width='1' height='1' fill='url(#p{})'/>", at - 1))),
        chain(&|at| refers(at, &format!("<rect width='1' height='1' style='fill: URL(#p{})'/>", at - 1))),
        chain(&|at| {
            format!("<g fill='url(#p{})'>{}</g>", at - 1, refers(at, "<rect width='1' height='1'/>"))
        }),
        chain(&|at| {
            format!(
                "<style>.c{at}{{fill:url(#p{})}}</style>{}",
                at - 1,
                refers(at, &format!("<rect class='c{at}' width='1' height='1'/>"))
            )
        }),
        chain(&|at| {
            format!(
                "<g id='g{at}' fill='url(#p{})'><rect width='1' height='1'/></g>{}",
                at - 1,
                refers(at, &format!("<use href='#g{at}'/>"))
            )
        }),
    ] {
        assert!(
            Drawing::foreign(&svg(&format!("{patterns}<rect width='9' height='9' fill='url(#p29)'/>")))
                .is_ok()
        );
    }
}

#[test]
fn a_short_text_cannot_make_endless_work() {
    let doubled = (1..30).fold(String::from("<g id='a0'><rect width='1' height='1'/></g>"), |text, at| {
        format!("{text}<g id='a{at}'><use href='#a{0}'/><use href='#a{0}'/></g>", at - 1)
    });
    let deep = format!("{}{}", "<g>".repeat(500), "</g>".repeat(500));
    let many = "<rect width='1' height='1'/>".repeat(60_000);
    let covers = "<rect width='4000' height='4000' fill-opacity='.1'/>".repeat(500);
    let layers =
        format!("{}<rect width='4000' height='4000'/>{}", "<g opacity='.5'>".repeat(40), "</g>".repeat(40));
    let sized = |inner: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='4000' height='4000'>{inner}</svg>")
    };
    for (what, text, expected) in [
        ("copies of copies", svg(&doubled), 409),
        ("depth", svg(&deep), 409),
        ("elements", svg(&many), 409),
        ("paint over paint", sized(&covers), 409),
        ("layers", sized(&layers), 409),
        (
            "a large tile",
            svg(
                "<pattern id='p' width='1e6' height='1e6' patternUnits='userSpaceOnUse'><rect width='9' height='9'/></pattern><rect width='9' height='9' fill='url(#p)'/>",
            ),
            409,
        ),
        ("dashes", svg("<path d='M0 0H1e7' stroke='red' stroke-dasharray='.001'/>"), 409),
        ("size", "<svg xmlns='http://www.w3.org/2000/svg' width='90000' height='90000'/>".to_owned(), 409),
        ("a blur", svg("<style>rect{filter:blur(900px)}</style><rect width='9' height='9'/>"), 409),
        ("letters", svg(&format!("<text>{}</text>", "m".repeat(60_000))), 409),
        ("rules", svg(&format!("<style>{}</style>", "a{b:c}".repeat(400))), 409),
        ("length", svg(&"<!-- x -->".repeat(600_000)), 413),
        ("no XML", "svg".to_owned(), 400),
        ("another document", "<html/>".to_owned(), 400),
        ("a use of itself", svg("<g id='a'><use href='#a'/></g>"), 409),
    ] {
        let (status, sentence) = refused(&text);
        assert_eq!(status, expected, "{what}: {sentence}");
    }
}
