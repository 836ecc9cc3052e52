//! SVG from outside, written anew with what may be in a picture and nothing else: no scripts, no other documents, no files
//! and addresses, no filters and markers, whose work nothing bounds.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use afya_model::Refusal;
use image::{ImageFormat, ImageReader};
use resvg::usvg::roxmltree::{Document, Node, NodeType, ParsingOptions};
use resvg::usvg::{self, ImageKind};

use crate::canvas::escaped;

/// The most bytes of an SVG.
const LONGEST: usize = 5 * 1024 * 1024;
/// The most elements, counting those that are shown more than once each time.
const MOST_ELEMENTS: usize = 50_000;
/// How deep elements may lie in each other.
const DEEPEST: usize = 64;
/// The most letters of text.
const MOST_LETTERS: usize = 50_000;
/// The most rules of style sheets; each is held against each element.
const MOST_RULES: usize = 300;
/// The most elements that others refer to for how they are painted, cut or masked.
const MOST_SERVERS: usize = 500;
/// The most pixels of a picture inside.
const MOST_INNER_PIXELS: u32 = 4_000_000;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The elements of a picture.
const KEPT: [&str; 25] = [
    "svg",
    "g",
    "a",
    "defs",
    "symbol",
    "use",
    "switch",
    "style",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "image",
    "clipPath",
    "mask",
    "pattern",
    "linearGradient",
    "radialGradient",
    "stop",
];

/// A picture inside an SVG, given in the SVG itself: PNG or JPEG of a bounded size.
pub(crate) fn picture(bytes: Arc<Vec<u8>>) -> Option<ImageKind> {
    let reader = ImageReader::new(Cursor::new(bytes.as_slice())).with_guessed_format().ok()?;
    let format = reader.format()?;
    let (width, height) = reader.into_dimensions().ok()?;
    width.checked_mul(height).filter(|pixels| *pixels <= MOST_INNER_PIXELS)?;
    match format {
        ImageFormat::Png => Some(ImageKind::PNG(bytes)),
        ImageFormat::Jpeg => Some(ImageKind::JPEG(bytes)),
        _ => None,
    }
}

/// 400 for what cannot be read.
pub(crate) fn unreadable(error: &usvg::Error) -> Refusal {
    Refusal::bad_request(format!("`svg` is no SVG that can be drawn: {error}"))
}

fn too_much(what: &str) -> Refusal {
    Refusal::conflict(format!("The SVG has more than {what}; send a simpler one"))
}

/// The SVG with what may be in a picture.
pub(crate) fn clean(svg: &str) -> Result<String, Refusal> {
    if svg.len() > LONGEST {
        return Err(Refusal::new(413, format!("`svg` has {} bytes; send at most {LONGEST}", svg.len())));
    }
    let limit = u32::try_from(MOST_ELEMENTS * 4).unwrap_or(u32::MAX);
    let options = ParsingOptions { nodes_limit: limit, ..ParsingOptions::default() };
    let document = Document::parse_with_options(svg, options)
        .map_err(|error| Refusal::bad_request(format!("`svg` is no SVG that can be read: {error}")))?;
    let root = document.root_element();
    if !is_kept(root) || root.tag_name().name() != "svg" {
        return Err(Refusal::bad_request("`svg` is no SVG: its first element must be `svg`"));
    }
    check_elements(root)?;
    let mut out = Writer::default();
    out.element(root, 0)?;
    Ok(out.text)
}

fn is_kept(node: Node<'_, '_>) -> bool {
    let name = node.tag_name();
    node.is_element() && matches!(name.namespace(), None | Some(SVG)) && KEPT.contains(&name.name())
}

/// Counts elements, those that `use` shows again each time it does.
fn check_elements(root: Node<'_, '_>) -> Result<(), Refusal> {
    let mut named = HashMap::new();
    for node in root.descendants() {
        if let Some(id) = node.attribute("id") {
            // Of several with the same name the first one is meant.
            named.entry(id).or_insert(node);
        }
    }
    let mut counted = Counted { named, known: HashMap::new(), left: MOST_ELEMENTS.saturating_mul(4) };
    if counted.count(root, 0)? > MOST_ELEMENTS {
        return Err(too_much(&format!("{MOST_ELEMENTS} elements")));
    }
    Ok(())
}

struct Counted<'a, 'input> {
    named: HashMap<&'a str, Node<'a, 'input>>,
    /// What `use` of a name shows.
    known: HashMap<&'a str, usize>,
    /// Steps of counting that are left.
    left: usize,
}

