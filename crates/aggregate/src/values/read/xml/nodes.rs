//! XML as elements with their attributes, read as they arrive. Nothing but the document itself is read: a document type,
//! which could name entities and files, is refused.

use std::io::{BufReader, Read};

use afya_model::Refusal;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::wrong;

/// The attributes of an element, by local name, in their order.
#[derive(Debug, Default)]
pub(crate) struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All but these.
    pub(super) fn without(&self, names: &[&str]) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect()
    }
}

/// The start or the end of an element.
#[derive(Debug)]
pub(crate) enum Node {
    Open(String, Attributes),
    Close(String),
}

/// The nodes of a document, in order.
pub(crate) struct Nodes<R: Read> {
    reader: Reader<BufReader<R>>,
    buffer: Vec<u8>,
    /// How many elements are open.
    depth: usize,
}

impl<R: Read> Nodes<R> {
    pub(crate) fn new(body: R) -> Nodes<R> {
        let mut reader = Reader::from_reader(BufReader::new(body));
        reader.config_mut().expand_empty_elements = true;
        Nodes { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next start or end of an element; nothing at the end of the document.
    pub(crate) fn element(&mut self) -> Result<Option<Node>, Refusal> {
        loop {
            match self.event()? {
                Event::Start(start) => {
                    let name = start.local_name().as_ref().to_owned();
                    return Ok(Some(Node::Open(name, attributes(&start)?)));
                }
                Event::End(end) => return Ok(Some(Node::Close(end.local_name().as_ref().to_owned()))),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The text up to the end of the element that was opened last.
    pub(super) fn text(&mut self) -> Result<String, Refusal> {
        let (mut text, depth) = (String::new(), self.depth);
        while self.depth >= depth {
            match self.event()? {
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::CData(part) => text.push_str(&part.xml10_content()),
                Event::GeneralRef(name) => text.push_str(&entity(&name)?),
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(text)
    }

    fn event(&mut self) -> Result<Event<'_>, Refusal> {
        self.buffer.clear();
        let event =
            self.reader.read_event_into(&mut self.buffer).map_err(|error| wrong(&error.to_string()))?;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth -= 1,
            Event::Eof if self.depth > 0 => return Err(wrong("The document ends before its root does")),
            Event::DocType(_) => return Err(wrong("A document type is not read. Leave out <!DOCTYPE")),
            Event::Decl(declared) => {
                let encoding = declared.encoding().transpose().ok().flatten();
                if encoding.is_some_and(|name| !name.eq_ignore_ascii_case("utf-8")) {
                    return Err(wrong("The encoding is not UTF-8"));
                }
            }
            _ => {}
        }
        Ok(event)
    }
}

/// The character that a reference stands for: one by number, or one of the five that XML itself names.
fn entity(reference: &BytesRef<'_>) -> Result<String, Refusal> {
    let number = reference.resolve_char_ref().map_err(|error| wrong(&error.to_string()))?;
    if let Some(character) = number {
        return Ok(character.to_string());
    }
    let known = quick_xml::escape::resolve_xml_entity(reference);
    known.map(str::to_owned).ok_or_else(|| wrong(&format!("The entity `&{};` is not known", &**reference)))
}

fn attributes(start: &BytesStart<'_>) -> Result<Attributes, Refusal> {
    let mut all = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| wrong(&error.to_string()))?;
        let name = attribute.key.as_ref();
        if name.contains(':') || name == "xmlns" {
            continue;
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        all.push((name.to_owned(), value.map_err(|error| wrong(&error.to_string()))?.into_owned()));
    }
    Ok(Attributes(all))
}