impl<'a, 'input> Counted<'a, 'input> {
    fn count(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<usize, Refusal> {
        if depth > DEEPEST {
            return Err(too_much(&format!("{DEEPEST} elements in each other")));
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| too_much(&format!("{MOST_ELEMENTS} elements")))?;
        let mut count = 1usize;
        for child in node.children().filter(|child| is_kept(*child)) {
            count = count.saturating_add(self.count(child, depth + 1)?);
        }
        if node.tag_name().name() == "use"
            && let Some(name) = href(node).and_then(|href| href.strip_prefix('#'))
            && let Some((name, shown)) = self.named.get_key_value(name).map(|(name, node)| (*name, *node))
        {
            let known = self.known.get(name).copied();
            let again = known.map_or_else(|| self.count(shown, depth + 1), Ok)?;
            self.known.insert(name, again);
            count = count.saturating_add(again);
        }
        Ok(count)
    }
}

fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute("href").or_else(|| node.attribute((XLINK, "href")))
}

/// What has been written and counted.
#[derive(Default)]
struct Writer {
    text: String,
    letters: usize,
    rules: usize,
    servers: usize,
    /// How many patterns, masks and clip paths the writer is in.
    within: usize,
}

impl Writer {
    fn element(&mut self, node: Node<'_, '_>, depth: usize) -> Result<(), Refusal> {
        let name = node.tag_name().name();
        let is_filled = ["clipPath", "mask", "pattern"].contains(&name);
        if is_filled || ["linearGradient", "radialGradient"].contains(&name) {
            self.servers += 1;
        }
        if self.servers > MOST_SERVERS {
            return Err(too_much(&format!("{MOST_SERVERS} gradients, patterns, masks and clip paths")));
        }
        self.within += usize::from(is_filled);
        self.text.push_str(&format!("<{name}"));
        if depth == 0 {
            self.text.push_str(&format!(" xmlns=\"{SVG}\""));
        }
        self.attributes(node);
        if is_filled {
            // What is in it takes no paint from around it, which could be itself.
            for paint in ["fill", "stroke"].into_iter().filter(|paint| !node.has_attribute(*paint)) {
                let usual = if paint == "fill" { "black" } else { "none" };
                self.text.push_str(&format!(" {paint}=\"{usual}\""));
            }
        }
        self.text.push('>');
        for child in node.children() {
            match child.node_type() {
                NodeType::Element if is_kept(child) && !self.is_too_deep(child) => {
                    self.element(child, depth + 1)?;
                }
                NodeType::Text => self.words(name, child.text().unwrap_or_default())?,
                _ => {}
            }
        }
        self.text.push_str(&format!("</{name}>"));
        self.within -= usize::from(is_filled);
        Ok(())
    }

    /// Patterns, masks and clip paths are made of shapes alone: each that used another one would double the work.
    fn is_too_deep(&self, node: Node<'_, '_>) -> bool {
        self.within > 0 && ["use", "image", "svg", "switch"].contains(&node.tag_name().name())
    }

    fn attributes(&mut self, node: Node<'_, '_>) {
        let is_within = self.within > 0;
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let kept = match (attribute.namespace(), name) {
                (None | Some(XLINK), "href") => kept_href(node.tag_name().name(), value).map(str::to_owned),
                (None, "style") => Some(kept_style(value, is_within)),
                (None, word) if is_refused(word) || word.starts_with("on") => None,
                (None, _) if is_within && refers(value) => None,
                (None, _) => Some(value.to_owned()),
                (Some(XML), "space") => {
                    self.text.push_str(&format!(" xml:space=\"{}\"", escaped(value)));
                    None
                }
                _ => None,
            };
            if let Some(value) = kept {
                self.text.push_str(&format!(" {name}=\"{}\"", escaped(&value)));
            }
        }
    }

    fn words(&mut self, within: &str, words: &str) -> Result<(), Refusal> {
        match within {
            "style" => {
                self.rules += words.matches('{').count();
                if self.rules > MOST_RULES {
                    return Err(too_much(&format!("{MOST_RULES} rules of style")));
                }
                // A rule could reach into a pattern and give it another one.
                self.text.push_str(&escaped(&words.replace("url(", "none(")));
            }
            "text" | "tspan" | "textPath" | "a" | "switch" => {
                self.letters += words.chars().count();
                if self.letters > MOST_LETTERS {
                    return Err(too_much(&format!("{MOST_LETTERS} letters")));
                }
                self.text.push_str(&escaped(words));
            }
            _ => {}
        }
        Ok(())
    }
}

fn is_refused(property: &str) -> bool {
    property == "filter" || property.starts_with("marker")
}

/// A reference within the SVG, or a picture that is given whole.
fn kept_href<'a>(element: &str, href: &'a str) -> Option<&'a str> {
    let is_picture = element == "image" && href.trim_start().starts_with("data:");
    (href.starts_with('#') || is_picture).then_some(href)
}

fn kept_style(style: &str, is_within: bool) -> String {
    let property =
        |declaration: &str| declaration.split(':').next().unwrap_or_default().trim().to_lowercase();
    let is_kept =
        |declaration: &&str| !(is_refused(&property(declaration)) || is_within && refers(declaration));
    style.split(';').filter(is_kept).collect::<Vec<_>>().join(";")
}

/// Whether a value refers to a gradient, a pattern, a mask or a clip path.
fn refers(value: &str) -> bool {
    value.to_ascii_lowercase().contains("url(")
}
